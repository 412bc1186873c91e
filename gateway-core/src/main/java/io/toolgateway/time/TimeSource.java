package io.toolgateway.time;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The gateway's clock: moments for records, and a monotonic counter for durations. Deadlines are decided by the store's clock.
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
}
