package io.toolgateway.time;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Runs what has to be done again and again. A seam: a test or a host with a scheduler of its own brings another.
 *
 * <p>Threads: must be safe for concurrent use.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Scheduler {

    /**
     * Runs a task at once and then again and again, never twice at a time.
     *
     * @param pause from the end of one run to the start of the next
     * @param task must not throw
     * @return ends it
     */
    Repeating every(Duration pause, Runnable task);

    /** What runs again and again. */
    @FunctionalInterface
    interface Repeating {

        /** Ends it; a run that is under way is not interrupted. */
        void cancel();
    }

    /**
     * A scheduler with one thread for each task.
     *
     * @param threads makes the thread, when the task is scheduled
     * @return the scheduler
     */
    static Scheduler on(ThreadFactory threads) {
        return (pause, task) -> {
            ScheduledExecutorService one = new ScheduledThreadPoolExecutor(1, threads);
            Future<?> runs = one.scheduleWithFixedDelay(task, 0, pause.toNanos(), TimeUnit.NANOSECONDS);
            return () -> {
                runs.cancel(false);
                one.shutdown();
            };
        };
    }
}
