package io.toolgateway.audit;

/**
 * What kind of error kept a call from its result, so that rate limits can be told from faults (SPEC O3).
 *
 * @since 0.1
 */
public enum ErrorKind {
    /** Trying again may help. */
    TRANSIENT("transient"),
    /** Trying again does not help. */
    PERMANENT("permanent"),
    /** The arguments were wrong. */
    VALIDATION("validation"),
    /** The caller may not. */
    AUTHORIZATION("authorization"),
    /** Too many calls, or a budget is used up. */
    LIMIT("limit");

    private final String text;

    ErrorKind(String text) {
        this.text = text;
    }

    /** {@return the stable text for stores and records} */
    public String text() {
        return text;
    }

    /**
     * The kind of a stored text.
     *
     * @param text what {@link #text()} gave
     * @return the kind
     * @throws IllegalArgumentException for any other text
     */
    public static ErrorKind ofText(String text) {
        for (ErrorKind kind : values()) {
            if (kind.text.equals(text)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no such kind of error: " + text);
    }
}
