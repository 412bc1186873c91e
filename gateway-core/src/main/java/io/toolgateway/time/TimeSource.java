package io.toolgateway.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The gateway's clock: moments for records, and a monotonic counter for durations, and waits. Deadlines are decided by the store's clock.
 *
 * <p>Threads: must be safe for concurrent use.
 *
 * @since 0.1
 */
public interface TimeSource extends InstantSource {

    /** The system's clocks. */
    TimeSource SYSTEM = new TimeSource() {
        @Override
        public Instant instant() {
            return Clock.systemUTC().instant();
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }
    };

    /**
     * A counter that never goes back.
     *
     * @return nanoseconds from an arbitrary origin
     */
    long nanoTime();

    /**
     * Waits, such as between two tries of a read. Not for deadlines.
     *
     * @param time how long; nothing if it is not positive
     * @throws InterruptedException if the thread is interrupted
     */
    default void pause(Duration time) throws InterruptedException {
        if (new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new IllegalStateException("nobody counts it down");
        }
    }
}
