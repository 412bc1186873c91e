package io.toolgateway.postgres;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Wakes whoever waits for work: as many as there is work for, since each that is woken in vain asks the database in vain. What is
 * heard while nobody waits is kept for the next.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Wakeups {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private int waiting;
    /** How many of those who wait have been sent for and are not gone yet; one more than none while nobody waits. */
    private int called;

    /** There is work for so many. */
    void signal(int workers) {
        lock.lock();
        try {
            // Whoever is busy looks again before it waits.
            called = Math.min(Math.addExact(called, Math.min(workers, waiting + 1)), Math.max(1, waiting));
            for (int i = 0; i < called; i++) {
                work.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** There may be work for any number. */
    void signalAll() {
        signal(Integer.MAX_VALUE);
    }

    /** False if nothing was heard of in that time. */
    boolean await(Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        waiting++;
        try {
            long left = atMost.toNanos();
            while (called == 0 && left > 0) {
                left = work.awaitNanos(left);
            }
            boolean isCalled = called > 0;
            called -= isCalled ? 1 : 0;
            return isCalled;
        } finally {
            waiting--;
            lock.unlock();
        }
    }
}
