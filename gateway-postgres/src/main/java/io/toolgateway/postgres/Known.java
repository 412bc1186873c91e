package io.toolgateway.postgres;

import io.toolgateway.proposal.Proposal;
import io.toolgateway.store.CallKey;
import io.toolgateway.store.NewProposal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction has to know before it stores something new.
 *
 * @param now the database's clock
 * @param switched what is switched off
 * @param stored what has the keys already
 */
record Known(Instant now, Switched switched, Map<CallKey, Proposal> stored) {

    private record Found(
            Instant now,
            @Nullable String switches,
            @Nullable Proposal proposal) {
        static Found read(ResultSet row) throws SQLException {
            return new Found(
                    row.getObject("now", OffsetDateTime.class).toInstant(),
                    row.getString("switches"),
                    row.getString("id") == null ? null : RowFields.proposal(row).proposal());
        }
    }

    /** For a transaction that stores nothing new. */
    static Known nothing() {
        return new Known(Instant.MIN, Switched.of(null), Map.of());
    }

    /** Begins a transaction, holds the switches as they are, and looks. */
    static Known load(Connection connection, Sql sql, Collection<NewProposal> wanted) throws SQLException {
        Set<CallKey> keys = new HashSet<>();
        wanted.forEach(proposal -> keys.add(CallKey.of(proposal.content())));
        List<Found> found = new Pipeline()
                .add(sql.get("begin"))
                .add(sql.get("lock_switches_shared"))
                .add(
                        sql.get("load_for_insert"),
                        texts(keys, key -> key.tenant().value()),
                        texts(keys, CallKey::user),
                        texts(keys, CallKey::idempotencyKey))
                .read(connection, Found::read);
        Map<CallKey, Proposal> stored = new HashMap<>();
        for (Found one : found) {
            if (one.proposal() != null) {
                stored.put(CallKey.of(one.proposal()), one.proposal());
            }
        }
        return new Known(found.get(0).now(), Switched.of(found.get(0).switches()), stored);
    }

    private static String[] texts(Set<CallKey> keys, Function<CallKey, String> part) {
        return keys.stream().map(part).toArray(String[]::new);
    }
}
