package io.toolgateway.proposal;

/**
 * The six statuses of a proposal (SPEC A5). "Executing" is approved with a live lease.
 *
 * @since 0.1
 */
public enum ProposalStatus {
    /** Waits for people. */
    PENDING("pending"),
    /** May run, or is running. */
    APPROVED("approved"),
    /** A person said no, took it back or replaced it; it never ran. */
    REJECTED("rejected"),
    /** The handler returned. */
    EXECUTED("executed"),
    /** Its time ran out before it ran; nothing happened. */
    EXPIRED("expired"),
    /** It was approved and did not end well; the effect state says whether something may have happened. */
    FAILED("failed");

    private final String text;

    ProposalStatus(String text) {
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
    public static ProposalStatus ofText(String text) {
        for (ProposalStatus value : values()) {
            if (value.text.equals(text)) {
                return value;
            }
        }
        throw new IllegalArgumentException("no such status: " + text);
    }

    /** {@return true if nothing leaves this status any more} */
    public boolean isFinal() {
        return this != PENDING && this != APPROVED;
    }
}
