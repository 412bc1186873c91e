package io.toolgateway.testkit.checker;

import io.toolgateway.proposal.ChainPosition;
import io.toolgateway.proposal.EffectState;
import io.toolgateway.proposal.Execution;
import io.toolgateway.proposal.Progress;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.proposal.Review;
import io.toolgateway.tool.Effect;
import io.toolgateway.tool.ToolResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a proposal stands at the end.
 *
 * @param id its id
 * @param user the tenant and the user who asked
 * @param key its idempotency key
 * @param token the argument that names the call
 * @param repeatable whether its tool may be repeated
 * @param maxAttempts how often it may be started
 * @param argsHash the hash of its arguments
 * @param approvedHash the hash that was approved, or null
 * @param decidedBy who allowed it, or null
 * @param status its status
 * @param effect what is known of its effect
 * @param version its version
 * @param attempt its attempts
 * @param fence its fence
 * @param validUntil its deadline
 * @param resultFence the fence of the handler whose result is stored, or null
 * @param chain its place in a chain, or null
 */
public record Row(
        ProposalId id,
        String user,
        String key,
        String token,
        boolean repeatable,
        int maxAttempts,
        String argsHash,
        @Nullable String approvedHash,
        @Nullable String decidedBy,
        ProposalStatus status,
        EffectState effect,
        long version,
        int attempt,
        long fence,
        Instant validUntil,
        @Nullable Long resultFence,
        @Nullable ChainPosition chain) {

    /** The argument that names a call. */
    public static final String TOKEN = "token";

    /** The row of a stored proposal. */
    public static Row of(Proposal proposal) {
        Review review = proposal.state().review();
        Progress progress = proposal.state().progress();
        return new Row(
                proposal.id(),
                proposal.tenant().value() + "/" + proposal.triggeredBy(),
                proposal.content().arguments().idempotencyKey(),
                proposal.arguments().text(TOKEN),
                proposal.content().tool().effect() != Effect.NON_IDEMPOTENT,
                proposal.content().tool().maxAttempts(),
                proposal.argsHash(),
                review.approvedHash(),
                review.decidedBy(),
                proposal.status(),
                progress.effect(),
                proposal.version(),
                progress.attempt(),
                progress.fence(),
                proposal.validUntil(),
                resultFence(proposal.state().execution()),
                proposal.content().chain());
    }

    /** This row with the hash that was approved, for one whose arguments somebody has changed past all guards. */
    public Row asApproved() {
        return new Row(
                id,
                user,
                key,
                token,
                repeatable,
                maxAttempts,
                approvedHash == null ? argsHash : approvedHash,
                approvedHash,
                decidedBy,
                status,
                effect,
                version,
                attempt,
                fence,
                validUntil,
                resultFence,
                chain);
    }

    /** The handlers of the tests give their fence back as the id of the result. */
    private static @Nullable Long resultFence(@Nullable Execution execution) {
        ToolResult result = execution == null ? null : execution.result();
        String id = result == null ? null : result.id();
        return id == null ? null : Long.valueOf(id);
    }
}
