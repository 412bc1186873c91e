package io.toolgateway;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Decision;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposedArguments;
import io.toolgateway.tool.Call;
import io.toolgateway.tool.RegisteredTool;
import io.toolgateway.tool.ToolCall;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the layers made of one call: refused, known from before, or accepted with a verdict that allows or parks. */
sealed interface Assessment {

    /** Refused by a layer; nothing happened. */
    record Refused(Outcome outcome, AuditEvent event) implements Assessment {}

    /** Made before, and what was done then speaks against it now, as a refund against a second one: no refusal. */
    record Repeated(ToolCall sent, Proposal earlier) implements Assessment {}

    /** Passed by every layer. */
    record Accepted(
            ToolCall sent,
            RegisteredTool tool,
            Call call,
            Instant at,
            Decision decision,
            @Nullable ProposedArguments bound)
            implements Assessment {

        boolean writes() {
            return tool.tool().effect().writes();
        }

        boolean isParked() {
            return decision.verdict() instanceof Verdict.RequireApproval;
        }
    }
}
