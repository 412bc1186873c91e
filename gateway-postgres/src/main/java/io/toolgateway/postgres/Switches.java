package io.toolgateway.postgres;

import io.toolgateway.caller.TenantId;
import io.toolgateway.store.ToolSwitches;
import io.toolgateway.time.TimeSource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The switches of the tools in their table. Inserts and claims read the table itself; whoever only asks is answered from a copy
 * that is half a second old at most.
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
        change(tool, tenant, by);
    }

    @Override
    public void on(String tool, @Nullable TenantId tenant, String by) {
        change(tool, tenant, null);
    }

    private void change(String tool, @Nullable TenantId tenant, @Nullable String offBy) {
        if (tenant != null) {
            sql.hostIds().require("tenant", tenant.value());
        }
        String tenantId = tenant == null ? null : tenant.value();
        transactions.run((connection, isRepeat) -> {
            Pipeline pipeline = new Pipeline()
                    .add(sql.get("begin"))
                    .add(sql.get("lock_switches"))
                    .add(sql.get("switch_on"), tool, tenantId);
            if (offBy != null) {
                pipeline.add(sql.get("switch_off"), tool, tenantId, StoredJson.storable(offBy));
            }
            return pipeline.add(sql.get("notify")).run(connection);
        });
        forget();
        changed.run();
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
