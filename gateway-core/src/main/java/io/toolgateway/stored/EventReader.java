package io.toolgateway.stored;

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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads events back, those of transitions beside their proposal. */
final class EventReader {

    private final Fields row;
    private final Members detail;

    EventReader(Fields row) {
        this.row = row;
        this.detail = Members.of(row.text("detail"));
    }

    AuditEvent event(@Nullable Proposal proposal) {
        return row.numberOrNull("seq") == null ? loose() : link(Objects.requireNonNull(proposal, "proposal"));
    }

    private AuditEvent link(Proposal proposal) {
        AuditEvent event = new AuditEvent(
                EventType.ofText(row.text("type")),
                row.instant("at"),
                Subject.of(proposal),
                proposal.content().terms().decision(),
                standing(row.number("seq")),
                execution(),
                problem(),
                statement());
        return event.without(
                Secrets.of(proposal.arguments(), proposal.content().arguments().shown()));
    }

    private AuditEvent loose() {
        Subject subject = SubjectForm.subject(
                row.text("tenant_id"),
                row.text("user_id"),
                row.text("request_id"),
                row.text("tool_name"),
                detail.object("subject"));
        Members decided = detail.objectOrNull("decision");
        Decision decision = decided == null ? null : VerdictForm.decision(decided);
        Long version = detail.numberOrNull("version");
        return new AuditEvent(
                EventType.ofText(row.text("type")),
                row.instant("at"),
                subject,
                decision,
                version == null ? null : standing(version),
                execution(),
                problem(),
                statement());
    }

    private Standing standing(long version) {
        String reason = detail.textOrNull("reason");
        return new Standing(
                new ProposalId(row.uuid("proposal_id")),
                version,
                row.uuid("transition_id"),
                ProposalStatus.ofText(row.text("status")),
                EffectState.ofText(detail.text("effect")),
                reason == null ? null : ReasonCode.ofText(reason),
                Math.toIntExact(detail.number("attempt")),
                row.number("fence"),
                row.text("actor"));
    }

    private @Nullable Execution execution() {
        Members json = detail.objectOrNull("execution");
        return json == null ? null : ExecutionForm.execution(json);
    }

    private @Nullable Problem problem() {
        Members json = detail.objectOrNull("problem");
        return json == null
                ? null
                : new Problem(
                        ErrorKind.ofText(json.text("kind")),
                        json.text("code"),
                        json.text("message"),
                        json.texts("pointers"));
    }

    private @Nullable Statement statement() {
        Members json = detail.objectOrNull("statement");
        if (json == null) {
            return null;
        }
        String resolution = json.textOrNull("resolution");
        if (resolution != null) {
            return new Statement.Settled(Resolution.Kind.ofText(resolution), json.textOrNull("note"));
        }
        if (json.json("stages") != null) {
            return new Statement.Widened(VerdictForm.stages(json.list("stages")), json.textOrNull("note"));
        }
        if (json.json("permission") != null) {
            return new Statement.OfPermission(json.uuid("permission"), json.text("by"), json.textOrNull("note"));
        }
        Long stage = json.numberOrNull("stage");
        return stage == null
                ? new Statement.Noted(json.text("note"))
                : new Statement.Voted(Math.toIntExact(stage), json.text("seen_hash"), json.textOrNull("note"));
    }
}
