package io.toolgateway.review;

/**
 * What kind of value a field shows.
 *
 * @since 0.1
 */
public enum FieldKind {
    /** A text. */
    TEXT("text"),
    /** A number; of which unit, only its label and its neighbours can say. */
    NUMBER("number"),
    /** A day, or a moment. */
    DATE("date"),
    /** True or false. */
    FLAG("flag"),
    /** Null. */
    NULL("null"),
    /** An object or a list with nothing in it. */
    EMPTY("empty"),
    /** What an earlier step will return. */
    REFERENCE("reference"),
    /** A secret; its value is not shown. */
    SECRET("secret"),
    /** Values that are too many to be shown, counted and hashed. */
    LEFT_OUT("left_out");

    private final String text;

    FieldKind(String text) {
        this.text = text;
    }

    /** {@return the stable text for JSON} */
    public String text() {
        return text;
    }
}
