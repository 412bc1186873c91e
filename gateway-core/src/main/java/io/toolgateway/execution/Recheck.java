package io.toolgateway.execution;

import io.toolgateway.caller.Caller;
import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.History;
import io.toolgateway.policy.PolicyRequest;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.ArgumentsHash;
import io.toolgateway.proposal.BrokenChain;
import io.toolgateway.proposal.ChainEnding;
import io.toolgateway.proposal.ChainPosition;
import io.toolgateway.proposal.EffectState;
import io.toolgateway.proposal.Execution;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.tool.Call;
import io.toolgateway.tool.Check;
import io.toolgateway.tool.Compensation;
import io.toolgateway.tool.MaterialState;
import io.toolgateway.tool.RegisteredTool;
import io.toolgateway.tool.ToolHandler;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
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
         * @param resourceVersion what it was proposed on; of a call that refers to earlier results, what its resource is now
         */
        record Go(
                RegisteredTool tool,
                Call call,
                ToolHandler handler,
                String key,
                long fencesBefore,
                @Nullable String resourceVersion)
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
        return check(proposal, Map.of(), backing.store()::chainOf);
    }

    /**
     * The same of a step whose transaction is open.
     *
     * @param open what the steps before it have returned in it, by their keys
     * @param chain the steps of its chain as they were when the transaction was begun
     */
    Found check(Proposal proposal, Map<String, ToolResult> open, Function<Proposal, List<Proposal>> chain) {
        Optional<RegisteredTool> registered = backing.tools().find(proposal.tool());
        if (registered.isEmpty()
                || !registered.get().version().equals(proposal.content().tool().version())) {
            return new Found.Stop(ReasonCode.TOOL_CHANGED);
        }
        try {
            ProposalId undoes = proposal.content().undoes();
            return undoes == null
                    ? check(proposal, registered.get(), open, chain)
                    : checkUndo(proposal, undoes, registered.get());
        } catch (Throwable unanswered) {
            // Functions of the host's: an Error, or a checked exception in disguise, must not take the worker along.
            return new Found.Later();
        }
    }

    private Found check(
            Proposal proposal,
            RegisteredTool registered,
            Map<String, ToolResult> open,
            Function<Proposal, List<Proposal>> chain) {
        if (!hash(proposal).equals(proposal.argsHash())) {
            return new Found.Stop(ReasonCode.ARGS_CHANGED);
        }
        Optional<Caller> caller = backing.callerNow()
                .apply(proposal)
                .filter(now -> now.isUser(proposal.tenant(), proposal.triggeredBy()));
        if (caller.isEmpty()) {
            return new Found.Stop(ReasonCode.NOT_ENTITLED);
        }
        Given given = Given.of(proposal, registered, open, chain);
        if (given instanceof Given.Missing missing) {
            return new Found.Stop(ReasonCode.REFERENCE_UNRESOLVED, missing.found());
        }
        Call call = new Call(
                proposal.tool(),
                ((Given.Known) given).arguments(),
                caller.get(),
                proposal.content().origin().request());
        if (!registered.admits(caller.get())
                || !registered.tool().permission().test(call)
                || isDenied(registered, call)) {
            return new Found.Stop(ReasonCode.NOT_ENTITLED);
        }
        if (!Given.isNeeded(proposal, registered)) {
            return state(proposal, registered, call);
        }
        return isApproved(proposal, registered, call)
                ? askedFirst(proposal, registered, call)
                : new Found.Stop(ReasonCode.NEEDS_OTHER_APPROVAL);
    }

    /** What could not be asked when proposing, since it depends on what the steps before returned. */
    private static Found askedFirst(Proposal proposal, RegisteredTool registered, Call call) {
        // What an earlier start may have done itself must not speak against the next one.
        boolean isFirst = proposal.state().progress().effectBefore() == EffectState.NONE;
        List<Function<Call, Check>> checks = isFirst ? registered.tool().checks() : List.of();
        for (Function<Call, Check> check : checks) {
            Check result = Objects.requireNonNull(check.apply(call), "no answer is no pass");
            if (result instanceof Check.Refused refused) {
                return new Found.Stop(
                        ReasonCode.REFERENCE_UNRESOLVED, ToolResult.failure(refused.code(), refused.message()));
            }
        }
        String now = registered.versionNow(call);
        return now == null && registered.tool().isVersioned()
                ? new Found.Stop(
                        ReasonCode.REFERENCE_UNRESOLVED,
                        ToolResult.failure("check_failed", "its resource has no version to compare."))
                : go(proposal, registered, call, now);
    }

    private static Found state(Proposal proposal, RegisteredTool registered, Call call) {
        String proposed = proposal.content().arguments().resourceVersion();
        if (!registered.tool().isVersioned()) {
            // What was to be compared cannot be any more: the approval counted on it.
            return proposed == null ? go(proposal, registered, call, null) : new Found.Stop(ReasonCode.TOOL_CHANGED);
        }
        String now = registered.versionNow(call);
        // The handler gets what was approved, and not what is there now, so that its own comparison is a second one.
        return now != null && now.equals(proposed)
                ? go(proposal, registered, call, proposed)
                : new Found.Stop(ReasonCode.STALE_STATE, stale(proposed, now));
    }

    private static Found go(Proposal proposal, RegisteredTool registered, Call call, @Nullable String version) {
        return new Found.Go(
                registered,
                call,
                registered.tool().handler(),
                proposal.content().arguments().idempotencyKey(),
                0,
                version);
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
        Given given = Given.of(step, registered, Map.of(), backing.store()::chainOf);
        if (given instanceof Given.Missing missing) {
            return new Found.Stop(ReasonCode.REFERENCE_UNRESOLVED, missing.found());
        }
        Call call = new Call(
                undo.tool(),
                ((Given.Known) given).arguments(),
                undo.content().origin().caller(),
                undo.content().origin().request());
        return new Found.Go(
                registered,
                call,
                invocation -> compensation.undo(invocation, done),
                step.content().arguments().idempotencyKey(),
                step.state().progress().fence(),
                undo.content().arguments().resourceVersion());
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
        return verdict(registered, call, backing.time().instant()) instanceof Verdict.Deny;
    }

    private Verdict verdict(RegisteredTool registered, Call call, Instant at) {
        PolicyRequest request = new PolicyRequest(registered.tool(), call, at, History.JUDGED_BEFORE);
        return backing.policy().decide(request).verdict();
    }

    /**
     * Whether those have approved it who would have been asked, had the value been known when it was proposed: a rule of the host's
     * own may have seen an object then, and have said nothing.
     */
    private boolean isApproved(Proposal proposal, RegisteredTool registered, Call call) {
        Verdict needed = verdict(registered, call, proposal.createdAt());
        return needed instanceof Verdict.Allow
                || needed instanceof Verdict.RequireApproval approval
                        && covers(
                                proposal,
                                approval.naming(
                                        new Approvers(false, registered.tool().approvableBy())));
    }

    private boolean covers(Proposal proposal, Verdict.RequireApproval needed) {
        ChainPosition chain = proposal.content().chain();
        boolean isPartial = chain != null && chain.ending() == ChainEnding.PARTIAL;
        return proposal.content().terms().decision().verdict() instanceof Verdict.RequireApproval given
                && given.covers(needed)
                && (needed.allowsPartial() || !isPartial)
                && isInTime(proposal, needed.validFor());
    }

    /** Of what is valid as long as the store has seen to already, this host's clock has nothing to say. */
    private boolean isInTime(Proposal proposal, Duration validFor) {
        return validFor.compareTo(proposal.content().terms().validFor()) >= 0
                || backing.time().instant().isBefore(proposal.createdAt().plus(validFor));
    }
}
