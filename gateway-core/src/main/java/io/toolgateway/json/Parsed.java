package io.toolgateway.json;

import org.jspecify.annotations.Nullable;

/**
 * What the strict parser made of a text: a value, or the reason it was refused.
 *
 * @since 0.1
 */
public sealed interface Parsed {

    /**
     * The text was JSON within the limits.
     *
     * @param value a JSON value as {@link Json} describes it; null is JSON's null
     */
    record Value(@Nullable Object value) implements Parsed {}

    /**
     * The text was refused; nothing of it may be used.
     *
     * @param code what was wrong
     * @param pointer the JSON Pointer of the last place that was understood; empty for the root
     * @param message the reason in words a model can act on; never a value out of the text
     */
    record Refused(Code code, String pointer, String message) implements Parsed {}

    /** Why a text was refused. */
    enum Code {
        /** Not JSON as RFC 8259 has it. */
        MALFORMED,
        /** A member name stands twice in one object. */
        DUPLICATE_NAME,
        /** Something follows the value. */
        TRAILING_TEXT,
        /** More bytes than allowed. */
        TOO_LARGE,
        /** More nesting than allowed. */
        TOO_DEEP,
        /** More values than allowed. */
        TOO_MANY_NODES,
        /** A number with more digits or a larger exponent than allowed. */
        NUMBER_TOO_LARGE,
        /** Bytes that are not UTF-8, a surrogate without its partner, or U+0000, which no Postgres text can carry. */
        BAD_CHARACTER
    }
}
