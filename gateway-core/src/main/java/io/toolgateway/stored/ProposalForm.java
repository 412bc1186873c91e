package io.toolgateway.stored;

import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.policy.Decision;
import io.toolgateway.proposal.ChainPosition;
import io.toolgateway.proposal.Content;
import io.toolgateway.proposal.Execution;
import io.toolgateway.proposal.Lease;
import io.toolgateway.proposal.Origin;
import io.toolgateway.proposal.Progress;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposedArguments;
import io.toolgateway.proposal.ProposedTool;
import io.toolgateway.proposal.Resolution;
import io.toolgateway.proposal.Review;
import io.toolgateway.proposal.State;
import io.toolgateway.proposal.Vote;
import io.toolgateway.tool.ToolResult;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A proposal as it is written down: two JSON objects, of what never changes and of where it stands. Postgres turns them into
 * the columns of a row.
 *
 * <p>Threads: all methods are pure.
 *
 * @since 0.1
 */
public final class ProposalForm {

    private static final int NANOS_OF_A_MILLI = 6;

    private ProposalForm() {}

    /**
     * What was proposed, which never changes.
     *
     * @param proposal the proposal
     * @return a new map, by the names of SPEC S3
     */
    public static Map<String, @Nullable Object> content(Proposal proposal) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>(64);
        Content content = proposal.content();
        row.put("id", proposal.id().toString());
        put(row, content.origin());
        put(row, content.tool());
        put(row, content.arguments());
        put(row, content.terms().decision());
        row.put("valid_for", content.terms().validFor().toString());
        row.put("reserved", ReservationForm.of(content.terms().reservations()));
        row.put("valid_until", proposal.validUntil().toString());
        row.put("created_at", proposal.createdAt().toString());
        ChainPosition chain = content.chain();
        if (chain != null) {
            row.put("chain_id", chain.chainId().toString());
            row.put("chain_index", (long) chain.index());
            row.put("chain_size", (long) chain.size());
            row.put("chain_ending", chain.ending().text());
            row.put("chain_undoable", chain.undoable());
        }
        row.put("revises", content.revises() == null ? null : content.revises().toString());
        row.put("edited_by", content.editedBy());
        row.put("undoes", content.undoes() == null ? null : content.undoes().toString());
        return row;
    }

    private static void put(Map<String, @Nullable Object> row, Origin origin) {
        Caller caller = origin.caller();
        row.put("tenant_id", caller.tenant().value());
        row.put("triggered_by", caller.userId());
        row.put("user_roles", StorableJson.storable(List.copyOf(caller.roles())));
        row.put("user_attributes", StorableJson.storable(caller.attributes()));
        row.put("service_account", StorableJson.storable(caller.serviceAccount()));
        row.put("ip_address", StorableJson.storable(caller.ipAddress()));
        Request request = origin.request();
        row.put("request_id", StorableJson.storable(request.id()));
        row.put("conversation_id", StorableJson.storable(request.conversationId()));
        row.put("request_key", StorableJson.storable(request.key()));
        row.put("query", StorableJson.storable(request.userText()));
        row.put("untrusted_content", request.hasUntrustedContent());
        row.put("distinct_by_call_id", request.isDistinctByCallId());
        row.put("call_id", StorableJson.storable(origin.callId()));
        row.put("summary", StorableJson.storable(origin.summary()));
        row.put("raw_call", StorableJson.storable(origin.rawCall()));
    }

    private static void put(Map<String, @Nullable Object> row, ProposedTool tool) {
        row.put("tool_name", tool.name());
        row.put("tool_version", tool.version());
        row.put("effect_class", tool.effect().text());
        row.put("destructive", tool.destructive());
        row.put("max_attempts", (long) tool.maxAttempts());
    }

    private static void put(Map<String, @Nullable Object> row, ProposedArguments arguments) {
        String exact = arguments.values().toJson();
        row.put("tool_args", StorableJson.storable(Members.value(arguments.shown())));
        row.put("args_exact", exact);
        row.put("args_shown", arguments.shown().equals(exact) ? null : arguments.shown());
        row.put("args_hash", arguments.hash());
        row.put("idempotency_key", arguments.idempotencyKey());
        row.put("resource_version", StorableJson.storable(arguments.resourceVersion()));
    }

    private static void put(Map<String, @Nullable Object> row, Decision decision) {
        row.put("policy_name", decision.policy());
        row.put("policy_version", decision.version());
        row.put("decision_rules", decision.rules());
        row.put("verdict", VerdictForm.of(decision.verdict()));
    }

    /**
     * Where it stands, which transitions change.
     *
     * @param proposal the proposal
     * @return a new map, by the names of SPEC S3
     */
    public static Map<String, @Nullable Object> state(Proposal proposal) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>(64);
        State state = proposal.state();
        row.put("id", proposal.id().toString());
        row.put("status", state.status().text());
        row.put("reason_code", state.reason() == null ? null : state.reason().text());
        row.put("version", state.version());
        row.put("last_transition_id", state.lastTransition().toString());
        put(row, state.review());
        put(row, state.progress());
        put(row, state.execution());
        put(row, state.resolution());
        return row;
    }

    private static void put(Map<String, @Nullable Object> row, Review review) {
        row.put("stages", VerdictForm.of(review.stages()));
        row.put("votes", votes(review.votes()));
        row.put("approved_hash", review.approvedHash());
        row.put("decided_by", StorableJson.storable(review.decidedBy()));
        row.put("reviewed_by", review.reviewedBy());
        row.put("reviewed_at", text(review.reviewedAt()));
        row.put("review_note", StorableJson.storable(review.note()));
    }

    private static List<@Nullable Object> votes(List<Vote> votes) {
        List<@Nullable Object> list = new ArrayList<>(votes.size());
        votes.forEach(vote -> list.add(vote(vote)));
        return list;
    }

    private static Map<String, @Nullable Object> vote(Vote vote) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("stage", (long) vote.stage());
        json.put("reviewer", vote.reviewer());
        json.put("seen_hash", vote.seenHash());
        json.put("at", vote.at().toString());
        if (vote.note() != null) {
            json.put("note", StorableJson.storable(vote.note()));
        }
        return json;
    }

    /**
     * A vote beside its proposal.
     *
     * @param proposal the proposal's id
     * @param vote the vote
     * @return a new map
     */
    public static Map<String, @Nullable Object> vote(UUID proposal, Vote vote) {
        Map<String, @Nullable Object> row = vote(vote);
        row.put("proposal_id", proposal.toString());
        return row;
    }

    private static void put(Map<String, @Nullable Object> row, Progress progress) {
        Lease lease = progress.lease();
        row.put("effect_state", progress.effect().text());
        row.put("effect_before", progress.effectBefore().text());
        row.put("attempt", (long) progress.attempt());
        row.put("fence", progress.fence());
        row.put("lease_owner", lease == null ? null : StorableJson.storable(lease.owner()));
        row.put("lease_until", lease == null ? null : lease.until().toString());
        row.put("next_attempt_at", text(progress.nextAttemptAt()));
    }

    private static void put(Map<String, @Nullable Object> row, @Nullable Execution execution) {
        if (execution == null) {
            return;
        }
        ToolResult result = execution.result();
        row.put("executed_at", text(execution.at()));
        row.put("execution_result", result == null ? null : ExecutionForm.of(result));
        row.put("execution_error", StorableJson.storable(execution.error()));
        row.put("execution_time_ms", BigDecimal.valueOf(execution.took().toNanos(), NANOS_OF_A_MILLI));
        row.put("token_usage", result == null ? null : result.tokens());
        row.put("cost", result == null ? null : StorableJson.storable((Object) result.cost()));
    }

    private static void put(Map<String, @Nullable Object> row, @Nullable Resolution resolution) {
        if (resolution == null) {
            return;
        }
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("kind", resolution.kind().text());
        json.put("by", StorableJson.storable(resolution.by()));
        json.put("note", StorableJson.storable(resolution.note()));
        json.put("at", resolution.at().toString());
        if (resolution.result() != null) {
            json.put("result", ExecutionForm.of(resolution.result()));
        }
        row.put("resolution", json);
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    /**
     * Reads a proposal back.
     *
     * @param fields of both objects
     * @return the proposal
     * @throws io.toolgateway.store.StoreException if it is damaged
     */
    public static Proposal read(Fields fields) {
        return new ProposalReader(fields).proposal();
    }
}
