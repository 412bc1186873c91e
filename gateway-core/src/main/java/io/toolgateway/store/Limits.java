package io.toolgateway.store;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a unit of work takes out of limits that add up. */
final class Limits {

    private final Holdings holdings;
    private final Map<String, BigDecimal> sums = new HashMap<>();

    Limits(Holdings holdings) {
        this.holdings = holdings;
    }

    /** The key of the first limit that all of these together would pass; else they are taken. */
    Optional<String> take(List<SideEffect> effects, Writes writes) {
        Map<String, BigDecimal> after = new HashMap<>();
        for (SideEffect effect : effects) {
            if (effect instanceof SideEffect.Reserve reserve) {
                BigDecimal before = after.containsKey(reserve.key()) ? after.get(reserve.key()) : sum(reserve.key());
                BigDecimal sum = before.add(reserve.amount());
                if (reserve.amount().signum() > 0 && sum.compareTo(reserve.limit()) > 0) {
                    return Optional.of(reserve.key());
                }
                after.put(reserve.key(), sum);
            }
        }
        sums.putAll(after);
        after.forEach(writes::reserved);
        return Optional.empty();
    }

    private BigDecimal sum(String key) {
        return sums.computeIfAbsent(key, holdings::reserved);
    }
}
