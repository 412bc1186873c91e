package io.toolgateway.execution;

import io.toolgateway.json.Storable;
import io.toolgateway.time.Scheduler;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How an executor works.
 *
 * @param worker this process's name among all workers; default a new UUID; never the same for two processes
 * @param threads how many handlers run at once; 1 to 1,000; default 4
 * @param lease how long a claim holds without word from its worker; default 30 s
 * @param pollInterval how long a worker waits for a wake-up before it looks by itself; ten times as long while the store hears of
 *     all work ({@link io.toolgateway.store.ProposalStore#hearsOfWork}); default 1 s
 * @param sweepInterval how often expiries and dead workers are looked for; default 5 s
 * @param grace how long a lease must be over before its worker counts as dead; default 2 s
 * @param threadFactory makes all threads; default daemon threads with a name; virtual ones work
 * @param scheduler runs the sweeps; default a thread of the factory
 * @since 0.1
 */
public record ExecutorOptions(
        String worker,
        int threads,
        Duration lease,
        Duration pollInterval,
        Duration sweepInterval,
        Duration grace,
        ThreadFactory threadFactory,
        Scheduler scheduler) {

    /** Refuses what cannot work. */
    public ExecutorOptions {
        Storable.required(worker, "worker's name");
        Storable.required(lease, "lease");
        if (threads < 1 || threads > 1_000) {
            throw new IllegalArgumentException("an executor has 1 to 1,000 threads");
        }
        requirePositive(lease, "lease");
        requirePositive(pollInterval, "poll interval");
        requirePositive(sweepInterval, "sweep interval");
        if (grace.isNegative()) {
            throw new IllegalArgumentException("the grace must not be negative: it would end leases that are alive");
        }
    }

    /**
     * The defaults.
     *
     * @return options with a new worker name
     */
    public static ExecutorOptions defaults() {
        ThreadFactory daemons = daemons();
        return new ExecutorOptions(
                UUID.randomUUID().toString(),
                4,
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(2),
                daemons,
                Scheduler.on(daemons));
    }

    /**
     * These options with so many handlers at once.
     *
     * @param threads 1 to 1,000
     * @return a copy
     */
    public ExecutorOptions withThreads(int threads) {
        return new ExecutorOptions(
                worker, threads, lease, pollInterval, sweepInterval, grace, threadFactory, scheduler);
    }

    /**
     * These options under another name.
     *
     * @param worker a name that no other process has
     * @return a copy
     */
    public ExecutorOptions named(String worker) {
        return new ExecutorOptions(
                worker, threads, lease, pollInterval, sweepInterval, grace, threadFactory, scheduler);
    }

    /**
     * These options with another lease.
     *
     * @param lease more than zero
     * @return a copy
     */
    public ExecutorOptions withLease(Duration lease) {
        return new ExecutorOptions(
                worker, threads, lease, pollInterval, sweepInterval, grace, threadFactory, scheduler);
    }

    /**
     * These options on the host's threads.
     *
     * @param threadFactory makes all threads
     * @return a copy
     */
    public ExecutorOptions on(ThreadFactory threadFactory) {
        return new ExecutorOptions(
                worker, threads, lease, pollInterval, sweepInterval, grace, threadFactory, Scheduler.on(threadFactory));
    }

    /**
     * These options with sweeps by another scheduler.
     *
     * @param scheduler runs the sweeps
     * @return a copy
     */
    public ExecutorOptions sweepingBy(Scheduler scheduler) {
        return new ExecutorOptions(
                worker, threads, lease, pollInterval, sweepInterval, grace, threadFactory, scheduler);
    }

    private static ThreadFactory daemons() {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "tool-gateway-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    private static void requirePositive(Duration duration, String what) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException("the " + what + " must be more than zero");
        }
    }
}
