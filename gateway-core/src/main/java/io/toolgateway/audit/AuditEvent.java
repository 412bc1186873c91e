package io.toolgateway.audit;

import io.toolgateway.policy.Decision;
import io.toolgateway.proposal.Execution;
import io.toolgateway.proposal.Move;
import io.toolgateway.proposal.Proposal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to one call. Holds no secret: arguments are those with secrets removed.
 *
 * @param type what happened
 * @param at when, by the store's clock; of an event without a proposal by the gateway's
 * @param subject what it is about
 * @param decision the verdict and its rules, or null if none was reached
 * @param standing where the proposal stands after it, or null if there is none
 * @param execution what came of a handler, or null
 * @param problem why there is no result, or null
 * @since 0.1
 */
public record AuditEvent(
        EventType type,
        Instant at,
        Subject subject,
        @Nullable Decision decision,
        @Nullable Standing standing,
        @Nullable Execution execution,
        @Nullable Problem problem) {

    /**
     * The event of a transition.
     *
     * @param move the move, not a heartbeat
     * @param after the proposal after it
     * @param actor who did it
     * @param at when, by the store's clock
     * @return the event
     */
    public static AuditEvent of(Move move, Proposal after, String actor, Instant at) {
        return new AuditEvent(
                EventType.of(move),
                at,
                Subject.of(after),
                after.content().terms().decision(),
                Standing.of(after, actor),
                executionOf(move, after),
                Problems.of(move, after));
    }

    /**
     * A handler returned after its worker had been given up: nothing changes, it is only told.
     *
     * @param current the proposal as it stands
     * @param execution what came late
     * @param worker the worker
     * @param at when, by the store's clock
     * @return the event
     */
    public static AuditEvent lateResult(Proposal current, Execution execution, String worker, Instant at) {
        return new AuditEvent(
                EventType.LATE_RESULT,
                at,
                Subject.of(current),
                current.content().terms().decision(),
                Standing.of(current, "worker:" + worker),
                execution,
                null);
    }

    /**
     * A call that has no proposal: refused, or a read.
     *
     * @param type {@link EventType#REFUSED}, {@link EventType#READ_STARTED} or {@link EventType#READ_FINISHED}
     * @param at when, by the gateway's clock
     * @param subject what it is about
     * @param decision the verdict, or null
     * @param execution what came of the handler, or null
     * @param problem why there is no result, or null
     * @return the event
     */
    public static AuditEvent withoutProposal(
            EventType type,
            Instant at,
            Subject subject,
            @Nullable Decision decision,
            @Nullable Execution execution,
            @Nullable Problem problem) {
        return new AuditEvent(type, at, subject, decision, null, execution, problem);
    }

    /**
     * A duplicate was answered with what was already done.
     *
     * @param existing the proposal it was answered from
     * @param at when, by the gateway's clock
     * @return the event
     */
    public static AuditEvent replayed(Proposal existing, Instant at) {
        return new AuditEvent(
                EventType.REPLAYED,
                at,
                Subject.of(existing),
                existing.content().terms().decision(),
                Standing.of(existing, "gateway"),
                null,
                null);
    }

    private static @Nullable Execution executionOf(Move move, Proposal after) {
        return switch (move) {
            case EXECUTE, FAIL, RETRY -> after.state().execution();
            default -> null;
        };
    }
}
