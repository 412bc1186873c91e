package io.toolgateway.caller;

import java.util.Optional;

/**
 * Who a user is now: asked by a worker before every start, when the session that proposed is long gone.
 *
 * <p>Threads: must be safe for concurrent use; it is called on the worker's thread and may block.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface CallerDirectory {

    /**
     * Looks a user up.
     *
     * @param tenant the tenant the proposal belongs to
     * @param userId the user who triggered it
     * @return the user with the roles and attributes held now, or empty if the user is gone; empty or another tenant means
     *     that nothing runs
     */
    Optional<Caller> find(TenantId tenant, String userId);
}
