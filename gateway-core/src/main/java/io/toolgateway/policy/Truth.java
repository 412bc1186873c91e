package io.toolgateway.policy;

/**
 * Whether a condition holds: yes, no, or it cannot be known because an argument is absent, null or of another type.
 *
 * <p>Combined as in Kleene's logic. A rule that allows matches on true alone; a rule that parks or denies matches on true
 * and on unknown.
 *
 * @since 0.1
 */
public enum Truth {
    /** It holds. */
    TRUE,
    /** It does not hold. */
    FALSE,
    /** It cannot be known. */
    UNKNOWN;

    static Truth of(boolean holds) {
        return holds ? TRUE : FALSE;
    }

    Truth and(Truth other) {
        if (this == FALSE || other == FALSE) {
            return FALSE;
        }
        return this == TRUE ? other : this;
    }

    Truth or(Truth other) {
        if (this == TRUE || other == TRUE) {
            return TRUE;
        }
        return this == FALSE ? other : this;
    }

    Truth not() {
        return this == UNKNOWN ? UNKNOWN : of(this == FALSE);
    }
}
