package io.toolgateway.proposal;

/**
 * A proposal's status, with running told from waiting to run: the nodes of the state machine.
 *
 * @since 0.1
 */
public enum Phase {
    /** Not stored yet. */
    ABSENT,
    /** Waits for people. */
    PENDING,
    /** May run; nobody holds it. */
    APPROVED,
    /** Approved and held by a worker. */
    RUNNING,
    /** A person said no. */
    REJECTED,
    /** The handler returned. */
    EXECUTED,
    /** Time ran out. */
    EXPIRED,
    /** Did not end well. */
    FAILED
}
