package io.toolgateway.permission;

/**
 * What became of a standing permission that somebody wanted to take back.
 *
 * @since 0.1
 */
public enum RevokeResult {
    /** It is taken back: no call is stored under it any more. What was stored before goes on. */
    REVOKED,
    /** It was taken back before. */
    REVOKED_BEFORE,
    /** There is none that this person may take back. */
    NOT_FOUND
}
