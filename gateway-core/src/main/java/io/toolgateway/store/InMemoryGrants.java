package io.toolgateway.store;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.caller.TenantId;
import io.toolgateway.policy.StandingPermission;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The standing permissions of one process, under the lock of its store. */
final class InMemoryGrants implements Grants {

    /** As texts: UUID compares its halves as signed numbers. */
    private static final Comparator<UUID> ORDER = Comparator.comparing(UUID::toString);

    private final Lock lock;
    private final Supplier<Instant> now;
    private final Sums sums;
    private final Journal journal;
    private final Map<TenantId, NavigableMap<UUID, Row>> rows = new HashMap<>();

    InMemoryGrants(Lock lock, Supplier<Instant> now, Sums sums, Journal journal) {
        this.lock = lock;
        this.now = now;
        this.sums = sums;
        this.journal = journal;
    }

    private record Row(
            StandingPermission permission, @Nullable Revoked revoked) {}

    @Override
    public void put(StandingPermission permission, AuditEvent event) {
        locked(() -> {
            Map<UUID, Row> own = rows.computeIfAbsent(permission.tenant(), none -> new TreeMap<>(ORDER));
            return own.putIfAbsent(permission.id(), new Row(permission, null)) == null ? journal.add(event) : event;
        });
    }

    @Override
    public boolean revoke(TenantId tenant, UUID id, String by, AuditEvent event) {
        return locked(() -> {
            Row row = of(tenant).get(id);
            if (row == null || row.revoked() != null) {
                return false;
            }
            of(tenant).put(id, new Row(row.permission(), new Revoked(by, now.get())));
            sums.put(LimitKey.of(row.permission().use()), taken(row).add(EXHAUSTED));
            journal.add(event);
            return true;
        });
    }

    @Override
    public Optional<Grant> find(TenantId tenant, UUID id) {
        return locked(() -> Optional.ofNullable(of(tenant).get(id)).map(this::grant));
    }

    @Override
    public List<Grant> usable(TenantId tenant, String user, String tool) {
        return locked(() -> of(tenant).values().stream()
                .filter(row -> row.permission().user().equals(user)
                        && row.permission().tool().equals(tool))
                .map(this::grant)
                .filter(grant -> grant.isUsable(now.get()))
                .toList());
    }

    @Override
    public List<Grant> list(TenantId tenant, @Nullable UUID before, int limit) {
        Grants.requireLimit(limit);
        return locked(() -> {
            NavigableMap<UUID, Row> all = of(tenant);
            NavigableMap<UUID, Row> older = before == null ? all : all.headMap(before, false);
            Stream<Row> newest = new ArrayList<>(older.descendingMap().values()).stream();
            return newest.limit(limit).map(this::grant).toList();
        });
    }

    private NavigableMap<UUID, Row> of(TenantId tenant) {
        return rows.getOrDefault(tenant, new TreeMap<>(ORDER));
    }

    private Grant grant(Row row) {
        return Grant.of(row.permission(), taken(row), row.revoked());
    }

    private BigDecimal taken(Row row) {
        return sums.find(row.permission().limit()).orElse(BigDecimal.ZERO);
    }

    private <T> T locked(Supplier<T> task) {
        lock.lock();
        try {
            return task.get();
        } finally {
            lock.unlock();
        }
    }
}
