package io.toolgateway.postgres;

import io.toolgateway.json.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Seals one span of transactions, for every tenant that has events in it. */
final class Sealing {

    private static final int FETCHED_AT_ONCE = 1_000;

    private final Sql sql;
    private final int most;

    /**
     * Sealing for one schema.
     *
     * @param most how many events at once; the rest of a transaction comes with them
     */
    Sealing(Sql sql, int most) {
        this.sql = sql;
        this.most = most;
    }

    /** What was sealed, and whether there is more to seal at once. */
    record Batch(List<SealRow> seals, boolean hasMore) {}

    /** Which transactions: from the end of the last span up to where none can come any more, or where it is enough. */
    private record Span(long from, long to, boolean hasMore, Instant now) {

        static Span read(ResultSet row) throws SQLException {
            long enough = row.getLong("enough");
            boolean hasMore = !row.wasNull();
            return new Span(
                    row.getLong("sealed_to"),
                    hasMore ? enough : row.getLong("complete"),
                    hasMore,
                    Objects.requireNonNull(row.getObject("now", OffsetDateTime.class))
                            .toInstant());
        }
    }

    Batch seal(Connection connection) throws SQLException {
        List<Boolean> isMine = new Pipeline()
                .add(sql.get("begin"))
                .add(sql.get("lock_seals"))
                .read(connection, row -> row.getBoolean(1));
        if (!isMine.get(0)) {
            return new Batch(List.of(), false);
        }
        List<Span> found = new Pipeline().add(sql.get("seal_span"), most).read(connection, Span::read);
        return found.isEmpty() ? new Batch(List.of(), false) : seal(connection, found.get(0));
    }

    private Batch seal(Connection connection, Span span) throws SQLException {
        Map<String, EventsDigest> digests = digests(connection, span);
        Map<String, SealRow> heads = heads(connection, digests.keySet().toArray(String[]::new));
        List<SealRow> seals = new ArrayList<>();
        digests.forEach(
                (tenant, digest) -> seals.add(SealRow.after(heads.get(tenant), tenant, span.to(), digest, span.now())));
        write(connection, span, seals);
        return new Batch(seals, span.hasMore());
    }

    private Map<String, EventsDigest> digests(Connection connection, Span span) throws SQLException {
        Map<String, EventsDigest> digests = new TreeMap<>();
        try (PreparedStatement events = connection.prepareStatement(sql.get("seal_events"))) {
            events.setFetchSize(FETCHED_AT_ONCE);
            events.setLong(1, span.from());
            events.setLong(2, span.to());
            try (ResultSet row = events.executeQuery()) {
                while (row.next()) {
                    digests.computeIfAbsent(row.getString(1), tenant -> new EventsDigest())
                            .add(row.getLong(2), row.getLong(3), row.getString(4));
                }
            }
        }
        return digests;
    }

    private Map<String, SealRow> heads(Connection connection, String[] tenants) throws SQLException {
        Map<String, SealRow> heads = new HashMap<>();
        new Pipeline()
                .add(sql.get("seal_heads"), (Object) tenants)
                .read(connection, SealRow::read)
                .forEach(head -> heads.put(head.tenant(), head));
        return heads;
    }

    private void write(Connection connection, Span span, List<SealRow> seals) throws SQLException {
        List<Map<String, @Nullable Object>> rows =
                seals.stream().map(SealRow::toColumns).toList();
        List<Integer> counts = new Pipeline()
                .add(sql.get("insert_seals"), Json.write(rows))
                .add(sql.get("update_sealing"), span.to(), span.from())
                .run(connection);
        if (!counts.equals(List.of(rows.size(), 1))) {
            throw Transactions.overtaken();
        }
    }
}
