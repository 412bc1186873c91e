package io.toolgateway.stored;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.Problem;
import io.toolgateway.audit.Standing;
import io.toolgateway.audit.Statement;
import io.toolgateway.json.Json;
import io.toolgateway.proposal.Proposal;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is written down. What the proposal says already is not said again: the first event of a proposal holds the hash
 * of its content instead, and each holds the hash of where it stands.
 *
 * <p>Threads: all methods are pure.
 *
 * @since 0.1
 */
public final class EventForm {

    private EventForm() {}

    /**
     * The event of a transition: the next link of its proposal's chain.
     *
     * @param event the event
     * @param after the proposal after it
     * @param previousHash the hash of the event before it, or {@link EventHash#GENESIS}
     * @return a new map, with its {@code hash}
     */
    public static Map<String, @Nullable Object> link(AuditEvent event, Proposal after, String previousHash) {
        Standing standing = Objects.requireNonNull(event.standing());
        Map<String, @Nullable Object> detail = detail(event);
        put(
                detail,
                "reason",
                standing.reason() == null ? null : standing.reason().text());
        detail.put("effect", standing.effect().text());
        detail.put("attempt", (long) standing.attempt());
        if (standing.version() == 1) {
            detail.put("content", ContentHash.ofContent(ProposalForm.content(after)));
        }
        detail.put("state", ContentHash.ofState(ProposalForm.state(after)));
        Map<String, @Nullable Object> row = row(event);
        row.put("proposal_id", standing.proposal().toString());
        row.put("seq", standing.version());
        row.put("transition_id", standing.transition().toString());
        row.put("status", standing.status().text());
        row.put("fence", standing.fence());
        row.put("actor", StorableJson.storable(standing.actor()));
        row.put("previous_hash", previousHash);
        return hashed(row, detail);
    }

    /**
     * An event that belongs to no transition.
     *
     * @param event the event
     * @return a new map, with its {@code hash}
     */
    public static Map<String, @Nullable Object> loose(AuditEvent event) {
        Map<String, @Nullable Object> detail = detail(event);
        detail.put("subject", SubjectForm.of(event.subject()));
        put(detail, "decision", event.decision() == null ? null : VerdictForm.of(event.decision()));
        Map<String, @Nullable Object> row = row(event);
        Standing standing = event.standing();
        if (standing != null) {
            put(
                    detail,
                    "reason",
                    standing.reason() == null ? null : standing.reason().text());
            detail.put("effect", standing.effect().text());
            detail.put("attempt", (long) standing.attempt());
            detail.put("version", standing.version());
            row.put("proposal_id", standing.proposal().toString());
            row.put("transition_id", standing.transition().toString());
            row.put("status", standing.status().text());
            row.put("fence", standing.fence());
            row.put("actor", StorableJson.storable(standing.actor()));
        } else if (event.statement() instanceof Statement.OfPermission said) {
            row.put("actor", StorableJson.storable(said.actor()));
        }
        return hashed(row, detail);
    }

    private static Map<String, @Nullable Object> row(AuditEvent event) {
        String tenant = event.subject().caller().tenant().value();
        String user = event.subject().caller().userId();
        Map<String, @Nullable Object> row = new LinkedHashMap<>(32);
        row.put("tenant_id", tenant);
        row.put("user_id", user);
        row.put("request_id", StorableJson.storable(event.subject().request().id()));
        row.put("tool_name", StorableJson.storable(event.subject().tool()));
        row.put("type", event.type().text());
        row.put("at", event.at().truncatedTo(ChronoUnit.MICROS).toString());
        return row;
    }

    private static Map<String, @Nullable Object> detail(AuditEvent event) {
        Map<String, @Nullable Object> detail = new LinkedHashMap<>();
        put(detail, "execution", event.execution() == null ? null : ExecutionForm.of(event.execution()));
        put(detail, "problem", event.problem() == null ? null : of(event.problem()));
        put(detail, "statement", event.statement() == null ? null : of(event.statement()));
        return detail;
    }

    private static Map<String, @Nullable Object> of(Problem problem) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("kind", problem.kind().text());
        json.put("code", problem.code());
        json.put("message", problem.message());
        json.put("pointers", problem.pointers());
        return json;
    }

    private static Map<String, @Nullable Object> of(Statement statement) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        if (statement instanceof Statement.Voted voted) {
            json.put("stage", (long) voted.stage());
            json.put("seen_hash", voted.seenHash());
        } else if (statement instanceof Statement.Settled settled) {
            json.put("resolution", settled.kind().text());
        } else if (statement instanceof Statement.Widened widened) {
            json.put("stages", VerdictForm.of(widened.stages()));
        } else if (statement instanceof Statement.OfPermission said) {
            json.put("permission", said.permission().toString());
            json.put("by", StorableJson.storable(said.by()));
        }
        put(json, "note", statement.note());
        return json;
    }

    private static void put(Map<String, @Nullable Object> json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private static Map<String, @Nullable Object> hashed(
            Map<String, @Nullable Object> row, Map<String, @Nullable Object> detail) {
        row.put("detail", Json.canonical(StorableJson.storable(detail)));
        row.put("hash", EventHash.of(row));
        return row;
    }

    /**
     * Reads an event back.
     *
     * @param fields of the event
     * @param proposal its proposal, for the event of a transition; not looked at for others
     * @return the event
     * @throws io.toolgateway.store.StoreException if it is damaged
     */
    public static AuditEvent read(Fields fields, @Nullable Proposal proposal) {
        return new EventReader(fields).event(proposal);
    }
}
