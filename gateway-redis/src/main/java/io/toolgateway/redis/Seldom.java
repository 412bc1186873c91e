package io.toolgateway.redis;

import io.toolgateway.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Does something at most once in a while, however often it is asked to.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Seldom {

    private final Duration every;
    private final TimeSource time;
    private final Runnable work;
    private final AtomicLong next;

    Seldom(Duration every, TimeSource time, Runnable work) {
        this.every = every;
        this.time = time;
        this.work = work;
        this.next = new AtomicLong(time.nanoTime());
    }

    /** Not at once, but after the first while. */
    Seldom later() {
        next.set(time.nanoTime() + every.toNanos());
        return this;
    }

    /** The first time it is done at once. */
    void run() {
        long now = time.nanoTime();
        long due = next.get();
        if (now - due >= 0 && next.compareAndSet(due, now + every.toNanos())) {
            work.run();
        }
    }
}
