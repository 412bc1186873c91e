package io.toolgateway.store;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What has been taken out of limits; guarded by the store's lock. */
final class Reservations {

    private final Map<String, BigDecimal> sums = new HashMap<>();

    /** The key of the first limit that all of these together would pass. */
    Optional<String> overLimit(List<SideEffect> effects) {
        Map<String, BigDecimal> after = new HashMap<>();
        for (SideEffect effect : effects) {
            if (effect instanceof SideEffect.Reserve reserve) {
                BigDecimal sum = after.getOrDefault(reserve.key(), sum(reserve)).add(reserve.amount());
                if (reserve.amount().signum() > 0 && sum.compareTo(reserve.limit()) > 0) {
                    return Optional.of(reserve.key());
                }
                after.put(reserve.key(), sum);
            }
        }
        return Optional.empty();
    }

    void take(List<SideEffect> effects) {
        for (SideEffect effect : effects) {
            if (effect instanceof SideEffect.Reserve reserve) {
                sums.put(reserve.key(), sum(reserve).add(reserve.amount()));
            }
        }
    }

    private BigDecimal sum(SideEffect.Reserve reserve) {
        return sums.getOrDefault(reserve.key(), BigDecimal.ZERO);
    }
}
