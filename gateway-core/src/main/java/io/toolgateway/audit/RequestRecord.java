package io.toolgateway.audit;

import io.toolgateway.json.Json;
import io.toolgateway.tool.Secrets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The JSON record of a user's request (SPEC O1, O2): request_id, user_id, user_role, query, tool_calls,
 * total_execution_time_ms, timestamp.
 *
 * <p>Shape: {@code tool_calls} has one entry for each call, not for each event, in the order in which they began, with its last
 * known state: tool, parameters (secrets removed), result (success, failure or pending), execution_time_ms over all starts,
 * error_message, proposal_id and status. What is not known is null. {@code timestamp} is the last event's. What handlers
 * returned as data is not in it.
 *
 * <p>The query is scrubbed of a call's secrets in that call's events; where several calls each took out something of their
 * own, it is withheld as a whole.
 *
 * @param members the record's members, in order
 * @since 0.1
 */
public record RequestRecord(Map<String, @Nullable Object> members) {

    /**
     * The record of a request.
     *
     * @param events its events in the order in which they happened, as {@code gateway.timeline(...)} gives them
     * @return its record; empty if there are none
     */
    public static Optional<RequestRecord> of(List<AuditEvent> events) {
        if (events.isEmpty()) {
            return Optional.empty();
        }
        List<CallHistory> calls = CallHistory.of(events);
        Subject subject = events.get(0).subject();
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("request_id", subject.request().id());
        members.put("user_id", subject.caller().userId());
        members.put("user_role", String.join(",", subject.caller().roles()));
        members.put("query", query(events));
        members.put("tool_calls", calls.stream().map(RequestRecord::entry).toList());
        members.put(
                "total_execution_time_ms",
                calls.stream()
                        .map(CallHistory::took)
                        .filter(Objects::nonNull)
                        .reduce(Duration.ZERO, Duration::plus)
                        .toMillis());
        members.put("timestamp", events.get(events.size() - 1).at().toString());
        return Optional.of(new RequestRecord(members));
    }

    /** What the user wrote, without the secrets of any of the calls. */
    static @Nullable String query(Collection<AuditEvent> events) {
        Set<String> texts = events.stream()
                .map(event -> event.subject().request().userText())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        List<String> scrubbed = new ArrayList<>(texts);
        if (scrubbed.size() > 1) {
            scrubbed.removeIf(text -> !text.contains(Secrets.REDACTED));
        }
        return scrubbed.isEmpty() ? null : scrubbed.size() == 1 ? scrubbed.get(0) : Secrets.REDACTED;
    }

    private static Map<String, @Nullable Object> entry(CallHistory call) {
        AuditEvent latest = call.latest();
        Problem problem = latest.problem();
        Standing standing = latest.standing();
        Duration took = call.took();
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("tool", latest.subject().tool());
        entry.put("parameters", CallRecord.parameters(latest.subject()));
        entry.put("result", CallRecord.result(latest));
        entry.put("execution_time_ms", took == null ? null : took.toMillis());
        entry.put("error_message", problem == null ? null : problem.message());
        entry.put("proposal_id", standing == null ? null : standing.proposal().toString());
        entry.put("status", standing == null ? null : standing.status().text());
        return entry;
    }

    /** {@return the record as one line of JSON, control characters escaped} */
    public String toJson() {
        return Printable.of(Json.write(members));
    }
}
