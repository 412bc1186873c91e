package io.toolgateway.postgres;

import io.toolgateway.proposal.Proposal;

/**
 * A row as it was read.
 *
 * @param proposal the proposal
 * @param eventHash the head of its chain of events
 */
record Row(Proposal proposal, String eventHash) {}
