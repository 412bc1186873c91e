package io.toolgateway.postgres;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.ErrorKind;
import io.toolgateway.audit.EventType;
import io.toolgateway.audit.Problem;
import io.toolgateway.audit.Standing;
import io.toolgateway.audit.Statement;
import io.toolgateway.audit.Subject;
import io.toolgateway.policy.Decision;
import io.toolgateway.proposal.EffectState;
import io.toolgateway.proposal.Execution;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.proposal.Resolution;
import io.toolgateway.tool.Secrets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads events back, those of transitions beside their proposal's row. */
final class EventReader {

    private EventReader() {}

    /** The event at which a result of {@code events.sql} stands. */
    static AuditEvent read(ResultSet row) throws SQLException {
        Members detail = Members.of(row.getString("e_detail"));
        boolean isLink = row.getObject("e_seq") != null;
        return isLink ? link(row, detail) : loose(row, detail);
    }

    private static AuditEvent link(ResultSet row, Members detail) throws SQLException {
        Proposal proposal = ProposalReader.read(row).proposal();
        AuditEvent event = new AuditEvent(
                EventType.ofText(row.getString("e_type")),
                at(row),
                Subject.of(proposal),
                proposal.content().terms().decision(),
                standing(row, detail, row.getLong("e_seq")),
                execution(detail),
                problem(detail),
                statement(detail));
        return event.without(
                Secrets.of(proposal.arguments(), proposal.content().arguments().shown()));
    }

    private static AuditEvent loose(ResultSet row, Members detail) throws SQLException {
        Subject subject = SubjectJson.subject(
                row.getString("e_tenant_id"),
                row.getString("e_user_id"),
                row.getString("e_request_id"),
                row.getString("e_tool_name"),
                detail.object("subject"));
        Members decided = detail.objectOrNull("decision");
        Decision decision = decided == null ? null : VerdictJson.decision(decided);
        Long version = detail.numberOrNull("version");
        return new AuditEvent(
                EventType.ofText(row.getString("e_type")),
                at(row),
                subject,
                decision,
                version == null ? null : standing(row, detail, version),
                execution(detail),
                problem(detail),
                statement(detail));
    }

    private static Standing standing(ResultSet row, Members detail, long version) throws SQLException {
        String reason = detail.textOrNull("reason");
        return new Standing(
                new ProposalId(row.getObject("e_proposal_id", UUID.class)),
                version,
                row.getObject("e_transition_id", UUID.class),
                ProposalStatus.ofText(row.getString("e_status")),
                EffectState.ofText(detail.text("effect")),
                reason == null ? null : ReasonCode.ofText(reason),
                Math.toIntExact(detail.number("attempt")),
                row.getLong("e_fence"),
                row.getString("e_actor"));
    }

    private static @Nullable Execution execution(Members detail) {
        Members json = detail.objectOrNull("execution");
        return json == null ? null : ExecutionJson.execution(json);
    }

    private static @Nullable Problem problem(Members detail) {
        Members json = detail.objectOrNull("problem");
        return json == null
                ? null
                : new Problem(
                        ErrorKind.ofText(json.text("kind")),
                        json.text("code"),
                        json.text("message"),
                        json.texts("pointers"));
    }

    private static @Nullable Statement statement(Members detail) {
        Members json = detail.objectOrNull("statement");
        if (json == null) {
            return null;
        }
        String resolution = json.textOrNull("resolution");
        if (resolution != null) {
            return new Statement.Settled(Resolution.Kind.ofText(resolution), json.textOrNull("note"));
        }
        Long stage = json.numberOrNull("stage");
        return stage == null
                ? new Statement.Noted(json.text("note"))
                : new Statement.Voted(Math.toIntExact(stage), json.text("seen_hash"));
    }

    private static Instant at(ResultSet row) throws SQLException {
        return Objects.requireNonNull(row.getObject("e_at", OffsetDateTime.class))
                .toInstant();
    }
}
