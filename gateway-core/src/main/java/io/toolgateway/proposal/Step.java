package io.toolgateway.proposal;

/**
 * What the state machine says of a change: made, or refused.
 *
 * @since 0.1
 */
public sealed interface Step {

    /**
     * The change may happen.
     *
     * @param move the move of the table
     * @param after the proposal after it
     */
    record Made(Move move, Proposal after) implements Step {}

    /**
     * The change may not happen; nothing changes.
     *
     * @param refusal why
     */
    record Refused(Refusal refusal) implements Step {}
}
