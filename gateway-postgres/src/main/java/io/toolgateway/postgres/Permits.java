package io.toolgateway.postgres;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.caller.TenantId;
import io.toolgateway.policy.StandingPermission;
import io.toolgateway.store.Grants;
import io.toolgateway.stored.PermissionForm;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The standing permissions in their table, each with what was taken out of its limit.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Permits implements Grants {

    private final Sql sql;
    private final Transactions transactions;

    Permits(Sql sql, Transactions transactions) {
        this.sql = sql;
        this.transactions = transactions;
    }

    @Override
    public void put(StandingPermission permission, AuditEvent event) {
        String tenant = requireTenant(permission.tenant());
        sql.hostIds().require("user", permission.user());
        transactions.run((connection, isRepeat) -> {
            List<Integer> inserted = new Pipeline()
                    .add(sql.get("begin"))
                    .add(
                            sql.get("insert_permission"),
                            permission.id().toString(),
                            tenant,
                            permission.user(),
                            permission.tool(),
                            PermissionForm.text(permission),
                            Micros.of(permission.until()).toString())
                    .run(connection);
            return inserted.get(0) > 0 && record(connection, event);
        });
    }

    @Override
    public boolean revoke(TenantId tenant, UUID id, String by, AuditEvent event) {
        String owner = requireTenant(tenant);
        sql.hostIds().require("user", by);
        return transactions.run((connection, isRepeat) -> {
            List<Integer> revoked = new Pipeline()
                    .add(sql.get("begin"))
                    .add(sql.get("revoke_permission"), by, owner, id.toString())
                    .run(connection);
            if (revoked.get(0) == 0) {
                // What an earlier try has committed is this one's doing.
                return isRepeat && isRevoked(connection, owner, id, by);
            }
            new Pipeline()
                    .add(sql.get("exhaust_permission"), StandingPermission.limitOf(id), EXHAUSTED.toPlainString())
                    .run(connection);
            return record(connection, event);
        });
    }

    private boolean isRevoked(Connection connection, String tenant, UUID id, String by) throws SQLException {
        return new Pipeline()
                .add(sql.get("permission"), tenant, id.toString()).read(connection, Permits::read).stream()
                        .map(Grant::revoked)
                        .anyMatch(revoked -> revoked != null && revoked.by().equals(by));
    }

    private boolean record(Connection connection, AuditEvent event) throws SQLException {
        Written writes = new Written(sql, Held.nothing(), new Changes());
        writes.record(List.of(event));
        Pipeline last = new Pipeline();
        writes.addTo(last);
        last.run(connection);
        return true;
    }

    @Override
    public Optional<Grant> find(TenantId tenant, UUID id) {
        return read("permission", requireTenant(tenant), id.toString()).stream().findFirst();
    }

    @Override
    public List<Grant> usable(TenantId tenant, String user, String tool) {
        sql.hostIds().require("user", user);
        return read("usable_permissions", requireTenant(tenant), user, tool).stream()
                .filter(grant -> grant.used() < grant.permission().uses())
                .toList();
    }

    @Override
    public List<Grant> list(TenantId tenant, @Nullable UUID before, int limit) {
        Grants.requireLimit(limit);
        String last = before == null ? null : before.toString();
        return read("permissions", requireTenant(tenant), last, last, limit);
    }

    private String requireTenant(TenantId tenant) {
        sql.hostIds().require("tenant", tenant.value());
        return tenant.value();
    }

    private List<Grant> read(String statement, @Nullable Object... values) {
        return transactions.run((connection, isRepeat) -> new Pipeline()
                .add(sql.get("begin"))
                .add(sql.get(statement), values)
                .read(connection, Permits::read));
    }

    private static Grant read(ResultSet row) throws SQLException {
        String by = row.getString("revoked_by");
        Revoked revoked = by == null
                ? null
                : new Revoked(
                        by,
                        Objects.requireNonNull(row.getObject("revoked_at", OffsetDateTime.class))
                                .toInstant());
        return Grant.of(PermissionForm.read(row.getString("form")), row.getBigDecimal("taken"), revoked);
    }
}
