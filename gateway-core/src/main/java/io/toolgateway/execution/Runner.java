package io.toolgateway.execution;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Execution;
import io.toolgateway.proposal.Lease;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.store.Claimed;
import io.toolgateway.store.StoreException;
import io.toolgateway.store.Transition;
import io.toolgateway.store.TransitionResult;
import io.toolgateway.tool.Call;
import io.toolgateway.tool.Effect;
import io.toolgateway.tool.Invocation;
import io.toolgateway.tool.RegisteredTool;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolHandler;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one proposal that its worker holds, and records what came of it. Used by the gateway and by {@link Executor}; not by
 * applications.
 *
 * <p>Threads: safe for concurrent use; runs the handler on the calling thread.
 *
 * @since 0.1
 */
public final class Runner {

    private static final Logger LOG = LoggerFactory.getLogger(Runner.class);

    private static final int WRITES = 3;

    /** Told in the place of an error's type where a handler's effect was undone and nothing was thrown. */
    private static final String ROLLED_BACK = "rolled_back";

    /** A directory or a resource that does not answer is asked again, until the proposal expires. */
    private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(5);

    private final Backing backing;
    private final Recheck recheck;

    /**
     * Creates a runner.
     *
     * @param backing what it stands on
     */
    public Runner(Backing backing) {
        this.backing = backing;
        this.recheck = new Recheck(backing);
    }

    /**
     * Runs a claimed proposal, after checking everything again.
     *
     * @param claimed what the worker holds
     * @param claimedAt the monotonic time from before the claim was asked for
     * @return the proposal as it stands afterwards
     */
    public Proposal runClaimed(Claimed claimed, long claimedAt) {
        Proposal held = claimed.proposal();
        Recheck.Found found = recheck.check(held);
        if (found instanceof Recheck.Found.Stop stop) {
            return abandon(held, stop.reason());
        }
        if (found instanceof Recheck.Found.Later) {
            return apply(held, new Change.Release(fence(held), ASK_AGAIN_AFTER));
        }
        Duration elapsed = Duration.ofNanos(backing.time().nanoTime() - claimedAt);
        if (elapsed.compareTo(claimed.budget()) >= 0) {
            return apply(held, new Change.Release(fence(held), Duration.ZERO));
        }
        Recheck.Found.Go go = (Recheck.Found.Go) found;
        Proposal ready = heldFor(go.tool().tool().timeLimit(), claimed);
        return isHeld(ready, fence(held)) ? runChecked(ready, go.tool(), go.call()) : ready;
    }

    /** A claim's lease is the executor's; a tool that may take longer is held for as long as it may take. */
    private Proposal heldFor(Duration timeLimit, Claimed claimed) {
        Proposal held = claimed.proposal();
        return timeLimit.compareTo(claimed.budget()) > 0
                ? apply(held, new Change.Heartbeat(fence(held), timeLimit))
                : held;
    }

    private static boolean isHeld(Proposal proposal, long fence) {
        return proposal.phase() == Phase.RUNNING && fence(proposal) == fence;
    }

    /**
     * Runs a proposal that was checked just now and stored as running, unless the store took so long over it that the hold, or
     * the time in which it may start, is over: then it is given back.
     *
     * @param held the proposal, running
     * @param registered its tool
     * @param call its call
     * @param askedAt the monotonic time from before it was stored
     * @return the proposal as it stands afterwards
     * @throws io.toolgateway.store.StoreException as {@link #runChecked}
     */
    public Proposal runStored(Proposal held, RegisteredTool registered, Call call, long askedAt) {
        Duration elapsed = Duration.ofNanos(backing.time().nanoTime() - askedAt);
        Duration budget = Duration.between(held.createdAt(), endOfHold(held));
        return elapsed.compareTo(budget) < 0
                ? runChecked(held, registered, call)
                : apply(held, new Change.Release(fence(held), Duration.ZERO));
    }

    /**
     * Runs a proposal that was checked just now and is held.
     *
     * @param held the proposal, running
     * @param registered its tool
     * @param call its call
     * @return the proposal as it stands afterwards
     * @throws io.toolgateway.store.StoreException if what came of it could not be recorded, after some tries; the handler has
     *     run, and once the lease is over its outcome counts as not known
     */
    public Proposal runChecked(Proposal held, RegisteredTool registered, Call call) {
        long begun = backing.time().nanoTime();
        ToolHandler handler = registered.tool().handler();
        if (handler instanceof CommittingHandler committing) {
            return runCommitting(held, committing, invocation(held, call), begun);
        }
        Outcome outcome = start(handler, invocation(held, call));
        return apply(held, change(held, outcome, since(begun)));
    }

    private Duration since(long begun) {
        return Duration.ofNanos(backing.time().nanoTime() - begun);
    }

    /** The effect and its record are one commit; what was rolled back is known not to have happened, whatever the tool. */
    private Proposal runCommitting(Proposal held, CommittingHandler handler, Invocation invocation, long begun) {
        CommittingHandler.Ending ending = handler.handle(
                invocation,
                result -> transition(held, new Change.Finish(fence(held), Execution.returned(result, since(begun)))));
        if (ending instanceof CommittingHandler.Ending.Judged judged) {
            // If it lost, what the handler did is undone: a result that says otherwise must not be told.
            Execution undone = Execution.broke(ROLLED_BACK, since(begun));
            return settled(held, new Change.Fail(fence(held), ReasonCode.HANDLER_ERROR, true, undone), judged.result());
        }
        return apply(held, failed(held, ending, since(begun)));
    }

    private static Change failed(Proposal held, CommittingHandler.Ending ending, Duration took) {
        if (ending instanceof CommittingHandler.Ending.Unknown unknown) {
            return change(held, new Outcome.Broke(unknown.cause()), took);
        }
        CommittingHandler.Ending.RolledBack back = (CommittingHandler.Ending.RolledBack) ending;
        if (back.failure() != null) {
            return change(held, new Outcome.Returned(back.failure()), took);
        }
        String cause =
                back.cause() == null ? ROLLED_BACK : back.cause().getClass().getName();
        return new Change.Fail(fence(held), ReasonCode.HANDLER_ERROR, true, Execution.broke(cause, took));
    }

    /**
     * Runs a read that needs no proposal.
     *
     * @param tool the tool, read-only
     * @param invocation what to run
     * @return what came of it
     */
    public Execution runRead(Tool tool, Invocation invocation) {
        long begun = backing.time().nanoTime();
        Outcome outcome = start(tool.handler(), invocation);
        Duration took = since(begun);
        // No record has what a read returned, so nothing of it has to be left out.
        return outcome instanceof Outcome.Returned returned
                ? new Execution(returned.result(), null, took, null)
                : outcome.execution(took);
    }

    /** What a handler did: returned, or broke off. */
    private sealed interface Outcome {

        Execution execution(Duration took);

        record Returned(ToolResult result) implements Outcome {
            @Override
            public Execution execution(Duration took) {
                return Execution.returned(result, took);
            }
        }

        record Broke(Throwable cause) implements Outcome {
            @Override
            public Execution execution(Duration took) {
                return Execution.broke(cause.getClass().getName(), took);
            }
        }
    }

    @SuppressWarnings("NullAway") // a handler of the host's may return null whatever its signature says
    private static Outcome start(ToolHandler handler, Invocation invocation) {
        try {
            ToolResult result = handler.handle(invocation);
            return new Outcome.Returned(result == null ? ToolResult.success() : result);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Broke(e);
        } catch (Throwable e) {
            // An Error of the handler's must not take the worker along: whatever it is, the call's fate has to be
            // recorded.
            LOG.warn(
                    "handler of {} broke off: {}",
                    invocation.tool(),
                    e.getClass().getName());
            return new Outcome.Broke(e);
        }
    }

    private static Invocation invocation(Proposal held, Call call) {
        return new Invocation(
                call,
                held.content().arguments().idempotencyKey(),
                held.state().progress().attempt(),
                fence(held),
                endOfHold(held),
                held.content().arguments().resourceVersion());
    }

    /** When the lease or the validity ends, whichever comes first. */
    private static Instant endOfHold(Proposal held) {
        Lease lease = Objects.requireNonNull(held.state().progress().lease(), "a running proposal has a lease");
        return lease.until().isBefore(held.validUntil()) ? lease.until() : held.validUntil();
    }

    private static Change change(Proposal held, Outcome outcome, Duration took) {
        Execution execution = outcome.execution(took);
        if (outcome instanceof Outcome.Returned returned) {
            return returned.result().status() == ToolResult.Status.FAILURE
                    ? new Change.Fail(fence(held), ReasonCode.HANDLER_FAILED, true, execution)
                    : new Change.Finish(fence(held), execution);
        }
        // What an exception left behind is known of reads alone.
        Effect effect = held.content().tool().effect();
        ReasonCode reason = effect == Effect.NON_IDEMPOTENT ? ReasonCode.OUTCOME_UNKNOWN : ReasonCode.HANDLER_ERROR;
        return new Change.Fail(fence(held), reason, effect == Effect.READ_ONLY, execution);
    }

    private Proposal abandon(Proposal held, ReasonCode reason) {
        apply(held, new Change.Release(fence(held), Duration.ZERO));
        return apply(held, new Change.Abandon(reason));
    }

    /** Asks for a change of a proposal in the name of the worker that holds or held it. */
    private Proposal apply(Proposal held, Change change) {
        return settled(held, change, applied(transition(held, change)));
    }

    private Transition transition(Proposal held, Change change) {
        return Transition.of(backing.ids().next(), held.tenant(), "worker:" + worker(held), held.id(), change);
    }

    private Proposal settled(Proposal held, Change change, TransitionResult result) {
        if (result instanceof TransitionResult.Applied applied) {
            applied.events().forEach(backing.listener()::on);
            return applied.after().get(0);
        }
        if (result instanceof TransitionResult.AlreadyMine mine) {
            return mine.current().get(0);
        }
        if (result instanceof TransitionResult.Lost lost) {
            return late(held, change, lost.current());
        }
        throw new IllegalStateException("proposal " + held.id() + " is gone from its store");
    }

    /** Under the same id, so that a try that had reached the store is not made twice. */
    private TransitionResult applied(Transition transition) {
        for (int attempt = 1; attempt < WRITES; attempt++) {
            try {
                return backing.store().apply(List.of(transition)).get(0);
            } catch (StoreException lost) {
                LOG.warn("the store did not answer worker {}; it is asked again", transition.actor());
            }
        }
        return backing.store().apply(List.of(transition)).get(0);
    }

    /** Someone else has given this worker up: what it did is told, and changes nothing. */
    private Proposal late(Proposal held, Change change, Proposal current) {
        Execution execution = change instanceof Change.Finish finish
                ? finish.execution()
                : change instanceof Change.Fail fail ? fail.execution() : null;
        if (execution != null) {
            AuditEvent event = AuditEvent.lateResult(
                    current, execution, worker(held), backing.time().instant());
            backing.store().record(List.of(event));
            backing.listener().on(event);
        }
        return current;
    }

    private static long fence(Proposal held) {
        return held.state().progress().fence();
    }

    private static String worker(Proposal held) {
        return Objects.requireNonNull(held.state().progress().lease(), "a held proposal has a lease")
                .owner();
    }
}
