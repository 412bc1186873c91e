package io.toolgateway.execution;

import io.toolgateway.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many handlers run at once. One that is past its time limit and does not stop is left behind: its slot is free again, until
 * as many are left behind as there are slots; from then on it keeps its slot, so that nothing more is started in the end.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Slots {

    private final int count;
    private final Semaphore free;
    private final Semaphore leftBehind;

    Slots(int count) {
        this.count = count;
        this.free = new Semaphore(count);
        this.leftBehind = new Semaphore(count);
    }

    /** Waits until at least one is free; how many are. They are not taken. */
    int awaitFree() throws InterruptedException {
        free.acquire();
        free.release();
        return Math.max(1, free.availablePermits());
    }

    void take(int slots) {
        free.acquireUninterruptibly(slots);
    }

    boolean tryTake(Duration atMost) throws InterruptedException {
        return free.tryAcquire(Math.max(0, atMost.toNanos()), TimeUnit.NANOSECONDS);
    }

    void giveBack() {
        free.release();
    }

    /** Waits until nothing runs any more, nor is left behind. */
    boolean awaitAll(long until, TimeSource time) throws InterruptedException {
        return awaitAll(free, until - time.nanoTime()) && awaitAll(leftBehind, until - time.nanoTime());
    }

    private boolean awaitAll(Semaphore all, long nanos) throws InterruptedException {
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
