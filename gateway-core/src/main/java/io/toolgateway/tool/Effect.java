package io.toolgateway.tool;

/**
 * What starting a tool may do to the world, and so what may be repeated.
 *
 * @since 0.1
 */
public enum Effect {
    /** Changes nothing; may be repeated freely. */
    READ_ONLY("read_only"),
    /** Changes something; the handler honours {@link Invocation#idempotencyKey()}, so a repeat changes nothing more. */
    IDEMPOTENT("idempotent"),
    /** Changes something and may do so again when repeated; started at most once. What a tool is unless it says otherwise. */
    NON_IDEMPOTENT("non_idempotent");

    private final String text;

    Effect(String text) {
        this.text = text;
    }

    /** {@return the stable text for stores and records} */
    public String text() {
        return text;
    }

    /** {@return true unless the tool only reads} */
    public boolean writes() {
        return this != READ_ONLY;
    }

    /**
     * The effect of a stored text.
     *
     * @param text what {@link #text()} gave
     * @return the effect
     * @throws IllegalArgumentException for any other text
     */
    public static Effect ofText(String text) {
        for (Effect effect : values()) {
            if (effect.text.equals(text)) {
                return effect;
            }
        }
        throw new IllegalArgumentException("no such effect: " + text);
    }
}
