package io.toolgateway.audit;

import io.toolgateway.caller.Request;
import io.toolgateway.policy.Decision;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.EffectState;
import io.toolgateway.proposal.Execution;
import io.toolgateway.proposal.Move;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.Resolution;
import io.toolgateway.tool.Secrets;
import io.toolgateway.tool.ToolResult;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to one call. Holds no secret: arguments are those with secrets removed, and where a secret value
 * stands in another text of the event it is removed there too, see {@link Secrets}.
 *
 * <p>What a handler returned is here in full, data included, for listeners that need it; {@link CallRecord}, the log line,
 * {@link RequestRecord} and {@link Timeline} leave the data out.
 *
 * @param type what happened
 * @param at when, by the store's clock; of an event without a proposal by the gateway's
 * @param subject what it is about
 * @param decision the verdict and its rules, or null if none was reached
 * @param standing where the proposal stands after it, or null if there is none
 * @param execution what came of a handler, without the data it returned, or null
 * @param problem why there is no result, or null
 * @param statement what a person said with it, or null
 * @since 0.1
 */
public record AuditEvent(
        EventType type,
        Instant at,
        Subject subject,
        @Nullable Decision decision,
        @Nullable Standing standing,
        @Nullable Execution execution,
        @Nullable Problem problem,
        @Nullable Statement statement) {

    /** Leaves out what a handler returned as data: an event says what happened, not what was read. */
    public AuditEvent {
        execution = execution == null ? null : execution.withoutData();
    }

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
                        Problems.of(move, after),
                        Statement.of(move, after))
                .without(secretsOf(after));
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
                        null,
                        null)
                .without(secretsOf(current));
    }

    /**
     * A notification of a proposal could not be delivered and is not tried again: nothing changes, it is only told.
     *
     * @param current the proposal as it stands
     * @param channel the name of the channel that it was for
     * @param why in words for people, without addresses and secrets
     * @param at when, by the gateway's clock
     * @return the event
     */
    public static AuditEvent notificationGivenUp(Proposal current, String channel, String why, Instant at) {
        return new AuditEvent(
                EventType.NOTIFICATION_GIVEN_UP,
                at,
                Subject.of(current),
                null,
                Standing.of(current, "channel:" + channel),
                null,
                Problem.of(ErrorKind.PERMANENT, "notification_given_up", why),
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
        return new AuditEvent(type, at, subject, decision, null, execution, problem, null);
    }

    /**
     * A person said yes in advance, or took it back.
     *
     * @param type {@link EventType#PERMITTED} or {@link EventType#PERMISSION_REVOKED}
     * @param at when, by the gateway's clock
     * @param subject whose calls, of which tool, within which bounds
     * @param statement who said it, and what was written
     * @return the event
     */
    public static AuditEvent ofPermission(
            EventType type, Instant at, Subject subject, Statement.OfPermission statement) {
        return new AuditEvent(type, at, subject, null, null, null, null, statement);
    }

    /**
     * A duplicate was answered with what was already done. The event is about the call that was made now, so that it stands in
     * the timeline of its own request; the standing names the proposal.
     *
     * @param now the call that was answered
     * @param existing the proposal it was answered from
     * @param at when, by the gateway's clock
     * @return the event
     */
    public static AuditEvent replayed(Subject now, Proposal existing, Instant at) {
        return new AuditEvent(
                        EventType.REPLAYED,
                        at,
                        now,
                        existing.content().terms().decision(),
                        Standing.of(existing, "gateway"),
                        null,
                        null,
                        null)
                .without(secretsOf(existing));
    }

    /**
     * Whether a call has just ended of which nobody knows whether it happened, so that somebody has to find out; or whether a step of
     * a broken chain could not be undone.
     *
     * @return true if so; the problem of a call that has ended then has the code {@link Problem#OUTCOME_UNKNOWN}
     */
    public boolean isOutcomeUnknown() {
        boolean brokeOff = type == EventType.FAILED && standing != null && standing.effect() == EffectState.POSSIBLE;
        boolean isNotUndone =
                statement instanceof Statement.Settled settled && settled.kind() == Resolution.Kind.NOT_UNDONE;
        return brokeOff || isNotUndone;
    }

    /**
     * This event without the secrets of its call, in whatever text they stand.
     *
     * @param secrets the secrets of the call
     * @return the same if there are none
     */
    public AuditEvent without(Secrets secrets) {
        if (secrets.isEmpty()) {
            return this;
        }
        return new AuditEvent(
                type,
                at,
                without(secrets, subject),
                decision == null ? null : without(secrets, decision),
                standing,
                execution == null ? null : without(secrets, execution),
                problem == null ? null : without(secrets, problem),
                statement == null ? null : statement.without(secrets));
    }

    private static Subject without(Secrets secrets, Subject subject) {
        Request request = secrets.removedFrom(subject.request());
        return new Subject(subject.caller(), request, subject.callId(), subject.tool(), subject::shownArguments);
    }

    private static Decision without(Secrets secrets, Decision decision) {
        return decision.verdict() instanceof Verdict.Deny deny
                ? new Decision(
                        Verdict.deny(secrets.removedFrom(deny.reason())),
                        decision.rules(),
                        decision.policy(),
                        decision.version())
                : decision;
    }

    private static Execution without(Secrets secrets, Execution execution) {
        ToolResult result = execution.result();
        return result == null
                ? execution
                : new Execution(secrets.removedFrom(result), execution.error(), execution.took(), execution.at());
    }

    private static Problem without(Secrets secrets, Problem problem) {
        List<String> pointers =
                problem.pointers().stream().map(secrets::removedFrom).toList();
        return new Problem(
                problem.kind(), secrets.removedFrom(problem.code()), secrets.removedFrom(problem.message()), pointers);
    }

    private static Secrets secretsOf(Proposal proposal) {
        return Secrets.of(proposal.arguments(), proposal.content().arguments().shown());
    }

    private static @Nullable Execution executionOf(Move move, Proposal after) {
        return switch (move) {
            case EXECUTE, FAIL, RETRY -> after.state().execution();
            default -> null;
        };
    }
}
