package io.toolgateway.proposal;

/**
 * What becomes of a chain whose steps cannot all be executed (PROTOCOL 2.10).
 *
 * @since 0.1
 */
public enum ChainEnding {
    /** Its writing steps are one transaction of the record's database: all of them happened, or none did. */
    TRANSACTION("transaction"),
    /** What the steps before the broken one did is undone, the latest first, each by its tool's own compensation. */
    COMPENSATION("compensation"),
    /** What was done stays done; the policy allows it, and the reviewer is told. */
    PARTIAL("partial");

    private final String text;

    ChainEnding(String text) {
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
    public static ChainEnding ofText(String text) {
        for (ChainEnding value : values()) {
            if (value.text.equals(text)) {
                return value;
            }
        }
        throw new IllegalArgumentException("no such ending of a chain: " + text);
    }
}
