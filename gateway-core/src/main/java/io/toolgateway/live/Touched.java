package io.toolgateway.live;

import io.toolgateway.caller.TenantId;
import io.toolgateway.proposal.ProposalId;

/**
 * A proposal to which something happened.
 *
 * @param id the proposal
 * @param tenant whose
 * @param version a version that it has reached
 * @since 0.1
 */
public record Touched(ProposalId id, TenantId tenant, long version) {}
