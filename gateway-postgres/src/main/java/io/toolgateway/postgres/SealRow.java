package io.toolgateway.postgres;

import io.toolgateway.caller.TenantId;
import io.toolgateway.proposal.ArgumentsHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A seal as it is stored.
 *
 * @param from the first transaction of its span: where the seal before it ends
 * @param to where its span ends, itself not in it
 * @param eventsHash what {@link EventsDigest} gives for the events in it
 */
record SealRow(
        String tenant,
        long number,
        long from,
        long to,
        long events,
        String eventsHash,
        Instant at,
        String previousHash,
        String hash) {

    private static final String GENESIS = "";

    /** The next seal of a tenant; {@code last} is null for the first. */
    static SealRow after(@Nullable SealRow last, String tenant, long to, EventsDigest digest, Instant at) {
        SealRow next = new SealRow(
                tenant,
                last == null ? 1 : last.number + 1,
                last == null ? 0 : last.to,
                to,
                digest.count(),
                digest.hash(),
                at,
                last == null ? GENESIS : last.hash,
                "");
        return next.with(next.expectedHash());
    }

    static SealRow read(ResultSet row) throws SQLException {
        return new SealRow(
                row.getString("tenant_id"),
                row.getLong("number"),
                row.getLong("from_transaction"),
                row.getLong("to_transaction"),
                row.getLong("events"),
                row.getString("events_hash"),
                Objects.requireNonNull(row.getObject("at", OffsetDateTime.class))
                        .toInstant(),
                row.getString("previous_hash"),
                row.getString("hash"));
    }

    /** Over all other columns. */
    String expectedHash() {
        return ArgumentsHash.sha256(
                "tgs1",
                previousHash,
                tenant,
                Long.toString(number),
                Long.toString(from),
                Long.toString(to),
                Long.toString(events),
                eventsHash,
                at.toString());
    }

    /** Whether it comes right after another one of its tenant, or is the first where there is none. */
    boolean follows(@Nullable SealRow last) {
        return last == null
                ? number == 1 && from == 0 && previousHash.equals(GENESIS)
                : number == last.number + 1 && from == last.to && previousHash.equals(last.hash);
    }

    AuditSeal toSeal() {
        return new AuditSeal(TenantId.of(tenant), number, events, at, hash);
    }

    Map<String, @Nullable Object> toColumns() {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("tenant_id", tenant);
        row.put("number", number);
        row.put("from_transaction", from);
        row.put("to_transaction", to);
        row.put("events", events);
        row.put("events_hash", eventsHash);
        row.put("at", at.toString());
        row.put("previous_hash", previousHash);
        row.put("hash", hash);
        return row;
    }

    private SealRow with(String hash) {
        return new SealRow(tenant, number, from, to, events, eventsHash, at, previousHash, hash);
    }
}
