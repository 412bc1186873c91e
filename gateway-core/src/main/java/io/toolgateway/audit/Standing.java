package io.toolgateway.audit;

import io.toolgateway.proposal.EffectState;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.proposal.ReasonCode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a proposal stands after an event.
 *
 * @param proposal the proposal
 * @param version the version of its state
 * @param transition the transition that made this state, see {@link io.toolgateway.proposal.State#lastTransition()}
 * @param status its status
 * @param effect whether something may have happened
 * @param reason why it ended so, or null
 * @param attempt how many starts are on record
 * @param fence the fence
 * @param actor who did it: {@code user:<id>}, {@code policy:<rules>@<version>}, {@code worker:<name>},
 *     {@code chain:<id>} or {@code sweeper}
 * @since 0.1
 */
public record Standing(
        ProposalId proposal,
        long version,
        UUID transition,
        ProposalStatus status,
        EffectState effect,
        @Nullable ReasonCode reason,
        int attempt,
        long fence,
        String actor) {

    static Standing of(Proposal proposal, String actor) {
        return new Standing(
                proposal.id(),
                proposal.version(),
                proposal.state().lastTransition(),
                proposal.status(),
                proposal.state().progress().effect(),
                proposal.state().reason(),
                proposal.state().progress().attempt(),
                proposal.state().progress().fence(),
                actor);
    }
}
