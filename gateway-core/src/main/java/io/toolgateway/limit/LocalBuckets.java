package io.toolgateway.limit;

import io.toolgateway.limit.RateLimits.Bucket;
import io.toolgateway.time.TimeSource;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How high the buckets are that are counted in this process.
 *
 * <p>Threads: safe for concurrent use.
 */
final class LocalBuckets {

    private static final int CLEAN_ABOVE = 10_000;
    private static final long CLEAN_EVERY_MICROS = 1_000_000;
    private static final int NANOS_OF_A_MICRO = 1_000;

    private final TimeSource time;
    private final Map<String, Level> levels = new HashMap<>();
    private long cleanedAt;

    private record Level(long level, long at, int drains) {

        long after(long now) {
            // Not multiplied before it is known to fit.
            long passed = Math.max(0, now - at);
            return passed > level / drains ? 0 : level - passed * drains;
        }
    }

    LocalBuckets(TimeSource time) {
        this.time = time;
        this.cleanedAt = micros();
    }

    /** A call into each, or into none. */
    synchronized RateLimiter.Answer take(List<Bucket> buckets) {
        long now = micros();
        clean(now);
        long wait = 0;
        for (Bucket bucket : buckets) {
            long over = levelWith(bucket, now) - bucket.rate().holds();
            if (over > 0) {
                long drains = bucket.rate().calls();
                wait = Math.max(wait, (over + drains - 1) / drains);
            }
        }
        if (wait > 0) {
            return new RateLimiter.Answer.Refused(Duration.of(wait, ChronoUnit.MICROS));
        }
        buckets.forEach(bucket -> levels.put(
                bucket.name(),
                new Level(levelWith(bucket, now), now, bucket.rate().calls())));
        return new RateLimiter.Answer.Passed();
    }

    private long levelWith(Bucket bucket, long now) {
        Level level = levels.get(bucket.name());
        return (level == null ? 0 : level.after(now)) + bucket.rate().adds();
    }

    /** Not at every call: while all are in use it would find nothing. */
    private void clean(long now) {
        if (levels.size() > CLEAN_ABOVE && now - cleanedAt > CLEAN_EVERY_MICROS) {
            cleanedAt = now;
            levels.values().removeIf(level -> level.after(now) == 0);
        }
    }

    private long micros() {
        return time.nanoTime() / NANOS_OF_A_MICRO;
    }
}
