package io.toolgateway.approval;

import io.toolgateway.proposal.ProposalId;

/**
 * What a person has looked at and decides about.
 *
 * @param id the proposal, or any step of a chain
 * @param hash {@link ReviewItem#hash()} of what was shown
 * @since 0.1
 */
public record Seen(ProposalId id, String hash) {}
