package io.toolgateway.redis;

import io.toolgateway.redis.Limit.Bucket;
import io.toolgateway.time.TimeSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code take.lua} does, in this process.
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

    /** A call out of each, or out of none. */
    synchronized boolean take(List<Bucket> buckets) {
        long now = micros();
        clean(now);
        for (Bucket bucket : buckets) {
            if (levelWith(bucket, now) > bucket.rate().holds()) {
                return false;
            }
        }
        buckets.forEach(bucket -> levels.put(
                bucket.name(),
                new Level(levelWith(bucket, now), now, bucket.rate().calls())));
        return true;
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
