package io.toolgateway.audit;

import io.toolgateway.json.Json;
import io.toolgateway.json.JsonLimits;
import io.toolgateway.json.Parsed;
import io.toolgateway.policy.Decision;
import io.toolgateway.proposal.Execution;
import io.toolgateway.proposal.Resolution;
import io.toolgateway.tool.ToolResult;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON record of a call (SPEC O1): timestamp, request_id, tenant_id, user_id, user_role, ip_address, tool_name, parameters,
 * result, error_message, execution_time_ms, retry_count, rate_limited, circuit_breaker, token_usage, cost, and what an auditor
 * needs besides.
 *
 * <p>Shape: {@code result} is success, failure or pending; what is not known is null, never left out. {@code parameters} is the
 * object with secrets removed, or the text of what could not be read. {@code circuit_breaker} is null: there is none. What a
 * handler returned as data is not in it, nor is what the user wrote.
 *
 * @param members the record's members, in order
 * @since 0.1
 */
public record CallRecord(Map<String, @Nullable Object> members) {

    private static final String SUCCESS = ToolResult.Status.SUCCESS.text();
    private static final String FAILURE = ToolResult.Status.FAILURE.text();
    private static final String PENDING = ToolResult.Status.PENDING.text();

    /**
     * The record of an event.
     *
     * @param event the event
     * @return its record
     */
    public static CallRecord of(AuditEvent event) {
        return of(event, true);
    }

    /**
     * The record of an event without the arguments, which are then not even read, and without what a person wrote with it: what
     * a log line holds.
     *
     * @param event the event
     * @return its record, without the members {@code parameters} and {@code note}
     */
    public static CallRecord withoutParameters(AuditEvent event) {
        return of(event, false);
    }

    private static CallRecord of(AuditEvent event, boolean withParameters) {
        Map<String, @Nullable Object> record = new LinkedHashMap<>();
        Subject subject = event.subject();
        record.put("timestamp", event.at().toString());
        record.put("event", event.type().text());
        record.put("request_id", subject.request().id());
        record.put("conversation_id", subject.request().conversationId());
        record.put("tenant_id", subject.caller().tenant().value());
        record.put("user_id", subject.caller().userId());
        record.put("user_role", String.join(",", subject.caller().roles()));
        record.put("ip_address", subject.caller().ipAddress());
        record.put("tool_name", subject.tool());
        if (withParameters) {
            record.put("parameters", parameters(subject));
        }
        decision(record, event.decision());
        standing(record, event.standing());
        if (event.statement() instanceof Statement.OfPermission said) {
            record.put("actor", said.actor());
        }
        statement(record, event.statement(), withParameters);
        record.put("result", result(event));
        problem(record, event.problem());
        execution(record, event);
        return new CallRecord(record);
    }

    /** Never fails: what the gateway let in may be larger than the default limits, and what it did not read may be anything. */
    static @Nullable Object parameters(Subject subject) {
        String shown = subject.shownArguments();
        if (shown == null) {
            return null;
        }
        return Json.parse(shown, JsonLimits.WIDEST) instanceof Parsed.Value is ? is.value() : shown;
    }

    private static void decision(Map<String, @Nullable Object> record, @Nullable Decision decision) {
        record.put(
                "verdict", decision == null ? null : VERDICTS[decision.verdict().strictness()]);
        record.put("rules", decision == null ? null : decision.rules());
        record.put("policy", decision == null ? null : decision.policy() + "@" + decision.version());
    }

    private static final String[] VERDICTS = {"allow", "require_approval", "deny"};

    private static void standing(Map<String, @Nullable Object> record, @Nullable Standing standing) {
        record.put("proposal_id", standing == null ? null : standing.proposal().toString());
        record.put("status", standing == null ? null : standing.status().text());
        record.put("effect", standing == null ? null : standing.effect().text());
        record.put("actor", standing == null ? null : standing.actor());
        record.put("retry_count", standing == null ? 0L : (long) Math.max(0, standing.attempt() - 1));
    }

    /** What a person wrote goes with the arguments: both are for the record and not for logs. */
    private static void statement(
            Map<String, @Nullable Object> record, @Nullable Statement statement, boolean withNote) {
        record.put(
                "resolution",
                statement instanceof Statement.Settled settled ? settled.kind().text() : null);
        if (withNote) {
            record.put("note", statement == null ? null : statement.note());
        }
    }

    /** Success only where a handler returned success; failure where nothing came of it; pending while nobody knows. */
    static String result(AuditEvent event) {
        Execution execution = event.execution();
        ToolResult result = execution == null ? null : execution.result();
        return switch (event.type()) {
            case REFUSED -> FAILURE;
            case RETRYING -> PENDING;
            case EXECUTED, READ_FINISHED, LATE_RESULT ->
                result != null ? result.status().text() : event.type() == EventType.READ_FINISHED ? FAILURE : PENDING;
            case RESOLVED ->
                event.statement() instanceof Statement.Settled settled ? resultOf(settled.kind()) : FAILURE;
            default -> resultOf(event.standing());
        };
    }

    /** What was undone is no success any more, and what is to be undone is neither. */
    private static String resultOf(Resolution.Kind kind) {
        return switch (kind) {
            case CONFIRMED_EXECUTED -> SUCCESS;
            case CONFIRMED_NOT_EXECUTED, COMPENSATED -> FAILURE;
            case TO_BE_UNDONE, NOT_UNDONE -> PENDING;
        };
    }

    private static String resultOf(@Nullable Standing standing) {
        if (standing == null || !standing.status().isFinal()) {
            return PENDING;
        }
        return switch (standing.effect()) {
            case APPLIED -> SUCCESS;
            case POSSIBLE -> PENDING;
            case NONE -> FAILURE;
        };
    }

    private static void problem(Map<String, @Nullable Object> record, @Nullable Problem problem) {
        record.put("error_message", problem == null ? null : problem.message());
        record.put("error_code", problem == null ? null : problem.code());
        record.put("error_kind", problem == null ? null : problem.kind().text());
        record.put("rate_limited", problem != null && problem.code().equals("rate_limited"));
        record.put("circuit_breaker", null);
    }

    private static void execution(Map<String, @Nullable Object> record, AuditEvent event) {
        Execution execution = event.execution();
        ToolResult result = execution == null ? null : execution.result();
        record.put(
                "execution_time_ms", execution == null ? null : execution.took().toMillis());
        record.put("token_usage", result == null ? null : result.tokens());
        record.put("cost", result == null ? null : result.cost());
    }

    /** {@return the record as one line of JSON, control characters escaped} */
    public String toJson() {
        return Printable.of(Json.write(members));
    }

    /** Names only: arguments are for those who ask for {@link #toJson()}. */
    @Override
    public String toString() {
        return "CallRecord" + members.keySet();
    }
}
