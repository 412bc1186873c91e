package io.toolgateway.testkit.checker;

/** The invariants of PROTOCOL 3.1 that a history of processes can break. */
public enum Invariant {
    /** No handler starts without a recorded decision that allowed it. */
    I1,
    /** A non-idempotent tool has at most one attempt that may have had an effect. */
    I2,
    /** An idempotent tool starts at most so often, with one key and growing fences. */
    I2B,
    /** No start and no approval at or after the deadline, no expiry before it. */
    I3,
    /** Nothing leaves a terminal state. */
    I4,
    /** Who decided may decide it, and at the start whoever asked still may ask for it. */
    I5,
    /** A recorded claim before each start; exactly one event for each transition. */
    I6,
    /** Every approved proposal is final within the bound. */
    I7,
    /** Executed arguments are approved arguments are shown arguments. */
    I8,
    /** The status is true, and so is what was told. */
    I9,
    /** The steps of a chain run in order, none after one that was not executed, and are decided as a unit. */
    I11,
    /** Every accepted finish carries the current fence. */
    I12,
    /** One proposal for each key; another payload is another proposal or a conflict. */
    I14,
    /** The chain of the events verifies. */
    I15,
    /** Nothing is started while its tool is switched off (SPEC P2). */
    P2,
    /** The state that it was proposed on is the state that it is started on (SPEC E3). */
    E3,
    /** A start after another waits as long as it has to (SPEC E4). */
    E4
}
