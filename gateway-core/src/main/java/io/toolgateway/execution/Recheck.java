package io.toolgateway.execution;

import io.toolgateway.caller.Caller;
import io.toolgateway.policy.Decision;
import io.toolgateway.policy.History;
import io.toolgateway.policy.PolicyRequest;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.ArgumentsHash;
import io.toolgateway.proposal.BrokenChain;
import io.toolgateway.proposal.Execution;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.tool.Call;
import io.toolgateway.tool.Compensation;
import io.toolgateway.tool.MaterialState;
import io.toolgateway.tool.RegisteredTool;
import io.toolgateway.tool.ToolHandler;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks again, just before a start, what was asked when proposing (SPEC E2): contract, arguments, caller, permission, denials, state. */
final class Recheck {

    private final Backing backing;

    Recheck(Backing backing) {
        this.backing = backing;
    }

    /** What a recheck found: go, with the call as of now, stop, or ask again later. */
    sealed interface Found {

        /**
         * It may start.
         *
         * @param tool its tool
         * @param call the call as of now
         * @param handler what runs: the tool's handler, or for an undo its compensation
         * @param key the key that the handler gets; for an undo that of the call that is undone
         * @param fencesBefore the fences used up under that key by another proposal: for an undo those of the call that is undone
         */
        record Go(RegisteredTool tool, Call call, ToolHandler handler, String key, long fencesBefore)
                implements Found {}

        record Stop(ReasonCode reason, @Nullable ToolResult found) implements Found {

            Stop(ReasonCode reason) {
                this(reason, null);
            }
        }

        /** The host could not answer; nothing is known to speak against it, so it is asked again. */
        record Later() implements Found {}
    }

    Found check(Proposal proposal) {
        Optional<RegisteredTool> registered = backing.tools().find(proposal.tool());
        if (registered.isEmpty()
                || !registered.get().version().equals(proposal.content().tool().version())) {
            return new Found.Stop(ReasonCode.TOOL_CHANGED);
        }
        try {
            ProposalId undoes = proposal.content().undoes();
            return undoes == null ? check(proposal, registered.get()) : checkUndo(proposal, undoes, registered.get());
        } catch (Throwable unanswered) {
            // Functions of the host's: an Error, or a checked exception in disguise, must not take the worker along.
            return new Found.Later();
        }
    }

    private Found check(Proposal proposal, RegisteredTool registered) {
        if (!hash(proposal).equals(proposal.argsHash())) {
            return new Found.Stop(ReasonCode.ARGS_CHANGED);
        }
        Optional<Caller> caller = backing.callerNow()
                .apply(proposal)
                .filter(now -> now.isUser(proposal.tenant(), proposal.triggeredBy()));
        if (caller.isEmpty()) {
            return new Found.Stop(ReasonCode.NOT_ENTITLED);
        }
        Call call = new Call(
                proposal.tool(),
                proposal.arguments(),
                caller.get(),
                proposal.content().origin().request());
        if (!registered.admits(caller.get())
                || !registered.tool().permission().test(call)
                || isDenied(registered, call)) {
            return new Found.Stop(ReasonCode.NOT_ENTITLED);
        }
        return state(proposal, registered, call);
    }

    private static Found state(Proposal proposal, RegisteredTool registered, Call call) {
        String proposed = proposal.content().arguments().resourceVersion();
        if (!registered.tool().isVersioned()) {
            // What was to be compared cannot be any more: the approval counted on it.
            return proposed == null ? go(proposal, registered, call) : new Found.Stop(ReasonCode.TOOL_CHANGED);
        }
        String now = registered.versionNow(call);
        return now != null && now.equals(proposed)
                ? go(proposal, registered, call)
                : new Found.Stop(ReasonCode.STALE_STATE, stale(proposed, now));
    }

    private static Found go(Proposal proposal, RegisteredTool registered, Call call) {
        return new Found.Go(
                registered,
                call,
                registered.tool().handler(),
                proposal.content().arguments().idempotencyKey(),
                0);
    }

    /** Which facts, where both are facts; a resource that is not there any more, or has an ETag alone, names none. */
    private static ToolResult stale(@Nullable String proposed, @Nullable String now) {
        MaterialState before = proposed == null ? null : MaterialState.ofText(proposed);
        MaterialState after = now == null ? null : MaterialState.ofText(now);
        return before == null || after == null ? ToolResult.stale() : ToolResult.stale(before, after);
    }

    /**
     * An undo puts back what was: that the user has left, or may not do this any more, or that the resource has changed since (for
     * the call itself has changed it), leaves no half of a chain standing. The tool's switch is asked by the claim.
     */
    private Found checkUndo(Proposal undo, ProposalId undoes, RegisteredTool registered) {
        if (!hash(undo).equals(undo.argsHash())) {
            return new Found.Stop(ReasonCode.ARGS_CHANGED);
        }
        Compensation compensation = registered.tool().compensation();
        Optional<Proposal> undone = backing.store().find(undo.tenant(), undoes);
        if (compensation == null || undone.isEmpty()) {
            return new Found.Stop(ReasonCode.TOOL_CHANGED);
        }
        Proposal step = undone.get();
        if (mayStillRun(step, undo, registered.tool().timeLimit())) {
            return new Found.Later();
        }
        Execution execution =
                step.status() == ProposalStatus.EXECUTED ? step.state().execution() : null;
        ToolResult done = execution == null ? null : execution.result();
        Call call = new Call(
                undo.tool(),
                undo.arguments(),
                undo.content().origin().caller(),
                undo.content().origin().request());
        return new Found.Go(
                registered,
                call,
                invocation -> compensation.undo(invocation, done),
                step.content().arguments().idempotencyKey(),
                step.state().progress().fence());
    }

    /** What the store has waited for is enough for all but the slowest tools. */
    private boolean mayStillRun(Proposal step, Proposal undo, Duration limit) {
        return limit.compareTo(BrokenChain.GIVEN_UP_FOR) > 0
                && BrokenChain.mayStillRun(step, undo.createdAt())
                && backing.time().instant().isBefore(undo.createdAt().plus(limit));
    }

    /** Made anew from the arguments that the handler would see: a stored hash says nothing of them. */
    static String hash(Proposal proposal) {
        return ArgumentsHash.of(
                proposal.tool(), proposal.content().tool().version(), proposal.tenant(), proposal.arguments());
    }

    private boolean isDenied(RegisteredTool registered, Call call) {
        PolicyRequest request =
                new PolicyRequest(registered.tool(), call, backing.time().instant(), History.JUDGED_BEFORE);
        Decision decision = backing.policy().decide(request);
        return decision.verdict() instanceof Verdict.Deny;
    }
}
