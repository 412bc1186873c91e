package io.toolgateway.postgres;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.store.LimitKey;
import io.toolgateway.store.SweepRequest;
import io.toolgateway.store.UnitOfWork;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Expires, reaps and ends broken chains (T6 to T8, T15 to T17): what nobody else is looking at. */
final class Sweeping {

    private final Sql sql;

    Sweeping(Sql sql) {
        this.sql = sql;
    }

    /** One pass; what ended in it may break a chain that the next one finds. */
    List<AuditEvent> sweep(Connection connection, int limit, SweepRequest request, Changes changes, Pipeline last)
            throws SQLException {
        Held held = Held.forSweep(connection, sql, limit, request);
        Written written = new Written(sql, held, changes);
        SortedSet<LimitKey> limits = new TreeSet<>();
        held.all().forEach(loaded -> limits.addAll(LimitKey.of(loaded.row().proposal(), held.now())));
        UnitOfWork unit = new UnitOfWork(
                new Locked(sql.hostIds(), Known.nothing(), held, Locked.limits(connection, sql, limits)), written);
        List<AuditEvent> recorded = new ArrayList<>();
        for (Loaded loaded : held.all()) {
            if (held.isWhole(loaded)) {
                recorded.addAll(unit.sweep(loaded.row().proposal().id(), request));
            }
        }
        written.addTo(last);
        return recorded;
    }
}
