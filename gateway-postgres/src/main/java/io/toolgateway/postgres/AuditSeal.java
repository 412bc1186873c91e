package io.toolgateway.postgres;

import io.toolgateway.caller.TenantId;
import java.time.Instant;
import java.util.Objects;

/**
 * A seal over some of a tenant's events, chained to the tenant's seal before it. Kept where the database's administrators do not
 * reach, it is an anchor: whatever was sealed until then cannot be changed unseen, see {@link AuditVerification#against}.
 *
 * @param tenant the tenant
 * @param number the how-many-th of the tenant, from 1, without gaps
 * @param events how many events it is over; those of the seals before it are not counted
 * @param at when it was made, by the database's clock
 * @param hash 64 lower-case hex digits over all of it, its events and the seal before it; no secret
 * @since 0.1
 */
public record AuditSeal(TenantId tenant, long number, long events, Instant at, String hash) {

    /** Refuses null. */
    public AuditSeal {
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(hash, "hash");
    }
}
