package io.toolgateway.store;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.proposal.Proposal;
import java.time.Duration;

/**
 * A proposal that a worker holds and whose start is on record.
 *
 * @param proposal as it stands, with fence and attempt
 * @param budget how long from now on the handler may still begin: until the lease or the validity ends. The lease counts from
 *     when it was taken, also where the claim is repeated later
 * @param event what was recorded
 * @since 0.1
 */
public record Claimed(Proposal proposal, Duration budget, AuditEvent event) {}
