package io.toolgateway.store;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What has been taken out of limits in the in-memory store; guarded by the store's lock. */
final class Sums {

    /** For hosts whose clocks are behind; they say which window a call falls into. */
    private static final Duration KEPT = Duration.ofDays(1);

    private final Map<String, BigDecimal> byKey = new HashMap<>();
    private final TreeSet<Ending> ending = new TreeSet<>();

    private record Ending(Instant until, String key) implements Comparable<Ending> {
        @Override
        public int compareTo(Ending other) {
            int byTime = until.compareTo(other.until);
            return byTime == 0 ? key.compareTo(other.key) : byTime;
        }
    }

    Optional<BigDecimal> find(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    void put(LimitKey limit, BigDecimal sum) {
        byKey.put(limit.key(), sum);
        Instant until = limit.until();
        if (until != null) {
            ending.add(new Ending(until, limit.key()));
        }
    }

    /** Those whose windows are long over. */
    void forgetPast(Instant now) {
        while (!ending.isEmpty() && ending.first().until().plus(KEPT).isBefore(now)) {
            byKey.remove(ending.pollFirst().key());
        }
    }
}
