package io.toolgateway.audit;

import io.toolgateway.proposal.Move;
import java.util.Map;

/**
 * What an event tells of. Every transition has exactly one; a heartbeat has none.
 *
 * @since 0.1
 */
public enum EventType {
    /** A call was refused before it became a proposal. */
    REFUSED("refused"),
    /** A duplicate was answered with what was already done. */
    REPLAYED("replayed"),
    /** A read was allowed; its handler starts next. */
    READ_STARTED("read_started"),
    /** A read ended. */
    READ_FINISHED("read_finished"),
    /** A call waits for people. */
    PARKED("parked"),
    /** A policy allowed a write; its handler starts next. */
    STARTED("started"),
    /** People approved. */
    APPROVED("approved"),
    /** A person voted yes, and more must. */
    VOTED("voted"),
    /** More people may approve. */
    WIDENED("widened"),
    /** A reviewer said no. */
    REJECTED("rejected"),
    /** Whoever asked took it back. */
    WITHDRAWN("withdrawn"),
    /** An edited revision took its place. */
    SUPERSEDED("superseded"),
    /** Time ran out and nothing had happened. */
    EXPIRED("expired"),
    /** A worker took it; its handler starts next. */
    CLAIMED("claimed"),
    /** The worker found that it must not start. */
    RELEASED("released"),
    /** To be tried again. */
    RETRYING("retrying"),
    /** The handler returned. */
    EXECUTED("executed"),
    /** It did not end well. */
    FAILED("failed"),
    /** Its worker died; it will be tried again. */
    REAPED("reaped"),
    /** An unknown outcome was settled, or what a step of a broken chain did is to be undone, is undone, or is not. */
    RESOLVED("resolved"),
    /** A step of a broken chain is to be undone; a worker does it next. */
    UNDO_ORDERED("undo_ordered"),
    /** A handler returned after its worker had been given up. */
    LATE_RESULT("late_result"),
    /** A notification of it could not be delivered, and is not tried again. */
    NOTIFICATION_GIVEN_UP("notification_given_up"),
    /** A person said yes in advance to calls that are alike. */
    PERMITTED("permitted"),
    /** A person took such a yes back. */
    PERMISSION_REVOKED("permission_revoked"),
    /** A tool was switched off or on. */
    SWITCHED("switched");

    private static final Map<Move, EventType> OF_MOVES = Map.ofEntries(
            Map.entry(Move.PARK, PARKED),
            Map.entry(Move.START, STARTED),
            Map.entry(Move.APPROVE, APPROVED),
            Map.entry(Move.VOTE, VOTED),
            Map.entry(Move.WIDEN, WIDENED),
            Map.entry(Move.REJECT, REJECTED),
            Map.entry(Move.WITHDRAW, WITHDRAWN),
            Map.entry(Move.SUPERSEDE, SUPERSEDED),
            Map.entry(Move.EXPIRE_PENDING, EXPIRED),
            Map.entry(Move.EXPIRE_APPROVED, EXPIRED),
            Map.entry(Move.FAIL_LATE, FAILED),
            Map.entry(Move.CLAIM, CLAIMED),
            Map.entry(Move.RELEASE, RELEASED),
            Map.entry(Move.RETRY, RETRYING),
            Map.entry(Move.EXECUTE, EXECUTED),
            Map.entry(Move.FAIL, FAILED),
            Map.entry(Move.REAP_TO_RETRY, REAPED),
            Map.entry(Move.REAP_TO_UNKNOWN, FAILED),
            Map.entry(Move.ABANDON, FAILED),
            Map.entry(Move.RESOLVE, RESOLVED),
            Map.entry(Move.ORDER_UNDO, UNDO_ORDERED));

    private final String text;

    EventType(String text) {
        this.text = text;
    }

    /** {@return the stable text for stores and records} */
    public String text() {
        return text;
    }

    /**
     * What a move is told as.
     *
     * @param move any move but a heartbeat
     * @return the type of its event
     * @throws IllegalArgumentException for a heartbeat
     */
    public static EventType of(Move move) {
        EventType type = OF_MOVES.get(move);
        if (type == null) {
            throw new IllegalArgumentException(move + " has no event");
        }
        return type;
    }

    /**
     * The type of a stored text.
     *
     * @param text what {@link #text()} gave
     * @return the type
     * @throws IllegalArgumentException for any other text
     */
    public static EventType ofText(String text) {
        for (EventType type : values()) {
            if (type.text.equals(text)) {
                return type;
            }
        }
        throw new IllegalArgumentException("no such event: " + text);
    }
}
