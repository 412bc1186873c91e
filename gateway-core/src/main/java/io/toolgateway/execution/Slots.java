package io.toolgateway.execution;

import io.toolgateway.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many handlers run at once. One that is past its time limit and does not stop is left behind: its slot is free again, until
 * as many are left behind as there are slots; from then on it keeps its slot, so that nothing more is started in the end. So is
 * the slot of one that has come back and is being recorded, up to a number: a store that does not answer stops the starts, too.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Slots {

    /** So many ends can share a commit, however few handlers run at once. */
    private static final int RECORDED_AT_ONCE = 32;

    private final int count;
    private final Semaphore free;
    private final Semaphore leftBehind;
    private final Semaphore recording = new Semaphore(RECORDED_AT_ONCE);
    private final AtomicLong ended = new AtomicLong();

    Slots(int count) {
        this.count = count;
        this.free = new Semaphore(count);
        this.leftBehind = new Semaphore(count);
    }

    /** Waits until at least one is free, then true. It is not taken. */
    boolean awaitFree() throws InterruptedException {
        free.acquire();
        free.release();
        return true;
    }

    /** How many are free now. */
    int free() {
        return free.availablePermits();
    }

    void take(int slots) {
        free.acquireUninterruptibly(slots);
    }

    boolean tryTake(Duration atMost) throws InterruptedException {
        return free.tryAcquire(Math.max(0, atMost.toNanos()), TimeUnit.NANOSECONDS);
    }

    /** One that was taken was not needed. */
    void leave() {
        free.release();
    }

    void giveBack() {
        ended.incrementAndGet();
        free.release();
    }

    /** A handler has come back and is to be recorded: whether its slot is free all the same. */
    boolean leaveToRecord() {
        boolean isLeft = recording.tryAcquire();
        if (isLeft) {
            giveBack();
        }
        return isLeft;
    }

    /** One whose slot was free has been recorded. */
    void recorded() {
        recording.release();
    }

    /** How often a slot was given back. */
    long ended() {
        return ended.get();
    }

    /** Waits until nothing runs any more, nor is left behind. */
    boolean awaitAll(long until, TimeSource time) throws InterruptedException {
        return awaitAll(free, count, until - time.nanoTime())
                && awaitAll(recording, RECORDED_AT_ONCE, until - time.nanoTime())
                && awaitAll(leftBehind, count, until - time.nanoTime());
    }

    private static boolean awaitAll(Semaphore all, int count, long nanos) throws InterruptedException {
        boolean taken = all.tryAcquire(count, Math.max(1, nanos), TimeUnit.NANOSECONDS);
        if (taken) {
            all.release(count);
        }
        return taken;
    }

    /** One who holds a slot will not give it back in time: whether it is free all the same. */
    boolean leaveBehind() {
        boolean isLeft = leftBehind.tryAcquire();
        if (isLeft) {
            free.release();
        }
        return isLeft;
    }

    /** One that was left behind has come back. */
    void cameBack() {
        leftBehind.release();
    }

    int leftBehind() {
        return count - leftBehind.availablePermits();
    }
}
