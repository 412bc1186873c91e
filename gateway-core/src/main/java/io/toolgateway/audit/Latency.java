package io.toolgateway.audit;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Percentiles of measured times, exact: by nearest rank, so that each is a time that was really measured, the smallest that at
 * least so many percent of all do not exceed. Of one measurement all three are that one.
 *
 * @param count how many were measured
 * @param p50 half took no longer; null if nothing was measured
 * @param p95 95 percent took no longer; null if nothing was measured
 * @param p99 99 percent took no longer; null if nothing was measured
 * @since 0.1
 */
public record Latency(
        long count,
        @Nullable Duration p50,
        @Nullable Duration p95,
        @Nullable Duration p99) {

    private static final long MICROS = 1_000;
    private static final long MILLIS = 1_000_000;
    private static final long SECONDS = 1_000_000_000;

    /**
     * The percentiles of some times.
     *
     * @param times in any order
     * @return the percentiles
     */
    public static Latency of(Collection<Duration> times) {
        List<Duration> sorted = times.stream().sorted().toList();
        return sorted.isEmpty()
                ? new Latency(0, null, null, null)
                : new Latency(sorted.size(), rank(sorted, 50), rank(sorted, 95), rank(sorted, 99));
    }

    private static Duration rank(List<Duration> sorted, long percent) {
        long rank = (percent * sorted.size() + 99) / 100;
        return sorted.get((int) rank - 1);
    }

    /**
     * A time in the unit that suits it: {@code 85us}, {@code 245ms}, {@code 1.2s}, {@code 3.5min}, {@code 26.0h}.
     *
     * @param time zero or more, or null
     * @return the text; {@code -} for null
     */
    public static String text(@Nullable Duration time) {
        if (time == null) {
            return "-";
        }
        if (time.compareTo(Duration.ofHours(1)) >= 0) {
            return tenths(time.toSeconds(), 3600) + "h";
        }
        long nanos = time.toNanos();
        // Each unit ends where its rounded figure would reach the next one.
        if (nanos < MILLIS - MICROS / 2) {
            return (nanos + MICROS / 2) / MICROS + "us";
        } else if (nanos < SECONDS - MILLIS / 2) {
            return (nanos + MILLIS / 2) / MILLIS + "ms";
        } else if (nanos < 60 * SECONDS - SECONDS / 20) {
            return tenths(nanos, SECONDS) + "s";
        }
        return tenths(nanos, 60 * SECONDS) + "min";
    }

    private static String tenths(long part, long unit) {
        return String.format(Locale.ROOT, "%.1f", (double) part / unit);
    }

    /**
     * A time for JSON.
     *
     * @param time a time, or null
     * @return milliseconds with their fraction, or null
     */
    public static @Nullable BigDecimal millis(@Nullable Duration time) {
        return time == null ? null : BigDecimal.valueOf(time.toNanos(), 6).stripTrailingZeros();
    }
}
