package io.toolgateway.execution;

import io.toolgateway.caller.Caller;
import io.toolgateway.policy.Decision;
import io.toolgateway.policy.History;
import io.toolgateway.policy.PolicyRequest;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.ArgumentsHash;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.tool.Call;
import io.toolgateway.tool.RegisteredTool;
import java.util.Optional;
import java.util.function.Function;

/** Asks again, just before a start, what was asked when proposing (SPEC E2): contract, arguments, caller, permission, denials, state. */
final class Recheck {

    private final Backing backing;

    Recheck(Backing backing) {
        this.backing = backing;
    }

    /** What a recheck found: go, with the call as of now, stop, or ask again later. */
    sealed interface Found {

        record Go(RegisteredTool tool, Call call) implements Found {}

        record Stop(ReasonCode reason) implements Found {}

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
            return check(proposal, registered.get());
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
        Function<Call, String> version = registered.tool().version();
        String proposed = proposal.content().arguments().resourceVersion();
        if (version != null && !version.apply(call).equals(proposed)) {
            return new Found.Stop(ReasonCode.STALE_STATE);
        }
        return new Found.Go(registered, call);
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
