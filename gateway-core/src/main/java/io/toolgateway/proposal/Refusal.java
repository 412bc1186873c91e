package io.toolgateway.proposal;

/**
 * Why a change may not happen now.
 *
 * @since 0.1
 */
public enum Refusal {
    /** The table of moves has none from where the proposal stands. */
    WRONG_STATUS,
    /** It has changed since it was read. */
    WRONG_VERSION,
    /** What was seen is not what is stored. */
    WRONG_HASH,
    /** The person may not decide this: no stage names them, or it is another tenant's. */
    NOT_ENTITLED,
    /** The person asked for it, and no stage names the caller: someone else decides. */
    OWN_REQUEST,
    /** The person may vote in a later stage than the one that is voted on. */
    NOT_YET,
    /** The person might have voted in an earlier stage, which is complete. */
    STAGE_OVER,
    /** The person has voted in this stage, or in the one that they may vote in. */
    ALREADY_VOTED,
    /** At or after the deadline. */
    TOO_LATE,
    /** Before the deadline, so it cannot expire. */
    NOT_DUE,
    /** Someone else holds it, or held it since. */
    WRONG_FENCE,
    /** Its worker may still be alive. */
    LEASE_ALIVE,
    /** It must wait before the next attempt. */
    WAITING,
    /** All its starts are used up. */
    NO_ATTEMPT_LEFT,
    /** It may not be repeated, and something may have happened. */
    NOT_REPEATABLE,
    /** The step before it has not been executed. */
    NOT_ITS_TURN,
    /** Its tool is switched off. */
    TOOL_OFF,
    /** The stored arguments are not the approved ones. */
    ARGS_CHANGED,
    /** The wider requirement is not wider: whom it lets in may approve already. */
    NOT_WIDER,
    /** It is a step of a chain, which is planned on the other steps. */
    PART_OF_CHAIN,
    /** A limit would be passed. */
    OVER_LIMIT,
    /** Its unknown outcome has been settled. */
    ALREADY_SETTLED,
    /** How an unknown outcome was found out is not said. */
    NO_NOTE
}
