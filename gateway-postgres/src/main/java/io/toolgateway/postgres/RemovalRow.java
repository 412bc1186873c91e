package io.toolgateway.postgres;

import io.toolgateway.proposal.ArgumentsHash;
import io.toolgateway.stored.EventHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A removal as it is stored: a link of the one chain of all removals.
 *
 * @param removedTo the transaction before which history goes
 */
record RemovalRow(
        long number,
        long removedTo,
        long proposals,
        long events,
        @Nullable String copyHash,
        String by,
        Instant at,
        String previousHash,
        String hash) {

    /** What an archive has come to: how much goes before which transaction, and the hash of its copy. */
    record Wanted(
            long removedTo,
            long proposals,
            long events,
            @Nullable String copyHash) {}

    /** The next removal; {@code last} is null for the first. */
    static RemovalRow after(@Nullable RemovalRow last, Wanted wanted, String by, Instant at) {
        RemovalRow next = new RemovalRow(
                last == null ? 1 : last.number + 1,
                wanted.removedTo(),
                wanted.proposals(),
                wanted.events(),
                wanted.copyHash(),
                by,
                at,
                last == null ? EventHash.GENESIS : last.hash,
                "");
        return next.with(next.expectedHash());
    }

    @SuppressWarnings("NullAway") // the driver's null is ours
    static RemovalRow read(ResultSet row) throws SQLException {
        return new RemovalRow(
                row.getLong("number"),
                row.getLong("removed_to"),
                row.getLong("proposals"),
                row.getLong("events"),
                row.getString("copy_hash"),
                row.getString("removed_by"),
                Objects.requireNonNull(row.getObject("at", OffsetDateTime.class))
                        .toInstant(),
                row.getString("previous_hash"),
                row.getString("hash"));
    }

    /** Over all other columns. */
    String expectedHash() {
        return ArgumentsHash.sha256(
                "tgr1",
                previousHash,
                Long.toString(number),
                Long.toString(removedTo),
                Long.toString(proposals),
                Long.toString(events),
                copyHash == null ? "-" : "+" + copyHash,
                by,
                at.toString());
    }

    /** Whether it comes right after another one and goes further, or is the first where there is none. */
    boolean follows(@Nullable RemovalRow last) {
        return last == null
                ? number == 1 && previousHash.equals(EventHash.GENESIS)
                : number == last.number + 1 && removedTo > last.removedTo && previousHash.equals(last.hash);
    }

    boolean isOf(Wanted wanted) {
        return new Wanted(removedTo, proposals, events, copyHash).equals(wanted);
    }

    AuditRemoval toRemoval() {
        return new AuditRemoval(number, proposals, events, copyHash, by, at, hash);
    }

    Map<String, @Nullable Object> toColumns() {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("number", number);
        row.put("removed_to", removedTo);
        row.put("proposals", proposals);
        row.put("events", events);
        row.put("copy_hash", copyHash);
        row.put("removed_by", by);
        row.put("at", at.toString());
        row.put("previous_hash", previousHash);
        row.put("hash", hash);
        return row;
    }

    private RemovalRow with(String hash) {
        return new RemovalRow(number, removedTo, proposals, events, copyHash, by, at, previousHash, hash);
    }
}
