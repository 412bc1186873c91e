package io.toolgateway.store;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Lifecycle;
import io.toolgateway.proposal.Move;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How proposals begin. */
final class Creation {

    private Creation() {}

    /** Those that an effect of a transition stores. */
    static List<NewProposal> revisions(List<SideEffect> effects) {
        return effects.stream()
                .filter(SideEffect.Insert.class::isInstance)
                .map(effect -> ((SideEffect.Insert) effect).revision())
                .toList();
    }

    /** Parked, or running from the start. */
    static List<Proposal> of(List<NewProposal> proposals, Instant now) {
        List<Proposal> created = new ArrayList<>(proposals.size());
        for (NewProposal wanted : proposals) {
            Change.Claim start = wanted.start();
            created.add(
                    start == null
                            ? Lifecycle.park(wanted.id(), wanted.content(), now, wanted.transition())
                            : Lifecycle.start(wanted.id(), wanted.content(), now, wanted.transition(), start));
        }
        return created;
    }

    /** The event of the first transition. */
    static AuditEvent event(Proposal proposal, Instant at) {
        return AuditEvent.of(
                move(proposal), proposal, proposal.content().terms().decision().actor(), at);
    }

    /** The move that has stored a proposal. */
    static Move move(Proposal proposal) {
        return proposal.phase() == Phase.RUNNING ? Move.START : Move.PARK;
    }

    /** Whether what is stored is the call that is wanted. */
    static boolean isSameCall(Proposal found, NewProposal wanted) {
        return found.tool().equals(wanted.content().tool().name())
                && found.content()
                        .tool()
                        .version()
                        .equals(wanted.content().tool().version())
                && found.argsHash().equals(wanted.content().arguments().hash());
    }
}
