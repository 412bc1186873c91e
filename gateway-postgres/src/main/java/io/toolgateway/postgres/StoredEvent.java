package io.toolgateway.postgres;

import io.toolgateway.stored.EventHash;
import io.toolgateway.stored.Members;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is stored, for those who check it.
 *
 * @param columns the columns under its hash, as texts
 * @param hasProposal whether the proposal that it names, if any, is there
 * @param isRemoved whether its place and its hash are all that is left
 */
record StoredEvent(
        long number,
        long transaction,
        Map<String, @Nullable Object> columns,
        String hash,
        boolean hasProposal,
        boolean isRemoved) {

    static StoredEvent read(ResultSet row) throws SQLException {
        Map<String, @Nullable Object> columns = new HashMap<>(32);
        for (String column : EventHash.COLUMNS) {
            columns.put(column, row.getString(column));
        }
        columns.put(
                "at",
                Objects.requireNonNull(row.getObject("at", OffsetDateTime.class))
                        .toInstant()
                        .toString());
        return new StoredEvent(
                row.getLong("number"),
                row.getLong("transaction"),
                columns,
                row.getString("hash"),
                row.getBoolean("has_proposal"),
                false);
    }

    /** An event, or what is left of one. */
    static StoredEvent readSealed(ResultSet row) throws SQLException {
        if (!row.getBoolean("is_removed")) {
            return read(row);
        }
        return new StoredEvent(
                row.getLong("number"),
                row.getLong("transaction"),
                Map.of("tenant_id", row.getString("tenant_id")),
                row.getString("hash"),
                false,
                true);
    }

    boolean isAsWritten() {
        return EventHash.of(columns).equals(hash);
    }

    String tenant() {
        return Objects.requireNonNull(text("tenant_id"));
    }

    @Nullable
    String proposal() {
        return text("proposal_id");
    }

    /** The version of its proposal after it; 0 for an event that belongs to no transition. */
    long seq() {
        String seq = text("seq");
        return seq == null ? 0 : Long.parseLong(seq);
    }

    /** The worker's fence, where a proposal had one. */
    @Nullable
    Long fence() {
        String fence = text("fence");
        return fence == null ? null : Long.valueOf(fence);
    }

    /** Whether no proposal that is there holds it. */
    boolean isLoose() {
        return proposal() == null || !hasProposal;
    }

    @Nullable
    String previousHash() {
        return text("previous_hash");
    }

    /** A hash that its detail holds, if it is there and can be read. */
    @Nullable
    String held(String name) {
        try {
            return Members.of(Objects.requireNonNull(text("detail"))).textOrNull(name);
        } catch (RuntimeException e) {
            return null;
        }
    }

    private @Nullable String text(String column) {
        return (String) columns.get(column);
    }
}
