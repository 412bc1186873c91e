package io.toolgateway.redis;

import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.store.CallKey;
import io.toolgateway.store.LimitKey;
import io.toolgateway.store.NewProposal;
import io.toolgateway.store.SideEffect;
import io.toolgateway.store.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What has to be read.
 *
 * @param rows these proposals
 * @param keys those under these keys
 * @param limits what has been taken out of these limits
 * @param chains whether the chains of those proposals are read too, so that they can be judged
 * @param gives which limits those proposals may give back to, which are read once they are known
 */
record Need(Set<ProposalId> rows, Set<CallKey> keys, Set<String> limits, boolean chains, Giving gives) {

    private static final Giving NOTHING = (proposal, now) -> Stream.empty();

    /** Which limits a proposal may give back to. */
    @FunctionalInterface
    interface Giving {
        Stream<LimitKey> limits(Proposal proposal, Instant now);
    }

    /** To be shown. */
    static Need ofRows(Collection<ProposalId> ids) {
        return new Need(new LinkedHashSet<>(ids), Set.of(), Set.of(), false, NOTHING);
    }

    /** To be shown. */
    static Need ofKey(CallKey key) {
        return new Need(Set.of(), Set.of(key), Set.of(), false, NOTHING);
    }

    /** What comes of other rows, after they have been read. */
    static Need ofMore(Collection<ProposalId> ids, Set<String> limits) {
        return new Need(new LinkedHashSet<>(ids), Set.of(), limits, false, NOTHING);
    }

    /** To be claimed: that gives nothing back. */
    static Need toClaim(Collection<ProposalId> ids) {
        return of(ids, List.of(), List.of(), NOTHING);
    }

    static Need toSweep(Collection<ProposalId> ids) {
        return of(ids, List.of(), List.of(), (proposal, now) -> LimitKey.of(proposal, now).stream());
    }

    static Need toStore(List<NewProposal> proposals, List<SideEffect> effects) {
        return of(List.of(), proposals, effects, NOTHING);
    }

    static Need toApply(Transition transition) {
        return of(transition.changes().keySet(), List.of(), transition.effects(), (proposal, now) -> {
            Change change = transition.changes().get(proposal.id());
            return change == null ? Stream.empty() : LimitKey.of(proposal, change, now).stream();
        });
    }

    private static Need of(
            Collection<ProposalId> ids, List<NewProposal> proposals, List<SideEffect> effects, Giving gives) {
        Set<ProposalId> rows = new LinkedHashSet<>(ids);
        Set<CallKey> keys = new LinkedHashSet<>();
        List<NewProposal> created = new ArrayList<>(proposals);
        for (SideEffect effect : effects) {
            if (effect instanceof SideEffect.Insert insert) {
                created.add(insert.revision());
            }
        }
        for (NewProposal proposal : created) {
            rows.add(proposal.id());
            keys.add(CallKey.of(proposal.content()));
        }
        Set<String> limits = LimitKey.of(proposals, effects).stream()
                .map(LimitKey::key)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        // What is only created is judged before it has a turn.
        return new Need(rows, keys, limits, !ids.isEmpty(), gives);
    }
}
