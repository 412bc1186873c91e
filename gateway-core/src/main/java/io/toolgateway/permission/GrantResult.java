package io.toolgateway.permission;

import io.toolgateway.policy.StandingPermission;

/**
 * What became of a standing permission that somebody wanted to give.
 *
 * @since 0.1
 */
public sealed interface GrantResult {

    /**
     * It is given.
     *
     * @param permission the permission
     */
    record Granted(StandingPermission permission) implements GrantResult {}

    /**
     * It is not; nothing changed.
     *
     * @param code a short stable code, such as {@code not_entitled}
     * @param reason the same in words for the person
     */
    record Refused(String code, String reason) implements GrantResult {}

    /** The person's tenant has no such proposal. */
    record NotFound() implements GrantResult {}
}
