package io.toolgateway.postgres;

import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.policy.Decision;
import io.toolgateway.proposal.ChainPosition;
import io.toolgateway.proposal.Content;
import io.toolgateway.proposal.EffectState;
import io.toolgateway.proposal.Execution;
import io.toolgateway.proposal.Lease;
import io.toolgateway.proposal.Origin;
import io.toolgateway.proposal.Progress;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.proposal.ProposedArguments;
import io.toolgateway.proposal.ProposedTool;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.proposal.Resolution;
import io.toolgateway.proposal.Review;
import io.toolgateway.proposal.State;
import io.toolgateway.proposal.Terms;
import io.toolgateway.proposal.Vote;
import io.toolgateway.tool.Arguments;
import io.toolgateway.tool.Effect;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads a row of the columns of {@link ProposalColumns#READ}. */
final class ProposalReader {

    private static final int NANOS_OF_A_MILLI = 6;

    private final ResultSet row;

    private ProposalReader(ResultSet row) {
        this.row = row;
    }

    /** The row at which a result stands. */
    static Row read(ResultSet row) throws SQLException {
        ProposalReader reader = new ProposalReader(row);
        Proposal proposal = new Proposal(
                new ProposalId(reader.uuid("id")),
                reader.content(),
                reader.instant("created_at"),
                reader.instant("valid_until"),
                reader.state());
        return new Row(proposal, reader.text("event_hash"));
    }

    private Content content() throws SQLException {
        UUID chain = uuidOrNull("chain_id");
        UUID revises = uuidOrNull("revises");
        return new Content(
                origin(),
                new ProposedTool(
                        text("tool_name"),
                        text("tool_version"),
                        Effect.ofText(text("effect_class")),
                        row.getBoolean("destructive"),
                        row.getInt("max_attempts")),
                arguments(),
                new Terms(decision(), Duration.parse(text("valid_for"))),
                chain == null ? null : new ChainPosition(chain, row.getInt("chain_index"), row.getInt("chain_size")),
                revises == null ? null : new ProposalId(revises));
    }

    private Origin origin() throws SQLException {
        return new Origin(caller(), request(), textOrNull("call_id"), textOrNull("summary"), textOrNull("raw_call"));
    }

    private Caller caller() throws SQLException {
        Caller caller = Caller.of(text("tenant_id"), text("triggered_by")).withRoles(Set.copyOf(texts("user_roles")));
        for (Map.Entry<String, @Nullable Object> attribute :
                Members.of(text("user_attributes")).values().entrySet()) {
            caller = caller.withAttribute(attribute.getKey(), String.valueOf(attribute.getValue()));
        }
        String account = textOrNull("service_account");
        String address = textOrNull("ip_address");
        caller = account == null ? caller : caller.through(account);
        return address == null ? caller : caller.at(address);
    }

    private Request request() throws SQLException {
        Request request = Request.of(text("request_id"));
        String conversation = textOrNull("conversation_id");
        String key = textOrNull("request_key");
        String query = textOrNull("query");
        request = conversation == null ? request : request.inConversation(conversation);
        request = key == null ? request : request.keyedBy(key);
        request = query == null ? request : request.saying(query);
        request = row.getBoolean("untrusted_content") ? request.withUntrustedContent() : request;
        return row.getBoolean("distinct_by_call_id") ? request.distinctByCallId() : request;
    }

    private ProposedArguments arguments() throws SQLException {
        String exact = text("args_exact");
        String shown = textOrNull("args_shown");
        return new ProposedArguments(
                Arguments.of(Members.of(exact).values()),
                shown == null ? exact : shown,
                text("args_hash"),
                text("idempotency_key"),
                textOrNull("resource_version"));
    }

    private Decision decision() throws SQLException {
        return new Decision(
                VerdictJson.verdict(Members.of(text("verdict"))),
                texts("decision_rules"),
                text("policy_name"),
                text("policy_version"));
    }

    private State state() throws SQLException {
        String reason = textOrNull("reason_code");
        return new State(
                ProposalStatus.ofText(text("status")),
                reason == null ? null : ReasonCode.ofText(reason),
                row.getLong("version"),
                uuid("last_transition_id"),
                review(),
                progress(),
                execution(),
                resolution());
    }

    private Review review() throws SQLException {
        return new Review(
                VerdictJson.stages(jsonList("stages")),
                jsonList("votes").stream()
                        .map(Members::of)
                        .map(ProposalReader::vote)
                        .toList(),
                textOrNull("approved_hash"),
                textOrNull("decided_by"),
                textOrNull("reviewed_by"),
                instantOrNull("reviewed_at"),
                textOrNull("review_note"));
    }

    private static Vote vote(Members json) {
        return new Vote(
                Math.toIntExact(json.number("stage")),
                json.text("reviewer"),
                json.text("seen_hash"),
                Instant.parse(json.text("at")));
    }

    private Progress progress() throws SQLException {
        String owner = textOrNull("lease_owner");
        return new Progress(
                EffectState.ofText(text("effect_state")),
                EffectState.ofText(text("effect_before")),
                row.getInt("attempt"),
                row.getLong("fence"),
                owner == null ? null : new Lease(owner, instant("lease_until")),
                instantOrNull("next_attempt_at"));
    }

    private @Nullable Execution execution() throws SQLException {
        BigDecimal took = row.getBigDecimal("execution_time_ms");
        if (took == null) {
            return null;
        }
        String result = textOrNull("execution_result");
        return new Execution(
                result == null ? null : ExecutionJson.result(Members.of(result)),
                textOrNull("execution_error"),
                Duration.ofNanos(took.movePointRight(NANOS_OF_A_MILLI).longValueExact()),
                instantOrNull("executed_at"));
    }

    private @Nullable Resolution resolution() throws SQLException {
        String text = textOrNull("resolution");
        if (text == null) {
            return null;
        }
        Members json = Members.of(text);
        return new Resolution(
                Resolution.Kind.ofText(json.text("kind")),
                json.text("by"),
                json.textOrNull("note"),
                Instant.parse(json.text("at")));
    }

    private String text(String column) throws SQLException {
        return Objects.requireNonNull(row.getString(column), column);
    }

    @SuppressWarnings("NullAway") // the driver's null is ours
    private @Nullable String textOrNull(String column) throws SQLException {
        return row.getString(column);
    }

    private UUID uuid(String column) throws SQLException {
        return Objects.requireNonNull(uuidOrNull(column), column);
    }

    private @Nullable UUID uuidOrNull(String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    private Instant instant(String column) throws SQLException {
        return Objects.requireNonNull(instantOrNull(column), column);
    }

    private @Nullable Instant instantOrNull(String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private List<String> texts(String column) throws SQLException {
        Array array = row.getArray(column);
        return List.of((String[]) array.getArray());
    }

    private List<@Nullable Object> jsonList(String column) throws SQLException {
        return new Members(Map.of(column, Objects.requireNonNull(Members.value(text(column)), column))).list(column);
    }
}
