package io.toolgateway.testkit.faults;

import io.toolgateway.execution.ExecutorOptions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** How fast everything goes in a campaign: a lease that is over soon, a sweeper that looks often. */
public final class Pace {

    /** How long a worker holds a proposal. */
    public static final Duration LEASE = Duration.ofMillis(600);

    /** How long a handler may take: from then on it is not kept alive. */
    static final Duration TIME_LIMIT = Duration.ofMillis(500);

    static final Duration GRACE = Duration.ofMillis(150);
    static final Duration POLL = Duration.ofMillis(100);
    static final Duration SWEEP = Duration.ofMillis(150);
    static final Duration VALID = Duration.ofSeconds(20);
    static final Duration VALID_BRIEFLY = Duration.ofSeconds(1);

    /** What I7 grants after the deadline: lease, grace, reaper and sweep, and what a busy machine takes for the work itself. */
    static final Duration SETTLING = LEASE.plus(GRACE).plus(SWEEP).plus(SWEEP).plus(Duration.ofSeconds(5));

    /** How long a slow handler takes: its time and its lease are over, and whoever took the call over is at work. */
    static final Duration BEYOND_LEASE = Duration.ofMillis(1_200);

    /** How long a worker is held up that would start too late. */
    static final Duration LATE = Duration.ofSeconds(4);

    /** How long the slowest thing may take before a campaign gives up on it. */
    static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final long LOOK_AGAIN_MILLIS = 20;

    private Pace() {}

    /** How the workers of a campaign work. */
    static ExecutorOptions executor(String worker, int threads) {
        ThreadFactory daemons = task -> {
            Thread thread = new Thread(task, worker);
            thread.setDaemon(true);
            return thread;
        };
        return ExecutorOptions.defaults()
                .named(worker)
                .withThreads(threads)
                .withLease(LEASE)
                .pollingEvery(POLL)
                .sweepingEvery(SWEEP)
                .withGrace(GRACE)
                .on(daemons);
    }

    /** Takes a while, as a handler or a person does. */
    public static void pass(Duration time) {
        try {
            boolean unreachable = new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
            if (unreachable) {
                throw new AssertionError("nobody counts this latch down");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes a while, whoever interrupts; the interrupt is forgotten, since it would close the file of the effects. */
    static void passStubbornly(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            pass(Duration.ofNanos(left));
            Thread.interrupted();
        }
    }

    /** Waits until a condition holds; false if it does not within a time. */
    public static boolean until(BooleanSupplier condition, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            pass(Duration.ofMillis(LOOK_AGAIN_MILLIS));
        }
        return true;
    }
}
