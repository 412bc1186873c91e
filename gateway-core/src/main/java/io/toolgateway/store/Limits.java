package io.toolgateway.store;

import io.toolgateway.policy.Reservation;
import io.toolgateway.proposal.Proposal;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a unit of work takes out of limits that add up, and gives back to them. */
final class Limits {

    private final Holdings holdings;
    private final Writes writes;
    private final Map<String, BigDecimal> sums = new HashMap<>();

    Limits(Holdings holdings, Writes writes) {
        this.holdings = holdings;
        this.writes = writes;
    }

    /**
     * A limit that would have been passed.
     *
     * @param key the limit
     * @param left how much is left of it
     */
    record Passed(String key, BigDecimal left) {}

    /** One amount of a limit; only what is judged may be refused. */
    private record Amount(
            String key,
            BigDecimal amount,
            BigDecimal limit,
            @Nullable Instant end,
            boolean isJudged,
            boolean isOver) {

        static Amount of(SideEffect.Reserve reserve) {
            return new Amount(
                    reserve.key(),
                    reserve.amount(),
                    reserve.limit(),
                    null,
                    reserve.amount().signum() > 0,
                    false);
        }

        /** Of a budget the host says which window a call falls into; a permission is over when its time is. */
        static Amount taken(Reservation one, Instant now) {
            boolean isOver = one.isOfPermission() && !now.isBefore(one.until());
            return new Amount(
                    one.key(), one.amount(), one.limit(), LimitKey.of(one).until(), true, isOver);
        }

        static Amount givenBack(Reservation one) {
            return new Amount(
                    one.key(),
                    one.amount().negate(),
                    one.limit(),
                    LimitKey.of(one).until(),
                    false,
                    false);
        }

        /** What turns out to have happened counts, whatever the limit says. */
        static Amount takenAgain(Reservation one) {
            return new Amount(
                    one.key(), one.amount(), one.limit(), LimitKey.of(one).until(), false, false);
        }
    }

    /** Takes for what is stored; else, where all of it together would pass a limit, says the first one. */
    Optional<Passed> take(List<SideEffect> effects, List<Proposal> created) {
        return take(effects, created, List.of(), List.of());
    }

    /** The same with a transition: what its end gives back may be taken again by a revision. */
    Optional<Passed> take(
            List<SideEffect> effects, List<Proposal> created, List<Proposal> before, List<Proposal> after) {
        List<Amount> amounts = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            amounts.addAll(change(before.get(i), after.get(i)));
        }
        effects.stream()
                .filter(SideEffect.Reserve.class::isInstance)
                .forEach(effect -> amounts.add(Amount.of((SideEffect.Reserve) effect)));
        created.forEach(proposal -> proposal.content()
                .terms()
                .reservations()
                .forEach(one -> amounts.add(Amount.taken(one, holdings.now()))));
        return add(amounts);
    }

    /** Gives back what ends without an effect. */
    void giveBack(Proposal before, Proposal after) {
        add(change(before, after));
    }

    /** Nothing once the window is over: nobody counts there any more. */
    private List<Amount> change(Proposal before, Proposal after) {
        if (before.isCounted() == after.isCounted()) {
            return List.of();
        }
        return after.content().terms().reservations().stream()
                .filter(one -> holdings.now().isBefore(one.until()))
                .map(one -> after.isCounted() ? Amount.takenAgain(one) : Amount.givenBack(one))
                .toList();
    }

    private Optional<Passed> add(List<Amount> amounts) {
        Map<String, BigDecimal> after = new LinkedHashMap<>();
        Map<String, @Nullable Instant> ends = new HashMap<>();
        for (Amount one : amounts) {
            BigDecimal before = after.containsKey(one.key()) ? after.get(one.key()) : sum(one.key());
            BigDecimal sum = before.add(one.amount());
            if (one.isJudged() && (one.isOver() || sum.compareTo(one.limit()) > 0)) {
                return Optional.of(new Passed(
                        one.key(), one.limit().subtract(sum(one.key())).max(BigDecimal.ZERO)));
            }
            after.put(one.key(), sum);
            ends.put(one.key(), one.end());
        }
        sums.putAll(after);
        after.forEach((key, sum) -> writes.reserved(new LimitKey(key, ends.get(key)), sum));
        return Optional.empty();
    }

    private BigDecimal sum(String key) {
        return sums.computeIfAbsent(key, holdings::reserved);
    }
}
