package io.toolgateway.proposal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a person settled an outcome that was not known. The status stays; this is appended.
 *
 * @param kind what was found out
 * @param by the person's user id
 * @param note what was written, or null
 * @param at when, by the store's clock
 * @since 0.1
 */
public record Resolution(Kind kind, String by, @Nullable String note, Instant at) {

    /** What was found out. */
    public enum Kind {
        /** It happened. */
        CONFIRMED_EXECUTED,
        /** It did not happen. */
        CONFIRMED_NOT_EXECUTED,
        /** It happened and was undone. */
        COMPENSATED
    }
}
