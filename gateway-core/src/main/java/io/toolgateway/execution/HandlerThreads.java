package io.toolgateway.execution;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that handlers run on: made when one is needed, kept for a while, as many as there are slots, handlers left behind and
 * ends that are being recorded.
 *
 * <p>Threads: safe for concurrent use.
 */
final class HandlerThreads {

    private static final int KEPT_SECONDS = 60;

    private final ThreadPoolExecutor pool;

    HandlerThreads(ThreadFactory threads) {
        // Bounded by the slots of those who use it.
        this.pool = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, KEPT_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
    }

    /**
     * Runs a task.
     *
     * @throws java.util.concurrent.RejectedExecutionException if it was closed
     */
    void run(Runnable task) {
        pool.execute(task);
    }

    /** Takes nothing more; what runs goes on. */
    void close() {
        pool.shutdown();
    }
}
