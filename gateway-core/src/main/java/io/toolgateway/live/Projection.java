package io.toolgateway.live;

import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalStatus;

/**
 * One version of a proposal as a view shows it.
 *
 * @param parked what never changes
 * @param version the version; those of a proposal are counted from 1 without a gap
 * @param status the status from that version on
 * @since 0.1
 */
public record Projection(Parked parked, long version, ProposalStatus status) {

    /**
     * Whether a proposal is shown at all: what a policy let pass never waited for anybody.
     *
     * @param proposal a proposal
     * @return true if people had to be asked
     */
    public static boolean isShown(Proposal proposal) {
        return proposal.content().terms().decision().verdict() instanceof Verdict.RequireApproval;
    }

    /**
     * A proposal as it stands.
     *
     * @param proposal a proposal that is shown
     * @return its projection
     */
    public static Projection of(Proposal proposal) {
        return new Projection(Parked.of(proposal), proposal.version(), proposal.status());
    }
}
