package io.toolgateway.store;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.caller.TenantId;
import io.toolgateway.json.Storable;
import io.toolgateway.policy.StandingPermission;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The standing permissions. Their uses add up in the limit {@link StandingPermission#limit()}, out of which a proposal takes in the
 * transaction that stores it, and to which it gives back if it ends without an effect.
 *
 * <p>Threads: safe for concurrent use. Each method may throw {@link StoreException}.
 *
 * @since 0.1
 */
public interface Grants {

    /** Permissions that one call lists at most. */
    int LARGEST_PAGE = 200;

    /** More than any permission has uses: taken out of the limit of one that is revoked, so that no use passes any more. */
    BigDecimal EXHAUSTED = BigDecimal.valueOf(1_000_000_000L);

    /**
     * Keeps a permission, and its event.
     *
     * <p>Repeat: an id that is there already is no second permission, and has no second event.
     *
     * @param permission the permission
     * @param event its event
     */
    void put(StandingPermission permission, AuditEvent event);

    /**
     * Takes a permission back, and keeps the event of it. Once this has returned no use of it is stored any more; what was stored before
     * goes on.
     *
     * <p>Repeat: does nothing.
     *
     * @param tenant whose
     * @param id the permission's id
     * @param by the id of the user who does it
     * @param event its event
     * @return false if there is no such permission, or it was revoked before
     */
    boolean revoke(TenantId tenant, UUID id, String by, AuditEvent event);

    /**
     * Reads a permission.
     *
     * @param tenant whose
     * @param id its id
     * @return the permission; empty if the tenant has no such
     */
    Optional<Grant> find(TenantId tenant, UUID id);

    /**
     * Reads those that may still be used: not revoked, not over by the store's clock, not used up.
     *
     * @param tenant whose
     * @param user the id of the user whose calls they are for
     * @param tool the tool's name
     * @return the permissions, in the order of their ids
     */
    List<Grant> usable(TenantId tenant, String user, String tool);

    /**
     * Lists a tenant's permissions, newest first, those that are over too.
     *
     * @param tenant whose
     * @param before the id that the page before ended with, or null for the first page
     * @param limit how many at most, 1 to {@link #LARGEST_PAGE}
     * @return the permissions; fewer than the limit mean that there are no more
     */
    List<Grant> list(TenantId tenant, @Nullable UUID before, int limit);

    /**
     * A permission as it stands.
     *
     * @param permission the permission
     * @param used how often it has been used
     * @param revoked who took it back and when, or null
     */
    record Grant(
            StandingPermission permission,
            long used,
            @Nullable Revoked revoked) {

        /**
         * A permission with what its limit holds.
         *
         * @param permission the permission
         * @param taken what was taken out of its limit
         * @param revoked who took it back and when, or null
         * @return the permission as it stands
         */
        public static Grant of(StandingPermission permission, BigDecimal taken, @Nullable Revoked revoked) {
            return new Grant(
                    permission, (revoked == null ? taken : taken.subtract(EXHAUSTED)).longValueExact(), revoked);
        }

        /**
         * Whether it may be used.
         *
         * @param now the time, by the store's clock
         * @return true if so
         */
        public boolean isUsable(Instant now) {
            return revoked == null && now.isBefore(permission.until()) && used < permission.uses();
        }
    }

    /**
     * That a permission was taken back.
     *
     * @param by the id of the user who did it
     * @param at when, by the store's clock
     */
    record Revoked(String by, Instant at) {

        /** Refuses what no store can hold. */
        public Revoked {
            Storable.required(by, "user");
        }
    }

    /**
     * Refuses a size that no page has.
     *
     * @param limit how many permissions
     * @return the same
     */
    static int requireLimit(int limit) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw new IllegalArgumentException("a page has 1 to " + LARGEST_PAGE + " permissions, not " + limit);
        }
        return limit;
    }
}
