package io.toolgateway.redis;

import io.toolgateway.proposal.ProposalId;
import io.toolgateway.store.CallKey;
import io.toolgateway.store.NewProposal;
import io.toolgateway.store.SideEffect;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What has to be read.
 *
 * @param rows these proposals
 * @param keys those under these keys
 * @param limits what has been taken out of these limits
 * @param chains whether the chains of those proposals are read too, so that they can be judged
 */
record Need(Set<ProposalId> rows, Set<CallKey> keys, Set<String> limits, boolean chains) {

    /** To be shown. */
    static Need ofRows(Collection<ProposalId> ids) {
        return new Need(new LinkedHashSet<>(ids), Set.of(), Set.of(), false);
    }

    /** To be shown. */
    static Need ofKey(CallKey key) {
        return new Need(Set.of(), Set.of(key), Set.of(), false);
    }

    /** To be claimed or swept. */
    static Need toJudge(Collection<ProposalId> ids) {
        return of(ids, List.of(), List.of());
    }

    static Need of(Collection<ProposalId> ids, List<NewProposal> proposals, List<SideEffect> effects) {
        Set<ProposalId> rows = new LinkedHashSet<>(ids);
        Set<CallKey> keys = new LinkedHashSet<>();
        Set<String> limits = new LinkedHashSet<>();
        List<NewProposal> created = new ArrayList<>(proposals);
        for (SideEffect effect : effects) {
            if (effect instanceof SideEffect.Insert insert) {
                created.add(insert.revision());
            } else if (effect instanceof SideEffect.Reserve reserve) {
                limits.add(reserve.key());
            }
        }
        for (NewProposal proposal : created) {
            rows.add(proposal.id());
            keys.add(CallKey.of(proposal.content()));
        }
        // What is only created is judged before it has a turn.
        return new Need(rows, keys, limits, !ids.isEmpty());
    }
}
