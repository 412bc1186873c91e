package io.toolgateway.proposal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a person settled an outcome that was not known, or what became of a step whose chain broke. The status stays; this is
 * appended.
 *
 * @param kind what was found out
 * @param by the person's user id, or {@code chain:<id>}
 * @param note what was written, or null
 * @param at when, by the store's clock
 * @since 0.1
 */
public record Resolution(Kind kind, String by, @Nullable String note, Instant at) {

    static final String BY_CHAIN = "chain:";

    /** What was found out. */
    public enum Kind {
        /** It happened. */
        CONFIRMED_EXECUTED("confirmed_executed"),
        /** It did not happen. */
        CONFIRMED_NOT_EXECUTED("confirmed_not_executed"),
        /** It happened and was undone; or, if that was not known, it has no effect any more. */
        COMPENSATED("compensated"),
        /** It happened, or may have; its chain broke, and it is to be undone. */
        TO_BE_UNDONE("to_be_undone"),
        /** It happened, or may have; its chain broke, and whether it was undone is for a person to find out. */
        NOT_UNDONE("not_undone");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** {@return the stable text for stores and records} */
        public String text() {
            return text;
        }

        /**
         * The value of a stored text.
         *
         * @param text what {@link #text()} gave
         * @return the value
         * @throws IllegalArgumentException for any other text
         */
        public static Kind ofText(String text) {
            for (Kind value : values()) {
                if (value.text.equals(text)) {
                    return value;
                }
            }
            throw new IllegalArgumentException("no such resolution: " + text);
        }
    }
}
