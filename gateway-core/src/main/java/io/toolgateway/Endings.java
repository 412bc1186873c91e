package io.toolgateway;

import io.toolgateway.proposal.EffectState;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.proposal.ReasonCode;

/** Which ends are not the last word on what was asked. */
final class Endings {

    private Endings() {}

    /** Whether it ended for what is about its resource, its tool or the time, and nothing can have happened. */
    static boolean mayBeProposedAgain(Proposal proposal) {
        return proposal.content().chain() == null
                && proposal.state().progress().effect() == EffectState.NONE
                && (proposal.status() == ProposalStatus.EXPIRED || isOutdated(proposal));
    }

    private static boolean isOutdated(Proposal proposal) {
        ReasonCode reason = proposal.state().reason();
        return proposal.status() == ProposalStatus.FAILED
                && (reason == ReasonCode.STALE_STATE || reason == ReasonCode.TOOL_CHANGED);
    }
}
