package io.toolgateway.postgres;

import io.toolgateway.caller.TenantId;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.Review;
import io.toolgateway.store.CallKey;
import io.toolgateway.store.Holdings;
import io.toolgateway.store.SideEffect;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction holds still: rows that it has locked, keys that it has looked for, and limits.
 *
 * @param hostIds the kind of ids that the columns have
 * @param known of what is new
 * @param held of what is there
 * @param limits what has been taken out of them
 */
record Locked(HostIds hostIds, Known known, Held held, Map<String, BigDecimal> limits) implements Holdings {

    private record Sum(String key, BigDecimal amount) {}

    /** Locks the limits that the effects name; none need no statement. */
    static Map<String, BigDecimal> limits(Connection connection, Sql sql, Collection<SideEffect> effects)
            throws SQLException {
        String[] keys = effects.stream()
                .filter(SideEffect.Reserve.class::isInstance)
                .map(effect -> ((SideEffect.Reserve) effect).key())
                .distinct()
                .sorted()
                .toArray(String[]::new);
        Map<String, BigDecimal> sums = new HashMap<>();
        if (keys.length > 0) {
            List<Sum> locked = new Pipeline()
                    .add(sql.get("create_budgets"), (Object) keys)
                    .add(sql.get("load_budgets"), (Object) keys)
                    .read(connection, row -> new Sum(row.getString(1), row.getBigDecimal(2)));
            locked.forEach(sum -> sums.put(sum.key(), sum.amount()));
        }
        return sums;
    }

    /** The time after the last lock was taken. */
    @Override
    public Instant now() {
        return held.now().isAfter(known.now()) ? held.now() : known.now();
    }

    @Override
    public @Nullable Proposal find(ProposalId id) {
        Loaded loaded = held.get(id);
        return loaded == null ? null : loaded.row().proposal();
    }

    @Override
    public @Nullable Proposal find(CallKey key) {
        return known.stored().get(key);
    }

    @Override
    public boolean isOff(String tool, TenantId tenant) {
        return known.switched().isOff(tool, tenant) || held.isOff(tool, tenant);
    }

    @Override
    public boolean isItsTurn(Proposal proposal) {
        return Objects.requireNonNull(held.get(proposal.id()), "a step that was read")
                .itsTurn();
    }

    /** Asked in a sweep alone, where the turn is one that may still come. */
    @Override
    public boolean isChainBroken(Proposal proposal) {
        return !isItsTurn(proposal);
    }

    @Override
    public List<Proposal> chainOf(Proposal step) {
        return held.chain(Objects.requireNonNull(step.content().chain(), "a step of a chain")
                .chainId());
    }

    @Override
    public BigDecimal reserved(String limit) {
        return limits.getOrDefault(limit, BigDecimal.ZERO);
    }

    /** Refuses ids of another kind than the columns have. */
    @Override
    public void requireStorable(Proposal proposal) {
        hostIds.require("tenant", proposal.tenant().value());
        hostIds.require("user", proposal.triggeredBy());
        Review review = proposal.state().review();
        review.votes().forEach(vote -> hostIds.require("reviewer", vote.reviewer()));
        String by = review.reviewedBy();
        if (by != null) {
            hostIds.require("reviewer", by);
        }
    }
}
