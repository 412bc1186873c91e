package io.toolgateway.execution;

import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Execution;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.store.Claimed;
import io.toolgateway.store.StoreException;
import io.toolgateway.store.Transition;
import io.toolgateway.store.TransitionResult;
import io.toolgateway.tool.Call;
import io.toolgateway.tool.Failure;
import io.toolgateway.tool.Invocation;
import io.toolgateway.tool.RegisteredTool;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolHandler;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs one proposal that this process holds, once, and records what came of it.
 *
 * <p>Threads: safe for concurrent use; runs the handler on the calling thread.
 */
final class Runner {

    /** A directory, a resource or a tool that does not answer is asked again, until the proposal expires. */
    private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(5);

    private final Backing backing;
    private final Breakers breakers;
    private final Duration lease;
    private final Recheck recheck;
    private final Recorder recorder;

    Runner(Backing backing, Breakers breakers, NextLook nextLook, Duration lease) {
        this.backing = backing;
        this.breakers = breakers;
        this.lease = lease;
        this.recheck = new Recheck(backing);
        this.recorder = new Recorder(backing, nextLook);
    }

    /**
     * One start.
     *
     * @param listening who waits for its answer
     * @param hasWorkers whether somebody would make another start
     * @param patience how long the store is asked to record its end
     * @param hold what holds it meanwhile; null on the thread of whoever proposed it
     */
    record Start(
            Listening listening,
            boolean hasWorkers,
            Duration patience,
            @Nullable Hold hold) {

        int maxStarts(Proposal held) {
            return hasWorkers ? held.content().tool().maxAttempts() : 1;
        }

        /** The handler has come back. */
        void handlerEnded() {
            if (hold != null) {
                hold.record();
            }
        }

        /** Whether it has been counted as a failure before it came back. */
        boolean isCounted() {
            return hold != null && hold.isGivenUp();
        }
    }

    /**
     * Runs a claimed proposal, after checking everything again.
     *
     * @param claimed what the worker holds
     * @param claimedAt the monotonic time from before the claim was asked for
     * @param hold keeps it alive meanwhile
     * @return the proposal as it stands afterwards
     */
    Proposal runClaimed(Claimed claimed, long claimedAt, Hold hold) {
        Proposal held = claimed.proposal();
        Recheck.Found found = recheck.check(held);
        if (!(found instanceof Recheck.Found.Go go)) {
            hold.record();
            return found instanceof Recheck.Found.Stop stop ? abandon(held, stop) : release(held, ASK_AGAIN_AFTER);
        }
        Optional<Together> together = Together.of(backing, recheck, held);
        if (together.isPresent() && !(go.handler() instanceof CommittingHandler)) {
            hold.record();
            return abandon(held, new Recheck.Found.Stop(ReasonCode.TOOL_CHANGED));
        }
        Duration limit =
                together.map(Together::timeLimit).orElse(go.tool().tool().timeLimit());
        Proposal ready = heldFor(limit, go.handler(), claimed);
        Duration elapsed = Duration.ofNanos(backing.time().nanoTime() - claimedAt);
        if (elapsed.compareTo(claimed.budget()) >= 0 || !isHeld(ready, Holder.fence(held))) {
            hold.record();
            return isHeld(ready, Holder.fence(held)) ? release(held, Duration.ZERO) : ready;
        }
        if (!breakers.tryStart(held.tool())) {
            hold.record();
            return release(held, ASK_AGAIN_AFTER);
        }
        if (!hold.beginHandler(backing.time().nanoTime() + limit.toNanos())) {
            breakers.notStarted(held.tool());
            hold.record();
            return release(held, Duration.ZERO);
        }
        Start start = new Start(Listening.NOBODY, true, lease, hold);
        Invocation invocation =
                invocation(ready, go.handler(), go.call(), go.key(), go.fencesBefore(), go.resourceVersion());
        return together.isPresent() && go.handler() instanceof CommittingHandler committing
                ? runTogether(ready, together.get(), committing, invocation, start)
                : run(ready, go.tool().tool(), go.handler(), invocation, start);
    }

    /** A database's own time limits are set when a transaction begins: its hold has to last for as long as it may take. */
    private Proposal heldFor(Duration limit, ToolHandler handler, Claimed claimed) {
        Proposal held = claimed.proposal();
        return handler instanceof CommittingHandler && limit.compareTo(claimed.budget()) > 0
                ? apply(held, new Change.Heartbeat(Holder.fence(held), limit))
                : held;
    }

    private static boolean isHeld(Proposal proposal, long fence) {
        return proposal.phase() == Phase.RUNNING && Holder.fence(proposal) == fence;
    }

    /** All or nothing: what could not be committed is known not to have happened, of every step. */
    private Proposal runTogether(
            Proposal held, Together steps, CommittingHandler first, Invocation invocation, Start start) {
        long begun = backing.time().nanoTime();
        CommittingHandler.Ending ending = unlessUnanswered(held.tool(), start, () -> steps.run(first, invocation));
        Duration took = since(begun);
        return recording(start, () -> recordTogether(held, steps, ending, took, start));
    }

    private Proposal recordTogether(
            Proposal held, Together steps, CommittingHandler.Ending ending, Duration took, Start start) {
        Proposal last = steps.last();
        boolean isUnknown = ending instanceof CommittingHandler.Ending.Unknown;
        if (ending instanceof CommittingHandler.Ending.Judged || (!steps.isFirst(last) && !isUnknown)) {
            ended(held.tool(), null, took, start);
        }
        Execution undone = new Ended.RolledBack(null).execution(took);
        Change.Fail rolledBack = new Change.Fail(Holder.fence(held), ReasonCode.CHAIN_ABORTED, true, undone);
        if (ending instanceof CommittingHandler.Ending.Judged judged) {
            boolean isOthers = judged.result() instanceof TransitionResult.Lost lost && !steps.isFirst(lost.current());
            return isOthers
                    ? failTogether(
                            held,
                            steps.failed(last, new Recheck.Found.Stop(ReasonCode.CHAIN_ABORTED), rolledBack),
                            rolledBack,
                            start)
                    : recorder.settled(held, rolledBack, judged.result());
        }
        if (ending instanceof CommittingHandler.Ending.Unknown unknown) {
            ended(held.tool(), steps.isFirst(last) ? Failure.PERMANENT : null, took, start);
            // What the handler committed itself is there, and a second start would do it again.
            Change.Fail broke = new Change.Fail(
                    Holder.fence(held),
                    ReasonCode.OUTCOME_UNKNOWN,
                    false,
                    new Ended.Broke(unknown.cause()).execution(took));
            return failTogether(held, steps.unknown(broke), broke, start);
        }
        if (steps.stopped() instanceof Recheck.Found.Later) {
            return release(held, ASK_AGAIN_AFTER);
        }
        if (steps.stopped() instanceof Recheck.Found.Stop stop) {
            return failTogether(held, steps.failed(last, stop, rolledBack), rolledBack, start);
        }
        Tool tool = backing.tools().find(last.tool()).orElseThrow().tool();
        Ended ended = ended(ending);
        Failure failure = ended.failure(tool.failures());
        if (steps.isFirst(last)) {
            ended(tool.name(), failure, took, start);
        }
        Optional<Duration> delay =
                delay(held, failure, start.maxStarts(held), backing.ids().next());
        Change told = ended.change(held, failure, delay, took);
        if (!(told instanceof Change.Fail fail) || !fail.noEffect()) {
            return apply(held, told);
        }
        ToolResult returned = fail.execution().result();
        Recheck.Found.Stop why = new Recheck.Found.Stop(fail.reason(), returned);
        Change.Fail ofFirst = steps.isFirst(last) ? fail : rolledBack;
        return failTogether(held, steps.failed(last, why, ofFirst), ofFirst, start);
    }

    /** In one transition; where another step has ended in between, the first by itself, and a sweep ends the others. */
    private Proposal failTogether(Proposal held, Transition all, Change.Fail ofFirst, Start start) {
        Change none = new Change.Release(Holder.fence(held), Duration.ZERO);
        Proposal after = recorder.record(held, none, all, start.listening(), start.patience());
        return after.id().equals(held.id()) && after.status().isFinal() ? after : apply(held, ofFirst);
    }

    /**
     * Runs a proposal that was checked just now and stored as running, unless the store took so long over it that the hold, or
     * the time in which it may start, is over, or its tool is left alone: then it is given back.
     *
     * @param held the proposal, running
     * @param registered its tool
     * @param call its call
     * @param askedAt the monotonic time from before it was stored
     * @param start who waits for it, and what may follow
     * @return the proposal as it stands afterwards
     * @throws io.toolgateway.store.StoreException as {@link Recorder#record}
     */
    Proposal runStored(Proposal held, RegisteredTool registered, Call call, long askedAt, Start start) {
        Duration elapsed = Duration.ofNanos(backing.time().nanoTime() - askedAt);
        if (elapsed.compareTo(Duration.between(held.createdAt(), Holder.end(held))) >= 0) {
            return notStarted(
                    held, start, Duration.ZERO, "too_late", "the store took too long, so it was not started.");
        }
        if (!breakers.tryStart(held.tool())) {
            return notStarted(
                    held,
                    start,
                    ASK_AGAIN_AFTER,
                    "circuit_open",
                    "the system behind the tool does not work at the moment.");
        }
        Hold hold = start.hold();
        if (hold != null
                && !hold.beginHandler(backing.time().nanoTime()
                        + registered.tool().timeLimit().toNanos())) {
            breakers.notStarted(held.tool());
            return release(held, Duration.ZERO, start.listening());
        }
        String key = held.content().arguments().idempotencyKey();
        String version = held.content().arguments().resourceVersion();
        Tool tool = registered.tool();
        return run(held, tool, tool.handler(), invocation(held, tool.handler(), call, key, 0, version), start);
    }

    private Proposal run(Proposal held, Tool tool, ToolHandler handler, Invocation invocation, Start start) {
        long begun = backing.time().nanoTime();
        if (handler instanceof CommittingHandler committing) {
            return runCommitting(held, tool, committing, invocation, begun, start);
        }
        Ended ended = Ended.of(handler, invocation);
        Duration took = since(begun);
        return recording(start, () -> recordEnd(held, tool, ended, took, start));
    }

    /** Without the interrupt that the handler may have left: it would keep its end from being recorded. */
    private static Proposal recording(Start start, Supplier<Proposal> record) {
        start.handlerEnded();
        boolean interrupted = Thread.interrupted();
        try {
            return record.get();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Counts how a start went, once: one that was given up is counted by whoever gave it up. */
    private void ended(String tool, @Nullable Failure failure, Duration took, Start start) {
        if (!start.isCounted()) {
            breakers.ended(tool, failure, took);
        }
    }

    /** A handler's own transaction of which nobody can be asked what came of it says nothing of its tool. */
    private <T> T unlessUnanswered(String tool, Start start, Supplier<T> transaction) {
        try {
            return transaction.get();
        } catch (RuntimeException | Error unanswered) {
            start.handlerEnded();
            if (!start.isCounted()) {
                breakers.notStarted(tool);
            }
            throw unanswered;
        }
    }

    private Proposal recordEnd(Proposal held, Tool tool, Ended ended, Duration took, Start start) {
        Failure failure = ended.failure(tool.failures());
        ended(tool.name(), failure, took, start);
        UUID transition = backing.ids().next();
        Change change = ended.change(held, failure, delay(held, failure, start.maxStarts(held), transition), took);
        return recorder.record(
                held,
                change,
                recorder.transition(transition, held, change, start.listening()),
                start.listening(),
                start.patience());
    }

    private static Optional<Duration> delay(Proposal held, @Nullable Failure failure, int maxStarts, UUID transition) {
        return failure == null
                ? Optional.empty()
                : Retries.delay(failure, held.state().progress().attempt(), maxStarts, spread(transition));
    }

    /** Out of an id that is made by chance, so that whoever makes the ids decides this, too. */
    static double spread(UUID chance) {
        return (chance.getLeastSignificantBits() >>> 11) * 0x1.0p-53;
    }

    private Duration since(long begun) {
        return Duration.ofNanos(backing.time().nanoTime() - begun);
    }

    /** The effect and its record are one commit; what was rolled back is known not to have happened, whatever the tool. */
    private Proposal runCommitting(
            Proposal held, Tool tool, CommittingHandler handler, Invocation invocation, long begun, Start start) {
        UUID transition = backing.ids().next();
        CommittingHandler.Ending ending;
        try {
            ending = unlessUnanswered(
                    tool.name(),
                    start,
                    () -> handler.handle(invocation, result -> {
                        Change finish = new Change.Finish(Holder.fence(held), Execution.returned(result, since(begun)));
                        return recorder.transition(transition, held, finish, start.listening());
                    }));
        } catch (StoreException unanswered) {
            if (start.listening().isAnyone()) {
                recorder.tellLater(held, transition);
            }
            throw unanswered;
        }
        Duration took = since(begun);
        return recording(
                start,
                () -> ending instanceof CommittingHandler.Ending.Judged judged
                        ? recordJudged(held, tool, judged, took, start)
                        : recordEnd(held, tool, ended(ending), took, start));
    }

    private Proposal recordJudged(
            Proposal held, Tool tool, CommittingHandler.Ending.Judged judged, Duration took, Start start) {
        ended(tool.name(), null, took, start);
        // If it lost, what the handler did is undone: a result that says otherwise must not be told.
        Execution undone = new Ended.RolledBack(null).execution(took);
        Change told = new Change.Fail(Holder.fence(held), ReasonCode.HANDLER_ERROR, true, undone);
        return recorder.settled(held, told, judged.result());
    }

    private static Ended ended(CommittingHandler.Ending ending) {
        if (ending instanceof CommittingHandler.Ending.Unknown unknown) {
            return new Ended.Broke(unknown.cause());
        }
        CommittingHandler.Ending.RolledBack back = (CommittingHandler.Ending.RolledBack) ending;
        return back.failure() == null ? new Ended.RolledBack(back.cause()) : new Ended.Returned(back.failure());
    }

    /** The validity bounds when a handler begins; what has begun a transaction of its own has all of its time. */
    private static Invocation invocation(
            Proposal held, ToolHandler handler, Call call, String key, long fencesBefore, @Nullable String version) {
        return new Invocation(
                call,
                key,
                held.state().progress().attempt(),
                fencesBefore + Holder.fence(held),
                handler instanceof CommittingHandler ? Holder.leaseEnd(held) : Holder.end(held),
                version);
    }

    /** Gives back what could not be started at all. */
    Proposal giveBack(Proposal held) {
        return release(held, ASK_AGAIN_AFTER);
    }

    /** Gives back what is to be started by a worker; where none would come, it has failed, and nothing was done. */
    Proposal notStarted(Proposal held, Start start, Duration delay, String code, String message) {
        if (start.hasWorkers()) {
            return release(held, delay, start.listening());
        }
        Execution execution = Execution.returned(ToolResult.failure(code, message), Duration.ZERO);
        Change failed = new Change.Fail(Holder.fence(held), ReasonCode.HANDLER_FAILED, true, execution);
        return apply(held, failed, start.listening());
    }

    private Proposal release(Proposal held, Duration delay) {
        return release(held, delay, Listening.NOBODY);
    }

    private Proposal release(Proposal held, Duration delay, Listening listening) {
        return apply(held, new Change.Release(Holder.fence(held), delay), listening);
    }

    private Proposal abandon(Proposal held, Recheck.Found.Stop stop) {
        release(held, Duration.ZERO);
        return apply(held, new Change.Abandon(stop.reason(), stop.found()));
    }

    /** Asks for a change of a proposal in the name of the worker that holds or held it. */
    private Proposal apply(Proposal held, Change change) {
        return apply(held, change, Listening.NOBODY);
    }

    private Proposal apply(Proposal held, Change change, Listening listening) {
        Transition transition = recorder.transition(backing.ids().next(), held, change, listening);
        return recorder.record(held, change, transition, listening, Duration.ZERO);
    }

    /** The answer to a start is there, for whoever waits for it. */
    Proposal answered(Proposal held, Proposal after, Listening listening) {
        return recorder.answered(held, after, listening);
    }

    /** Asks again about what the store has not answered. */
    void askAgain() {
        recorder.askAgain();
    }
}
