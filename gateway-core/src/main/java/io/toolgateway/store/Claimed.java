package io.toolgateway.store;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.proposal.Proposal;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * A proposal that a worker holds and whose start is on record.
 *
 * @param proposal as it stands, with fence and attempt
 * @param budget how long from now on the handler may still begin: until the lease or the validity ends. The lease counts from
 *     when it was taken, also where the claim is repeated later
 * @param event what was recorded
 * @since 0.1
 */
public record Claimed(Proposal proposal, Duration budget, AuditEvent event) {

    /**
     * What a claim, made or repeated, gives.
     *
     * @param proposal the proposal that was claimed
     * @param event what was recorded, at the store's time of now
     * @return the claim
     */
    public static Claimed of(Proposal proposal, AuditEvent event) {
        Instant lease = Objects.requireNonNull(proposal.state().progress().lease(), "what is claimed has a lease")
                .until();
        Instant end = lease.isBefore(proposal.validUntil()) ? lease : proposal.validUntil();
        return new Claimed(proposal, Duration.between(event.at(), end), event);
    }
}
