package io.toolgateway.proposal;

import io.toolgateway.tool.ToolResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an outcome that was not known was settled, by a person or by the tool's own hook, or what became of a step whose chain
 * broke. The status stays; this is appended.
 *
 * @param kind what was found out
 * @param by the person's user id, {@code reconcile:<worker>} or {@code chain:<id>}
 * @param note what was written, or null
 * @param at when, by the store's clock
 * @param result what the tool's hook said that the call came to, or null
 * @since 0.1
 */
public record Resolution(
        Kind kind,
        String by,
        @Nullable String note,
        Instant at,
        @Nullable ToolResult result) {

    static final String BY_CHAIN = "chain:";

    private static final String BY_HOOK = "reconcile:";

    /**
     * What a person found out.
     *
     * @param kind what was found out
     * @param by the person's user id
     * @param note what was written, or null
     * @param at when, by the store's clock
     */
    public Resolution(Kind kind, String by, @Nullable String note, Instant at) {
        this(kind, by, note, at, null);
    }

    /**
     * Who settles what a tool's own hook answered.
     *
     * @param worker the worker that asked it
     * @return {@code reconcile:<worker>}
     */
    public static String byHook(String worker) {
        return BY_HOOK + worker;
    }

    /** {@return true if the tool's own hook found it out, and no person} */
    public boolean isByHook() {
        return by.startsWith(BY_HOOK);
    }

    /** {@return true if a chain that broke says it, and no person or hook} */
    public boolean isByChain() {
        return by.startsWith(BY_CHAIN);
    }

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
