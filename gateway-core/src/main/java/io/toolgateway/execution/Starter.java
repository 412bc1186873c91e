package io.toolgateway.execution;

import io.toolgateway.proposal.Proposal;
import io.toolgateway.tool.Tool;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * Starts what {@code propose()} allows, so that it answers in time whatever a handler does (SPEC E4), and what is approved while a worker
 * is free.
 *
 * <p>For the gateway, not for applications: what it starts has been judged and put on record by the gateway, and nobody who has a
 * gateway or its executor gets at its starter (SPEC P1).
 *
 * <p>Threads: safe for concurrent use. A handler runs on a thread of its own, unless its tool is
 * {@link io.toolgateway.tool.ToolBuilder#onCallersThread}.
 *
 * @since 0.1
 */
public final class Starter {

    private final Executor executor;
    private final Backing backing;
    private final ExecutorOptions options;
    private final Runner runner;
    private final Breakers breakers;
    private final HandlerThreads threads;
    private final Heartbeats heartbeats;
    private final Slots slots;
    private volatile boolean isClosed;

    Starter(
            Executor executor,
            Backing backing,
            ExecutorOptions options,
            Runner runner,
            Breakers breakers,
            HandlerThreads threads,
            Heartbeats heartbeats) {
        this.executor = executor;
        this.backing = backing;
        this.options = options;
        this.runner = runner;
        this.breakers = breakers;
        this.threads = threads;
        this.heartbeats = heartbeats;
        this.slots = new Slots(options.callsAtOnce());
    }

    /**
     * A starter and its executor, which does nothing yet.
     *
     * @param backing what they stand on
     * @param options how they work
     * @return the starter, which is to be kept
     */
    public static Starter of(Backing backing, ExecutorOptions options) {
        return new Executor(backing, options).starter();
    }

    /** {@return the workers, for the host} */
    public Executor executor() {
        return executor;
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
     * A seat for a read; taken before the read is put on record.
     *
     * @param tool whose handler
     * @param answerBy how long to wait for one
     * @return the seat, to be closed; empty if none came free in time
     */
    public Optional<ReadSeat> toRead(Tool tool, long answerBy) {
        return seat(tool, answerBy).map(seat -> new ReadSeat(backing, breakers, threads, seat));
    }

    /**
     * A seat for a write; taken before its start is put on record.
     *
     * @param tool whose handler
     * @param answerBy how long to wait for one
     * @return the seat, to be closed; empty if none came free in time
     */
    public Optional<WriteSeat> toWrite(Tool tool, long answerBy) {
        return seat(tool, answerBy)
                .map(seat ->
                        new WriteSeat(backing, options.lease(), runner, threads, heartbeats, this::hasWorkers, seat));
    }

    /**
     * A worker for a call that is about to be approved.
     *
     * @param proposal what waits for the approval
     * @return claims it together with the approval, to be answered; empty if no worker is free, or others wait for one
     */
    public Optional<WorkSeat> toWork(Proposal proposal) {
        return executor.seatFor(proposal);
    }

    private Optional<Seat> seat(Tool tool, long answerBy) {
        if (tool.isOnCallersThread()) {
            return Optional.of(Seat.onCallersThread());
        }
        try {
            if (isClosed) {
                return Optional.empty();
            }
            boolean taken = slots.tryTake(Duration.ZERO);
            if (!taken) {
                // Where no worker was started nobody else looks at the time.
                heartbeats.giveUpOverdue();
                taken = slots.tryTake(left(backing, answerBy));
            }
            return taken ? Optional.of(Seat.in(slots)) : Optional.empty();
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

    /** In memory nobody else can be a worker. */
    private boolean hasWorkers() {
        return backing.store().isDurable() || executor.isRunning();
    }

    static Duration left(Backing backing, long answerBy) {
        return Duration.ofNanos(Math.max(0, answerBy - backing.time().nanoTime()));
    }

    static RuntimeException unchecked(ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
    }
}
