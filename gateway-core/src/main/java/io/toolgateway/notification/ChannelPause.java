package io.toolgateway.notification;

import io.github.resilience4j.core.IntervalFunction;
import io.toolgateway.time.TimeSource;
import java.time.Duration;

/**
 * Leaves a channel alone while all that is tried on it fails: a breaker that counts failures in a row. After each pause one delivery
 * tries it. Not resilience4j's, since what is waiting is looked through once each time the channel is left alone.
 *
 * <p>Threads: confined to whoever holds the channel.
 */
final class ChannelPause {

    private static final int FAILURES = 5;
    private static final IntervalFunction PAUSES =
            IntervalFunction.ofExponentialBackoff(Duration.ofSeconds(30), 2, Duration.ofMinutes(10));

    private final TimeSource time;
    private int failures;
    private long until;

    ChannelPause(TimeSource time) {
        this.time = time;
        this.until = time.nanoTime();
    }

    boolean isOver() {
        return time.nanoTime() - until >= 0;
    }

    void worked() {
        failures = 0;
    }

    /** Gives how long the channel is left alone from now on; zero if it is not. */
    Duration failed() {
        failures++;
        if (failures < FAILURES) {
            return Duration.ZERO;
        }
        Duration pause = Duration.ofMillis(PAUSES.apply(failures - FAILURES + 1));
        until = time.nanoTime() + pause.toNanos();
        return pause;
    }
}
