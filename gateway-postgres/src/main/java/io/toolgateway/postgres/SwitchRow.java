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

/** A change of a switch as it is stored: a link of the one chain of all changes. */
record SwitchRow(
        long number,
        String id,
        String tool,
        @Nullable String tenant,
        boolean isOff,
        String by,
        Instant at,
        String previousHash,
        String hash) {

    static SwitchRow read(ResultSet row) throws SQLException {
        return new SwitchRow(
                row.getLong("number"),
                row.getString("id"),
                row.getString("tool_name"),
                row.getString("tenant_id"),
                row.getBoolean("is_off"),
                row.getString("changed_by"),
                Objects.requireNonNull(row.getObject("at", OffsetDateTime.class))
                        .toInstant(),
                row.getString("previous_hash"),
                row.getString("hash"));
    }

    /** The same with the hash that it must have. */
    SwitchRow hashed() {
        return new SwitchRow(number, id, tool, tenant, isOff, by, at, previousHash, expectedHash());
    }

    /** Over all other columns. */
    String expectedHash() {
        return ArgumentsHash.sha256(
                "tgw1",
                previousHash,
                Long.toString(number),
                id,
                tool,
                tenant == null ? "-" : "+" + tenant,
                Boolean.toString(isOff),
                by,
                at.toString());
    }

    SwitchChange toChange() {
        return new SwitchChange(number, tool, tenant == null ? null : TenantId.of(tenant), isOff, by, at);
    }

    Map<String, @Nullable Object> toColumns() {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("number", number);
        row.put("id", id);
        row.put("tool_name", tool);
        row.put("tenant_id", tenant);
        row.put("is_off", isOff);
        row.put("changed_by", by);
        row.put("at", at.toString());
        row.put("previous_hash", previousHash);
        row.put("hash", hash);
        return row;
    }
}
