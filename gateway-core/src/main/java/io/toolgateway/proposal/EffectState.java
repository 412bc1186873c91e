package io.toolgateway.proposal;

/**
 * Whether a proposal's handler may have changed something.
 *
 * @since 0.1
 */
public enum EffectState {
    /** Nothing happened. */
    NONE("none"),
    /** A handler was started, and what it did is not known. */
    POSSIBLE("possible"),
    /** The handler returned. */
    APPLIED("applied");

    private final String text;

    EffectState(String text) {
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
     * @throws IllegalArgumentException for any other text: what is unknown is never taken for approvable
     */
    public static EffectState ofText(String text) {
        for (EffectState value : values()) {
            if (value.text.equals(text)) {
                return value;
            }
        }
        throw new IllegalArgumentException("no such effect state: " + text);
    }
}
