package io.toolgateway.postgres;

import io.toolgateway.store.SideEffect;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The limits that a transaction takes from, locked and added up.
 *
 * <p>Threads: confined to one.
 */
final class Budgets {

    private final Map<String, BigDecimal> sums = new HashMap<>();

    private record Sum(String key, BigDecimal amount) {}

    private Budgets() {}

    /** For a transaction that takes nothing. */
    static Budgets none() {
        return new Budgets();
    }

    /** Locks the limits that the effects name; none need no statement. */
    static Budgets lock(Connection connection, Sql sql, Collection<SideEffect> effects) throws SQLException {
        Budgets budgets = new Budgets();
        String[] keys = effects.stream()
                .filter(SideEffect.Reserve.class::isInstance)
                .map(effect -> ((SideEffect.Reserve) effect).key())
                .distinct()
                .sorted()
                .toArray(String[]::new);
        if (keys.length > 0) {
            List<Sum> locked = new Pipeline()
                    .add(sql.get("create_budgets"), (Object) keys)
                    .add(sql.get("load_budgets"), (Object) keys)
                    .read(connection, row -> new Sum(row.getString(1), row.getBigDecimal(2)));
            locked.forEach(sum -> budgets.sums.put(sum.key(), sum.amount()));
        }
        return budgets;
    }

    /** The key of the first limit that all of these together would pass; else they are taken. */
    Optional<String> take(List<SideEffect> effects, Writes writes) {
        Map<String, BigDecimal> after = new HashMap<>();
        for (SideEffect effect : effects) {
            if (effect instanceof SideEffect.Reserve reserve) {
                BigDecimal before =
                        after.getOrDefault(reserve.key(), sums.getOrDefault(reserve.key(), BigDecimal.ZERO));
                BigDecimal sum = before.add(reserve.amount());
                if (reserve.amount().signum() > 0 && sum.compareTo(reserve.limit()) > 0) {
                    return Optional.of(reserve.key());
                }
                after.put(reserve.key(), sum);
            }
        }
        sums.putAll(after);
        writes.setBudgets(after);
        return Optional.empty();
    }
}
