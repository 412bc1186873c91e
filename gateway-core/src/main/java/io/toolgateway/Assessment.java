package io.toolgateway;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.Subject;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Decision;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.proposal.ProposedArguments;
import io.toolgateway.tool.Call;
import io.toolgateway.tool.RegisteredTool;
import io.toolgateway.tool.ToolCall;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the layers made of one call: refused, known from before, or accepted with a verdict that allows or parks. */
sealed interface Assessment {

    /** Refused by a layer; nothing happened. */
    record Refused(Outcome outcome, AuditEvent event) implements Assessment {}

    /** Made before: no refusal, though what was done then may speak against it now, as a refund against a second one. */
    record Repeated(Draft draft, Subject subject, Proposal earlier) implements Assessment {

        ToolCall sent() {
            return draft.sent;
        }

        boolean isPending() {
            return earlier.status() == ProposalStatus.PENDING;
        }

        Verdict verdict() {
            return earlier.content().terms().decision().verdict();
        }

        String key() {
            return earlier.content().arguments().idempotencyKey();
        }
    }

    /**
     * Passed by every layer.
     *
     * @param draft the call as the layers left it
     * @param call the call that a handler would see
     * @param bound what binds a recorded call; null of a read that needs no record of its own
     */
    record Accepted(Draft draft, Call call, @Nullable ProposedArguments bound) implements Assessment {

        ToolCall sent() {
            return draft.sent;
        }

        RegisteredTool tool() {
            return draft.tool();
        }

        Decision decision() {
            return draft.decision();
        }

        Instant at() {
            return draft.now();
        }

        boolean isParked() {
            return decision().verdict() instanceof Verdict.RequireApproval;
        }

        /** Whether it may run at once without a proposal. */
        boolean isFreeRead() {
            return !tool().tool().effect().writes() && !isParked();
        }

        /** As a person is shown it before deciding: with the values that run, also where they came from another call. */
        Accepted shownInFull() {
            if (!draft.hasReferences()) {
                return this;
            }
            ProposedArguments own = binding();
            return new Accepted(
                    draft,
                    call,
                    new ProposedArguments(
                            own.values(),
                            tool().shown(own.values()),
                            own.hash(),
                            own.idempotencyKey(),
                            own.resourceVersion()));
        }

        ProposedArguments binding() {
            return Objects.requireNonNull(bound, "a recorded call is bound");
        }
    }
}
