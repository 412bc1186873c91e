package io.toolgateway.proposal;

import static io.toolgateway.proposal.Phase.ABSENT;
import static io.toolgateway.proposal.Phase.APPROVED;
import static io.toolgateway.proposal.Phase.EXECUTED;
import static io.toolgateway.proposal.Phase.EXPIRED;
import static io.toolgateway.proposal.Phase.FAILED;
import static io.toolgateway.proposal.Phase.PENDING;
import static io.toolgateway.proposal.Phase.REJECTED;
import static io.toolgateway.proposal.Phase.RUNNING;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The table of legal moves (PROTOCOL 2.3). Nothing else is legal, in any store.
 *
 * @since 0.1
 */
public enum Move {
    /** A policy asks for approval. */
    PARK("T1", ABSENT, PENDING),
    /** A policy allows a write: stored as running, by the proposer. */
    START("T2", ABSENT, RUNNING),
    /** The vote that completes the requirement. */
    APPROVE("T4", PENDING, APPROVED),
    /** A vote that does not. */
    VOTE("T4v", PENDING, PENDING),
    /** More people may approve; the deadline never moves. */
    WIDEN("T4e", PENDING, PENDING),
    /** A reviewer says no. */
    REJECT("T5", PENDING, REJECTED),
    /** Whoever asked takes it back. */
    WITHDRAW("T5w", PENDING, REJECTED),
    /** An edited revision takes its place. */
    SUPERSEDE("T5s", PENDING, REJECTED),
    /** Nobody decided in time. */
    EXPIRE_PENDING("T6", PENDING, EXPIRED),
    /** Nobody started it in time. */
    EXPIRE_APPROVED("T7", APPROVED, EXPIRED),
    /** Time ran out between two attempts. */
    FAIL_LATE("T8", APPROVED, FAILED),
    /** A worker takes it, on record before the handler starts. */
    CLAIM("T9", APPROVED, RUNNING),
    /** The worker is alive. Changes the lease alone: no version, no event. */
    HEARTBEAT("T10", RUNNING, RUNNING),
    /** The worker found before the call that it must not run. */
    RELEASE("T11", RUNNING, APPROVED),
    /** To be tried again. */
    RETRY("T12", RUNNING, APPROVED),
    /** The handler returned. */
    EXECUTE("T13", RUNNING, EXECUTED),
    /** The handler failed, or it is not known. */
    FAIL("T14", RUNNING, FAILED),
    /** The worker died; the tool may be repeated. */
    REAP_TO_RETRY("T15", RUNNING, APPROVED),
    /** The worker died; what it did is not known. */
    REAP_TO_UNKNOWN("T16", RUNNING, FAILED),
    /** Found before a start that it must not run any more. */
    ABANDON("T17", APPROVED, FAILED),
    /** An unknown outcome is settled, or a broken chain says what becomes of a step; the status stays. */
    RESOLVE("T18", EnumSet.of(EXECUTED, FAILED), null),
    /** A step of a broken chain is to be undone: stored as approved, with the chain. */
    ORDER_UNDO("T19", ABSENT, APPROVED);

    private final String number;

    private final Set<Phase> from;

    private final @Nullable Phase to;

    Move(String number, Phase from, Phase to) {
        this(number, EnumSet.of(from), to);
    }

    Move(String number, Set<Phase> from, @Nullable Phase to) {
        this.number = number;
        this.from = Set.copyOf(from);
        this.to = to;
    }

    /** {@return the move's number in the protocol, such as {@code T4}} */
    public String number() {
        return number;
    }

    /**
     * Whether the move may start in a phase.
     *
     * @param phase where a proposal stands
     * @return true if the table has it
     */
    public boolean startsIn(Phase phase) {
        return from.contains(phase);
    }

    /**
     * Where the move leads.
     *
     * @param phase where it starts
     * @return the phase after it
     */
    public Phase from(Phase phase) {
        return to == null ? phase : to;
    }
}
