package io.toolgateway.postgres;

import io.toolgateway.caller.TenantId;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.store.ClaimRequest;
import io.toolgateway.store.Outbox;
import io.toolgateway.store.SweepRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a transaction has locked, oldest first, and the time after the last lock was taken.
 *
 * <p>Threads: confined to one.
 */
final class Held {

    private static final double MILLIS = 1_000.0;

    private final Map<ProposalId, Loaded> rows = new LinkedHashMap<>();
    private final Instant now;

    private Held(List<Loaded> loaded) {
        loaded.forEach(row -> rows.put(row.row().proposal().id(), row));
        this.now = loaded.stream().map(Loaded::now).max(Instant::compareTo).orElse(Instant.MIN);
    }

    /** For a transaction that changes nothing that is there. */
    static Held nothing() {
        return new Held(List.of());
    }

    /** Begins a transaction with the rows of these ids. */
    static Held forUpdate(Connection connection, Sql sql, boolean claims, String[] ids) throws SQLException {
        return new Held(
                begun(sql, claims).add(sql.get("load_for_update"), (Object) ids).read(connection, Loaded::read));
    }

    /** Begins a transaction with what workers that have these tools may claim now. */
    static Held forClaim(Connection connection, Sql sql, Set<String> tools, int limit) throws SQLException {
        return new Held(begun(sql, true)
                .add(sql.get("load_for_claim"), tools.toArray(new String[0]), limit)
                .read(connection, Loaded::read));
    }

    /** Begins a transaction with what an earlier try of a claim took. */
    static Held claimed(Connection connection, Sql sql, ClaimRequest request) throws SQLException {
        UUID transition = request.transition();
        return new Held(begun(sql, false)
                .add(sql.get("load_claimed"), request.worker(), transition.toString())
                .read(connection, Loaded::read));
    }

    /** Begins a transaction with what has to be swept now; what is dropped of the outbox needs no judging. */
    static Held forSweep(Connection connection, Sql sql, int limit, SweepRequest request) throws SQLException {
        Duration grace = request.grace();
        return new Held(begun(sql, false)
                .add(sql.get("drop_messages"), Outbox.KEPT_FOR.toMillis() / MILLIS)
                .add(sql.get("forget_budgets"))
                .add(sql.get("load_for_sweep"), limit, grace.toMillis() / MILLIS, limit, limit, limit)
                .read(connection, Loaded::read));
    }

    private static Pipeline begun(Sql sql, boolean claims) {
        Pipeline pipeline = new Pipeline().add(sql.get("begin"));
        return claims ? pipeline.add(sql.get("lock_switches_shared")) : pipeline;
    }

    Instant now() {
        return now;
    }

    List<Loaded> all() {
        return List.copyOf(rows.values());
    }

    @Nullable
    Loaded get(ProposalId id) {
        return rows.get(id);
    }

    /** Whether the tool of one of the rows is switched off for its tenant. */
    boolean isOff(String tool, TenantId tenant) {
        return rows.values().stream()
                .anyMatch(loaded -> loaded.toolOff()
                        && loaded.row().proposal().tool().equals(tool)
                        && loaded.row().proposal().tenant().equals(tenant));
    }
}
