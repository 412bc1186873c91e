package io.toolgateway.execution;

import io.toolgateway.proposal.Execution;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.store.StoreException;
import io.toolgateway.tool.Call;
import io.toolgateway.tool.Failure;
import io.toolgateway.tool.Invocation;
import io.toolgateway.tool.RegisteredTool;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts what {@code propose()} allows, so that it answers in time whatever a handler does (SPEC E4). Used by the gateway, not by
 * applications.
 *
 * <p>Threads: safe for concurrent use. A handler runs on a thread of its own, unless its tool is
 * {@link io.toolgateway.tool.ToolBuilder#onCallersThread}.
 *
 * @since 0.1
 */
public final class Starter {

    private static final Logger LOG = LoggerFactory.getLogger(Starter.class);
    private static final Duration RECORDED_WITHIN = Duration.ofSeconds(1);

    private final Backing backing;
    private final ExecutorOptions options;
    private final Runner runner;
    private final Breakers breakers;
    private final HandlerThreads threads;
    private final Heartbeats heartbeats;
    private final BooleanSupplier workersRun;
    private final Slots slots;
    private volatile boolean isClosed;

    Starter(
            Backing backing,
            ExecutorOptions options,
            Runner runner,
            Breakers breakers,
            HandlerThreads threads,
            Heartbeats heartbeats,
            BooleanSupplier workersRun) {
        this.backing = backing;
        this.options = options;
        this.runner = runner;
        this.breakers = breakers;
        this.threads = threads;
        this.heartbeats = heartbeats;
        this.workersRun = workersRun;
        this.slots = new Slots(options.callsAtOnce());
    }

    /**
     * When a call that is proposed now has to be answered.
     *
     * @return a monotonic time
     */
    public long answerBy() {
        return backing.time().nanoTime() + options.answerWithin().toNanos();
    }

    /** {@return this process's name among all workers} */
    public String worker() {
        return options.worker();
    }

    /**
     * A seat for one start; taken before the start is put on record.
     *
     * @param tool whose handler
     * @param answerBy how long to wait for one
     * @return the seat, to be closed; empty if none came free in time
     */
    public Optional<Seat> seat(Tool tool, long answerBy) {
        if (tool.isOnCallersThread()) {
            return Optional.of(new Seat(null));
        }
        try {
            if (isClosed) {
                return Optional.empty();
            }
            boolean taken = slots.tryTake(Duration.ZERO);
            if (!taken) {
                // Where no worker was started nobody else looks at the time.
                heartbeats.giveUpOverdue();
                taken = slots.tryTake(left(answerBy));
            }
            return taken ? Optional.of(new Seat(slots)) : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Starts nothing more but what runs on its caller's thread. */
    void close() {
        isClosed = true;
    }

    boolean awaitAll(long until) throws InterruptedException {
        return slots.awaitAll(until, backing.time());
    }

    private Duration left(long answerBy) {
        return Duration.ofNanos(Math.max(0, answerBy - backing.time().nanoTime()));
    }

    /** Leave to run one handler. */
    public final class Seat implements AutoCloseable {

        private @Nullable Slots slots;
        private boolean isRunning;
        private boolean isClosed;

        private Seat(@Nullable Slots slots) {
            this.slots = slots;
        }

        /**
         * Runs a proposal that is stored as running.
         *
         * @param held the proposal
         * @param registered its tool
         * @param call its call
         * @param askedAt the monotonic time from before it was stored
         * @param answerBy when to answer
         * @return the proposal as it stands by then; still running if it was not done in time
         * @throws io.toolgateway.store.StoreException if it was run and could not be recorded
         */
        public Proposal start(Proposal held, RegisteredTool registered, Call call, long askedAt, long answerBy) {
            Listening listening = Listening.waiting();
            Slots mine = slots;
            if (mine == null) {
                return runner.runStored(
                        held,
                        registered,
                        call,
                        askedAt,
                        new Runner.Start(listening, hasWorkers(), Duration.ZERO, null));
            }
            slots = null;
            Hold hold = Hold.ofProposer(
                    held,
                    mine,
                    backing.time().nanoTime() + registered.tool().timeLimit().toNanos());
            Runner.Start start = new Runner.Start(listening, hasWorkers(), options.lease(), hold);
            FutureTask<Proposal> task =
                    new FutureTask<>(() -> runner.runStored(held, registered, call, askedAt, start));
            heartbeats.add(hold);
            try {
                threads.run(() -> run(task, hold));
            } catch (RuntimeException | Error none) {
                LOG.error("no thread is to be had for proposal {}", held.id(), none);
                end(hold);
                return runner.notStarted(
                        held, start, Duration.ZERO, "busy", "no thread is to be had; it was not started.");
            }
            return answer(task, held, listening, answerBy);
        }

        private void run(FutureTask<Proposal> task, Hold hold) {
            hold.begin();
            try {
                task.run();
            } finally {
                end(hold);
            }
        }

        private void end(Hold hold) {
            heartbeats.remove(hold);
            hold.end();
        }

        private Proposal answer(FutureTask<Proposal> task, Proposal held, Listening listening, long answerBy) {
            boolean interrupted = false;
            try {
                return task.get(left(answerBy).toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
                return listening.leave() ? held : recorded(task, held);
            } catch (TimeoutException late) {
                return listening.leave() ? held : recorded(task, held);
            } catch (ExecutionException e) {
                throw unchecked(e);
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        /** Its end is being recorded, which takes as long as the store does; if that is long, nobody knows for now. */
        private Proposal recorded(FutureTask<Proposal> task, Proposal held) {
            try {
                return task.get(RECORDED_WITHIN.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException late) {
                throw new StoreException("what came of it could not be recorded in time", late);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return held;
            } catch (ExecutionException e) {
                throw unchecked(e);
            }
        }

        /**
         * Runs a read, and again in place where that may help and there is time.
         *
         * @param tool the tool, read-only
         * @param invocation what to run
         * @param answerBy when to answer
         * @return what came of it; a failure if it was not done in time
         */
        public Execution read(Tool tool, Supplier<Invocation> invocation, long answerBy) {
            long begun = backing.time().nanoTime();
            for (int starts = 1; ; starts++) {
                Ended ended = readOnce(tool, invocation.get(), answerBy);
                Failure failure = ended.failure(tool.failures());
                Optional<Duration> delay = failure == null
                        ? Optional.empty()
                        : Retries.delay(
                                failure,
                                starts,
                                tool.maxStarts(),
                                Runner.spread(backing.ids().next()));
                if (delay.isEmpty() || !paused(delay.get(), answerBy)) {
                    return execution(ended, Duration.ofNanos(backing.time().nanoTime() - begun));
                }
            }
        }

        /** No record has what a read returned, so nothing of it has to be left out. */
        private static Execution execution(Ended ended, Duration took) {
            return ended instanceof Ended.Returned returned
                    ? new Execution(returned.result(), null, took, null)
                    : ended.execution(took);
        }

        private boolean paused(Duration delay, long answerBy) {
            if (left(answerBy).compareTo(delay) <= 0) {
                return false;
            }
            try {
                backing.time().pause(delay);
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        private Ended readOnce(Tool tool, Invocation invocation, long answerBy) {
            if (slots != null && left(answerBy).isZero()) {
                return failed("busy", "the time to answer was over before it could be started.");
            }
            if (!breakers.tryStart(tool.name())) {
                return failed("circuit_open", "the system behind the tool does not work at the moment.");
            }
            long begun = backing.time().nanoTime();
            Ended ended;
            try {
                ended = readEnded(tool, invocation, answerBy);
            } catch (RuntimeException | Error none) {
                LOG.error("no thread is to be had for a call of {}", tool.name(), none);
                breakers.notStarted(tool.name());
                return failed("busy", "no thread is to be had; it was not started.");
            }
            breakers.ended(
                    tool.name(),
                    ended.failure(tool.failures()),
                    Duration.ofNanos(backing.time().nanoTime() - begun));
            return ended;
        }

        private Ended readEnded(Tool tool, Invocation invocation, long answerBy) {
            FutureTask<Ended> task = begin(() -> Ended.of(tool.handler(), invocation));
            try {
                return task.get(left(answerBy).toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException late) {
                task.cancel(true);
                return new Ended.Returned(
                        ToolResult.transientFailure("no_answer_in_time", "the tool did not answer in time."));
            } catch (InterruptedException e) {
                task.cancel(true);
                Thread.currentThread().interrupt();
                return new Ended.Broke(e);
            } catch (ExecutionException e) {
                throw unchecked(e);
            }
        }

        private static Ended failed(String code, String message) {
            return new Ended.Returned(ToolResult.failure(code, message));
        }

        /** On a thread that is left behind if it does not come back. */
        private <T> FutureTask<T> begin(Callable<T> work) {
            FutureTask<T> task = new FutureTask<>(work);
            if (slots == null) {
                task.run();
                return task;
            }
            setRunning(true);
            try {
                threads.run(() -> {
                    try {
                        task.run();
                    } finally {
                        setRunning(false);
                    }
                });
            } catch (RuntimeException | Error none) {
                setRunning(false);
                throw none;
            }
            return task;
        }

        private synchronized void setRunning(boolean running) {
            isRunning = running;
            giveBackIfDone();
        }

        /** Gives the seat back, as soon as nothing runs on it. */
        @Override
        public synchronized void close() {
            isClosed = true;
            giveBackIfDone();
        }

        private void giveBackIfDone() {
            if (isClosed && !isRunning && slots != null) {
                slots.giveBack();
                slots = null;
            }
        }
    }

    /** In memory nobody else can be a worker. */
    private boolean hasWorkers() {
        return backing.store().isDurable() || workersRun.getAsBoolean();
    }

    private static RuntimeException unchecked(ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
    }
}
