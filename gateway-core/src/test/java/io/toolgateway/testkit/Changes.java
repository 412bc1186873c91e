package io.toolgateway.testkit;

import io.toolgateway.caller.Caller;
import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Stage;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Execution;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.proposal.Resolution;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.util.List;

/** Changes that fit a proposal as it stands: its hash, its version, its fence. */
public final class Changes {

    /** How long a worker's hold lasts. */
    public static final Duration LEASE = Duration.ofSeconds(30);

    /** How long a lease must be over before its worker counts as dead. */
    public static final Duration GRACE = Duration.ofSeconds(2);

    private static final Duration TOOK = Duration.ofMillis(12);

    private Changes() {}

    /** A yes to what stands there. */
    public static Change.Approve approve(Proposal proposal, Caller reviewer) {
        return new Change.Approve(reviewer, proposal.argsHash(), proposal.version());
    }

    /** A no. */
    public static Change.Reject reject(Caller reviewer) {
        return new Change.Reject(reviewer, "not this one");
    }

    /** Taken back. */
    public static Change.Withdraw withdraw(Caller caller) {
        return new Change.Withdraw(caller, "by mistake");
    }

    /** Replaced. */
    public static Change.Supersede supersede(Proposal proposal, Caller reviewer) {
        return new Change.Supersede(reviewer, proposal.version());
    }

    /** Each stage opened to more people. */
    public static Change.Widen widen(Proposal proposal, Approvers more) {
        List<Stage> wider = proposal.state().review().stages().stream()
                .map(stage -> stage.admitting(more))
                .toList();
        return new Change.Widen(wider, "sweeper", proposal.version());
    }

    /** Handed on to someone else. */
    public static Change.Delegate delegate(Proposal proposal, Caller reviewer, Caller to) {
        return new Change.Delegate(reviewer, proposal.argsHash(), to.userId(), proposal.version(), "while I am away");
    }

    /** Time ran out. */
    public static Change.Expire expire() {
        return new Change.Expire(null);
    }

    /** Taken by a worker. */
    public static Change.Claim claim(String worker) {
        return new Change.Claim(worker, LEASE);
    }

    /** The worker is alive. */
    public static Change.Heartbeat heartbeat(Proposal proposal) {
        return new Change.Heartbeat(fence(proposal), LEASE);
    }

    /** The worker must not start. */
    public static Change.Release release(Proposal proposal) {
        return new Change.Release(fence(proposal), Duration.ZERO);
    }

    /** To be tried again; something may have happened. */
    public static Change.Retry retry(Proposal proposal, Duration delay) {
        return new Change.Retry(fence(proposal), delay, false, Execution.broke("java.io.IOException", TOOK));
    }

    /** To be tried again; the handler declared that nothing happened. */
    public static Change.Retry retryWithoutEffect(Proposal proposal, Duration delay) {
        return new Change.Retry(
                fence(proposal), delay, true, Execution.returned(ToolResult.transientFailure("busy", "Busy."), TOOK));
    }

    /** Returned. */
    public static Change.Finish finish(Proposal proposal) {
        return finish(proposal, ToolResult.success("done").withId("R-1"));
    }

    /** Returned with this. */
    public static Change.Finish finish(Proposal proposal, ToolResult result) {
        return new Change.Finish(fence(proposal), Execution.returned(result, TOOK));
    }

    /** Broke off; whether something happened is not known. */
    public static Change.Fail failUnknown(Proposal proposal) {
        return new Change.Fail(
                fence(proposal),
                ReasonCode.OUTCOME_UNKNOWN,
                false,
                Execution.broke("java.net.SocketTimeoutException", TOOK));
    }

    /** Failed; the handler declared that nothing happened. */
    public static Change.Fail failWithoutEffect(Proposal proposal) {
        return new Change.Fail(
                fence(proposal),
                ReasonCode.HANDLER_FAILED,
                true,
                Execution.returned(ToolResult.failure("order_not_found", "No such order."), TOOK));
    }

    /** The worker is dead. */
    public static Change.Reap reap() {
        return new Change.Reap(GRACE);
    }

    /** Must not run any more. */
    public static Change.Abandon abandon() {
        return new Change.Abandon(ReasonCode.STALE_STATE, null);
    }

    /** Must not run any more, with what was found. */
    public static Change.Abandon abandon(ReasonCode reason, ToolResult found) {
        return new Change.Abandon(reason, found);
    }

    /** A person settles it. */
    public static Change.Resolve resolve(Caller reviewer) {
        return new Change.Resolve(reviewer, Resolution.Kind.CONFIRMED_EXECUTED, "seen in the bank's books");
    }

    /** A person settles it as not having happened. */
    public static Change.Resolve resolveAsNotExecuted(Caller reviewer) {
        return new Change.Resolve(reviewer, Resolution.Kind.CONFIRMED_NOT_EXECUTED, "not in the bank's books");
    }

    /** The tool's own hook settles it. */
    public static Change.Reconcile reconcile() {
        return new Change.Reconcile("worker-2", Resolution.Kind.CONFIRMED_NOT_EXECUTED, null);
    }

    /** One of every kind, each as fit as it can be: only the table of moves stands against it. Sam reviews, the asker asks. */
    public static List<Change> every(Proposal proposal) {
        return List.of(
                approve(proposal, People.SAM),
                reject(People.SAM),
                withdraw(proposal.content().origin().caller()),
                supersede(proposal, People.SAM),
                widen(proposal, Approvers.byRole("billing_admin")),
                delegate(proposal, People.SAM, People.BEA),
                expire(),
                claim("worker-2"),
                heartbeat(proposal),
                release(proposal),
                retryWithoutEffect(proposal, Duration.ZERO),
                finish(proposal),
                failUnknown(proposal),
                reap(),
                abandon(),
                resolve(People.SAM),
                reconcile());
    }

    private static long fence(Proposal proposal) {
        return proposal.state().progress().fence();
    }
}
