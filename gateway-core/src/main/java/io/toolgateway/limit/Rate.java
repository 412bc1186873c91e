package io.toolgateway.limit;

import java.time.Duration;

/**
 * How many calls may come in which time: a bucket that a call fills a little and that drains evenly. In any span of time no more
 * calls pass than the burst and what drains in that span.
 *
 * @param calls how many drain in a window; at least 1
 * @param window a millisecond to a year
 * @param burst how many may come at once after a while without any; at least 1
 * @since 0.1
 */
public record Rate(int calls, Duration window, int burst) {

    private static final Duration LONGEST = Duration.ofDays(366);
    /** What the numbers of Redis hold without being rounded. */
    private static final long EXACT = 1L << 53;

    private static final int NANOS_OF_A_MICRO = 1_000;

    /** Refuses what could not be counted exactly. */
    public Rate {
        if (calls < 1 || burst < 1) {
            throw new IllegalArgumentException("a rate allows at least 1 call");
        }
        if (window.compareTo(Duration.ofMillis(1)) < 0 || window.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("the window of a rate is a millisecond to a year, not " + window);
        }
        if (burst > EXACT / micros(window)) {
            throw new IllegalArgumentException("a burst of " + burst + " in " + window + " cannot be counted exactly");
        }
    }

    /**
     * So many calls in a window; all of them may come at once.
     *
     * @param calls how many; at least 1
     * @param window how long; a millisecond to a year
     * @return the rate
     */
    public static Rate of(int calls, Duration window) {
        return new Rate(calls, window, calls);
    }

    /**
     * This rate with another burst.
     *
     * @param burst how many may come at once; at least 1
     * @return a copy
     */
    public Rate withBurst(int burst) {
        return new Rate(calls, window, burst);
    }

    /** {@return what a call adds to the level of a bucket, of which {@link #calls} drain in a microsecond} */
    public long adds() {
        return micros(window);
    }

    /** {@return how high the level of a bucket may be} */
    public long holds() {
        return micros(window) * burst;
    }

    private static long micros(Duration window) {
        return window.toNanos() / NANOS_OF_A_MICRO;
    }
}
