package io.toolgateway.postgres;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Wakes whoever waits for work. What is heard while nobody waits is kept for the next.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Wakeups {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private boolean ready;
    private long signals;

    void signal() {
        lock.lock();
        try {
            ready = true;
            signals++;
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** False if nothing was heard of in that time. */
    boolean await(Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long before = signals;
            long left = atMost.toNanos();
            while (!ready && signals == before && left > 0) {
                left = work.awaitNanos(left);
            }
            boolean heard = ready || signals != before;
            ready = false;
            return heard;
        } finally {
            lock.unlock();
        }
    }
}
