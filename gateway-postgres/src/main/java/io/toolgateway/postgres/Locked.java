package io.toolgateway.postgres;

import io.toolgateway.caller.TenantId;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.Review;
import io.toolgateway.store.CallKey;
import io.toolgateway.store.Holdings;
import io.toolgateway.store.LimitKey;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
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

    /** Locks limits, in their order; none need no statement. After the rows, always. */
    static Map<String, BigDecimal> limits(Connection connection, Sql sql, SortedSet<LimitKey> wanted)
            throws SQLException {
        Map<String, BigDecimal> sums = new HashMap<>();
        if (!wanted.isEmpty()) {
            Map<String, @Nullable Instant> ends = new TreeMap<>();
            wanted.forEach(limit -> ends.put(limit.key(), limit.until()));
            String[] keys = ends.keySet().toArray(String[]::new);
            // An empty text stands for no end.
            String[] until = ends.values().stream()
                    .map(end -> end == null ? "" : end.toString())
                    .toArray(String[]::new);
            List<Sum> locked = new Pipeline()
                    .add(sql.get("create_budgets"), keys, until)
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
        return Objects.requireNonNull(limits.get(limit), "a limit that was locked");
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
