package io.toolgateway.proposal;

/**
 * Why a proposal ended as it did, where the status alone does not say.
 *
 * @since 0.1
 */
public enum ReasonCode {
    /** Taken back by whoever asked. */
    WITHDRAWN("withdrawn"),
    /** Replaced by an edited revision. */
    SUPERSEDED("superseded"),
    /** A reviewer said no. */
    DECLINED("declined"),
    /** Expired while its tool was switched off. */
    TOOL_OFF("tool_off"),
    /** Expired while no host had its tool. */
    NO_HOST("no_host"),
    /** Expired while the system behind its tool was left alone, since it failed. */
    CIRCUIT_OPEN("circuit_open"),
    /** The handler said that it failed and that nothing was changed. */
    HANDLER_FAILED("handler_failed"),
    /** The handler broke off, of a tool that may be repeated or whose transaction was rolled back. */
    HANDLER_ERROR("handler_error"),
    /** The handler broke off or its worker died; whether something happened is not known. */
    OUTCOME_UNKNOWN("outcome_unknown"),
    /** Time ran out after an attempt whose outcome is not known. */
    DEADLINE_AFTER_ATTEMPT("deadline_after_attempt"),
    /** The resource changed after the proposal; nothing was overwritten. */
    STALE_STATE("stale_state"),
    /** The stored arguments are not the approved ones. */
    ARGS_CHANGED("args_changed"),
    /** An earlier step of its chain did not succeed. */
    CHAIN_ABORTED("chain_aborted"),
    /** What a step before it in its chain returned cannot be what an argument refers to. */
    REFERENCE_UNRESOLVED("reference_unresolved"),
    /** With what a step before it in its chain returned it needs an approval that it was not given. */
    NEEDS_OTHER_APPROVAL("needs_other_approval"),
    /** The tool's contract is not the approved one. */
    TOOL_CHANGED("tool_changed"),
    /** The user who asked may not do this any more. */
    NOT_ENTITLED("not_entitled");

    private final String text;

    ReasonCode(String text) {
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
    public static ReasonCode ofText(String text) {
        for (ReasonCode value : values()) {
            if (value.text.equals(text)) {
                return value;
            }
        }
        throw new IllegalArgumentException("no such reason: " + text);
    }
}
