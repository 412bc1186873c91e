package io.toolgateway.postgres;

import io.toolgateway.caller.TenantId;
import io.toolgateway.json.Json;
import io.toolgateway.store.ToolSwitches;
import io.toolgateway.stored.EventHash;
import io.toolgateway.time.TimeSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The switches of the tools in their table. Inserts and claims read the table itself; whoever only asks is answered from a copy
 * that is half a second old at most. Every change is also a link of a chain, and stays.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Switches implements ToolSwitches {

    private static final Duration COPY_AGE = Duration.ofMillis(500);

    private final Sql sql;
    private final Transactions transactions;
    private final Runnable changed;
    private final TimeSource time;
    private volatile @Nullable Copy copy;

    Switches(Sql sql, Transactions transactions, TimeSource time, Runnable changed) {
        this.sql = sql;
        this.transactions = transactions;
        this.time = time;
        this.changed = changed;
    }

    private record Key(String tool, @Nullable String tenant) {}

    private record Copy(Set<Key> off, long readAt) {}

    @Override
    public void off(String tool, @Nullable TenantId tenant, String by) {
        change(tool, tenant, true, by);
    }

    @Override
    public void on(String tool, @Nullable TenantId tenant, String by) {
        change(tool, tenant, false, by);
    }

    private void change(String tool, @Nullable TenantId tenant, boolean isOff, String by) {
        if (tenant != null) {
            sql.hostIds().require("tenant", tenant.value());
        }
        Switch asked = new Switch(tool, tenant, by);
        SwitchRow wanted = new SwitchRow(
                0,
                UUID.randomUUID().toString(),
                asked.tool(),
                tenant == null ? null : tenant.value(),
                isOff,
                asked.by(),
                Instant.EPOCH,
                "",
                "");
        transactions.run((connection, isRepeat) -> change(connection, wanted));
        forget();
        changed.run();
    }

    /** What the chain of changes ends with, under the lock that all changes take. */
    private record Head(Instant now, long number, String hash, boolean isDone) {

        static Head read(ResultSet row) throws SQLException {
            String hash = row.getString("hash");
            return new Head(
                    Objects.requireNonNull(row.getObject("now", OffsetDateTime.class))
                            .toInstant(),
                    row.getLong("number"),
                    hash == null ? EventHash.GENESIS : hash,
                    row.getBoolean("is_done"));
        }
    }

    private boolean change(Connection connection, SwitchRow wanted) throws SQLException {
        Head head = new Pipeline()
                .add(sql.get("begin"))
                .add(sql.get("lock_switches"))
                .add(sql.get("switch_head"), wanted.id())
                .read(connection, Head::read)
                .get(0);
        if (head.isDone()) {
            return false;
        }
        Pipeline pipeline = new Pipeline().add(sql.get("switch_on"), wanted.tool(), wanted.tenant());
        if (wanted.isOff()) {
            pipeline.add(sql.get("switch_off"), wanted.tool(), wanted.tenant(), wanted.by());
        }
        SwitchRow link = new SwitchRow(
                        head.number() + 1,
                        wanted.id(),
                        wanted.tool(),
                        wanted.tenant(),
                        wanted.isOff(),
                        wanted.by(),
                        head.now(),
                        head.hash(),
                        "")
                .hashed();
        pipeline.add(sql.get("insert_switch_change"), Json.write(List.of(link.toColumns())))
                .add(sql.get("notify"))
                .run(connection);
        return true;
    }

    /** All changes, oldest first. */
    List<SwitchChange> history() {
        return transactions.read(handle -> handle.createQuery(sql.get("switch_changes"))
                .map((row, context) -> SwitchRow.read(row).toChange())
                .list());
    }

    /** Drops the copy: something may have changed. */
    void forget() {
        copy = null;
    }

    @Override
    public boolean isOff(String tool, TenantId tenant) {
        Set<Key> off = copy().off();
        return !off.isEmpty() && (off.contains(new Key(tool, null)) || off.contains(new Key(tool, tenant.value())));
    }

    private Copy copy() {
        Copy current = copy;
        if (current == null || time.nanoTime() - current.readAt() > COPY_AGE.toNanos()) {
            long readAt = time.nanoTime();
            Set<Key> off = all().stream()
                    .map(one -> new Key(
                            one.tool(),
                            one.tenant() == null ? null : one.tenant().value()))
                    .collect(Collectors.toUnmodifiableSet());
            current = new Copy(off, readAt);
            copy = current;
        }
        return current;
    }

    @Override
    public List<Switch> all() {
        return transactions.read(handle -> handle.createQuery(sql.get("switches"))
                .map((row, context) -> read(row))
                .list());
    }

    private static Switch read(ResultSet row) throws SQLException {
        String tenant = row.getString("tenant_id");
        return new Switch(
                row.getString("tool_name"), tenant == null ? null : TenantId.of(tenant), row.getString("off_by"));
    }
}
