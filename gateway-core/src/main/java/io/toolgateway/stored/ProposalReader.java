package io.toolgateway.stored;

import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.policy.Decision;
import io.toolgateway.proposal.ChainEnding;
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
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads a proposal back. */
final class ProposalReader {

    private static final int NANOS_OF_A_MILLI = 6;

    private final Fields row;

    ProposalReader(Fields row) {
        this.row = row;
    }

    Proposal proposal() {
        return new Proposal(
                new ProposalId(row.uuid("id")),
                content(),
                row.instant("created_at"),
                row.instant("valid_until"),
                state());
    }

    private Content content() {
        UUID chain = row.uuidOrNull("chain_id");
        UUID revises = row.uuidOrNull("revises");
        UUID undoes = row.uuidOrNull("undoes");
        return new Content(
                origin(),
                new ProposedTool(
                        row.text("tool_name"),
                        row.text("tool_version"),
                        Effect.ofText(row.text("effect_class")),
                        row.flag("destructive"),
                        Math.toIntExact(row.number("max_attempts"))),
                arguments(),
                new Terms(
                        decision(),
                        Duration.parse(row.text("valid_for")),
                        ReservationForm.reservations(row.json("reserved"))),
                chain == null
                        ? null
                        : new ChainPosition(
                                chain,
                                Math.toIntExact(row.number("chain_index")),
                                Math.toIntExact(row.number("chain_size")),
                                ChainEnding.ofText(row.text("chain_ending")),
                                row.flag("chain_undoable")),
                revises == null ? null : new ProposalId(revises),
                undoes == null ? null : new ProposalId(undoes),
                row.textOrNull("edited_by"));
    }

    private Origin origin() {
        return new Origin(
                caller(), request(), row.textOrNull("call_id"), row.textOrNull("summary"), row.textOrNull("raw_call"));
    }

    private Caller caller() {
        Caller caller = Caller.of(row.text("tenant_id"), row.text("triggered_by"))
                .withRoles(Set.copyOf(row.texts("user_roles")));
        for (Map.Entry<String, @Nullable Object> attribute :
                row.object("user_attributes").values().entrySet()) {
            caller = caller.withAttribute(attribute.getKey(), String.valueOf(attribute.getValue()));
        }
        String account = row.textOrNull("service_account");
        String address = row.textOrNull("ip_address");
        caller = account == null ? caller : caller.through(account);
        return address == null ? caller : caller.at(address);
    }

    private Request request() {
        Request request = Request.of(row.text("request_id"));
        String conversation = row.textOrNull("conversation_id");
        String key = row.textOrNull("request_key");
        String query = row.textOrNull("query");
        request = conversation == null ? request : request.inConversation(conversation);
        request = key == null ? request : request.keyedBy(key);
        request = query == null ? request : request.saying(query);
        request = row.flag("untrusted_content") ? request.withUntrustedContent() : request;
        return row.flag("distinct_by_call_id") ? request.distinctByCallId() : request;
    }

    private ProposedArguments arguments() {
        String exact = row.text("args_exact");
        String shown = row.textOrNull("args_shown");
        return new ProposedArguments(
                Arguments.of(Members.of(exact).values()),
                shown == null ? exact : shown,
                row.text("args_hash"),
                row.text("idempotency_key"),
                row.textOrNull("resource_version"));
    }

    private Decision decision() {
        return new Decision(
                VerdictForm.verdict(row.object("verdict")),
                row.texts("decision_rules"),
                row.text("policy_name"),
                row.text("policy_version"));
    }

    private State state() {
        String reason = row.textOrNull("reason_code");
        return new State(
                ProposalStatus.ofText(row.text("status")),
                reason == null ? null : ReasonCode.ofText(reason),
                row.number("version"),
                row.uuid("last_transition_id"),
                review(),
                progress(),
                execution(),
                resolution());
    }

    private Review review() {
        return new Review(
                VerdictForm.stages(row.list("stages")),
                row.list("votes").stream()
                        .map(Members::of)
                        .map(ProposalReader::vote)
                        .toList(),
                row.textOrNull("approved_hash"),
                row.textOrNull("decided_by"),
                row.textOrNull("reviewed_by"),
                row.instantOrNull("reviewed_at"),
                row.textOrNull("review_note"));
    }

    private static Vote vote(Members json) {
        return new Vote(
                Math.toIntExact(json.number("stage")),
                json.text("reviewer"),
                json.text("seen_hash"),
                Instant.parse(json.text("at")),
                json.textOrNull("note"));
    }

    private Progress progress() {
        String owner = row.textOrNull("lease_owner");
        return new Progress(
                EffectState.ofText(row.text("effect_state")),
                EffectState.ofText(row.text("effect_before")),
                Math.toIntExact(row.number("attempt")),
                row.number("fence"),
                owner == null ? null : new Lease(owner, row.instant("lease_until")),
                row.instantOrNull("next_attempt_at"));
    }

    private @Nullable Execution execution() {
        BigDecimal took = row.decimalOrNull("execution_time_ms");
        if (took == null) {
            return null;
        }
        Members result = row.objectOrNull("execution_result");
        return new Execution(
                result == null ? null : ExecutionForm.result(result),
                row.textOrNull("execution_error"),
                Duration.ofNanos(took.movePointRight(NANOS_OF_A_MILLI).longValueExact()),
                row.instantOrNull("executed_at"));
    }

    private @Nullable Resolution resolution() {
        Members json = row.objectOrNull("resolution");
        if (json == null) {
            return null;
        }
        Members result = json.objectOrNull("result");
        return new Resolution(
                Resolution.Kind.ofText(json.text("kind")),
                json.text("by"),
                json.textOrNull("note"),
                Instant.parse(json.text("at")),
                result == null ? null : ExecutionForm.result(result));
    }
}
