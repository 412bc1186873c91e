package io.toolgateway.redis;

import io.toolgateway.store.StoreException;
import io.toolgateway.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Waits for hints that there is work. Each wakes one of the threads that wait, in one of the processes. Of the threads of this
 * process one listens for all, so that they hold one connection and not one each: whoever waits first; when it leaves, another.
 *
 * <p>What is heard beyond the number of those who wait wakes nobody: whoever is busy looks for itself before it waits.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Hints {

    private static final Duration FORGETS_DEAD_EVERY = Duration.ofMinutes(1);
    /** Or has not heard anything for so long: older servers see no difference. It is new to the group then, and misses nothing. */
    private static final Duration DEAD_AFTER = Duration.ofMinutes(10);

    private final Source source;
    private final TimeSource time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private boolean isListenedTo;
    private int waiting;
    /** How many of those who wait have been sent for and are not gone yet. */
    private int called;

    Hints(Server server, Shards shards, TimeSource time) {
        this(new HintStreams(server, shards), time);
    }

    Hints(Source source, TimeSource time) {
        this.source = source;
        this.time = time;
    }

    /** Where hints come from. One thread at a time listens to it. */
    interface Source {

        /** How many were heard; waits for the first, not necessarily as long as it may. */
        int listen(Duration atMost);

        /** This process is to be forgotten. */
        void leave();

        /** Processes are to be forgotten that have not listened for so long. */
        void forgetDead(Duration idle);
    }

    /** False if nothing was heard of in that time. */
    boolean await(Duration atMost) throws InterruptedException {
        long end = time.nanoTime() + atMost.toNanos();
        lock.lockInterruptibly();
        waiting++;
        try {
            boolean isCalled;
            long left = atMost.toNanos();
            do {
                if (isListenedTo) {
                    news.awaitNanos(left);
                } else {
                    listen(Duration.ofNanos(left));
                }
                isCalled = called > 0;
                left = end - time.nanoTime();
            } while (!isCalled && left > 0);
            called -= isCalled ? 1 : 0;
            return isCalled;
        } finally {
            waiting--;
            goOn();
            lock.unlock();
        }
    }

    /** For all that wait; the lock is free meanwhile. */
    private void listen(Duration atMost) throws InterruptedException {
        int heard = 0;
        isListenedTo = true;
        lock.unlock();
        try {
            heard = source.listen(atMost);
        } catch (StoreException e) {
            // What broke the call off is what whoever interrupted is waiting for.
            if (!Thread.currentThread().isInterrupted()) {
                throw e;
            }
        } finally {
            lock.lock();
            isListenedTo = false;
            called += heard;
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** Whoever leaves wakes the next, to leave as well or to listen. */
    private void goOn() {
        called = Math.min(called, waiting);
        if (called > 0 || !isListenedTo) {
            news.signal();
        }
    }

    /** The server forgets this process. */
    void leave() {
        source.leave();
    }

    /** The server forgets processes that have not listened for long, as often as that is worth it. */
    Seldom forgettingDead() {
        return new Seldom(FORGETS_DEAD_EVERY, time, () -> forgetDead(DEAD_AFTER));
    }

    /** Those that have not listened for so long and have nothing pending. */
    void forgetDead(Duration idle) {
        source.forgetDead(idle);
    }
}
