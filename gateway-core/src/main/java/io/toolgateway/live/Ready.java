package io.toolgateway.live;

import io.toolgateway.proposal.ProposalId;

/**
 * That a proposal, or the step after it in its chain, may be claimed by a worker.
 *
 * @param id the proposal
 * @param version its version since then
 * @since 0.1
 */
public record Ready(ProposalId id, long version) {}
