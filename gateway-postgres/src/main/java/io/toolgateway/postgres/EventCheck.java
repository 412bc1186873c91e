package io.toolgateway.postgres;

import io.toolgateway.postgres.AuditFinding.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Holds events against their hashes, and all events of a tenant against its seals. */
final class EventCheck {

    private static final int EVENTS_OF_A_PAGE = 1_000;

    private final Sql sql;
    private final Transactions transactions;
    private final Findings findings;
    private final Removals removals;
    private final Map<String, SealWalk> walks = new HashMap<>();
    private Consumer<SealRow> seals = seal -> {};
    private long removedTo;

    EventCheck(Sql sql, Transactions transactions, Findings findings) {
        this.sql = sql;
        this.transactions = transactions;
        this.findings = findings;
        this.removals = new Removals(sql, transactions);
    }

    /**
     * How far there is anything to see when it begins.
     *
     * @param sealedTo before this transaction all is sealed; null if that is not known any more
     * @param latest no transaction has come to this one
     * @param lastEvent the last transaction of an event
     * @param lastSeal where the last of all seals ends
     */
    private record Bounds(
            @Nullable Long sealedTo,
            long latest,
            @Nullable Long lastEvent,
            @Nullable Long lastSeal) {

        @SuppressWarnings("NullAway") // the driver's null is ours
        static Bounds read(ResultSet row) throws SQLException {
            return new Bounds(
                    row.getObject("sealed_to", Long.class),
                    row.getLong("latest"),
                    row.getObject("last_event", Long.class),
                    row.getObject("last_seal", Long.class));
        }
    }

    /** All events of a proposal: seals are over those of a tenant. */
    void runWithoutSeals(AuditScope scope) {
        pages(sql.get("verify_events"), StoredEvent::read, scope, Long.MAX_VALUE, this::check);
    }

    /** What is before a transaction, and the seals that end there; gives the events that are there, and all these seals. */
    void runBefore(long transaction, Consumer<StoredEvent> events, Consumer<SealRow> seals) {
        this.seals = seals;
        run(new AuditScope(null, null), transaction, transaction, events);
    }

    void run(AuditScope scope) {
        Bounds bounds = transactions.run((connection, isRepeat) -> new Pipeline()
                .add(sql.get("verify_bounds"))
                .read(connection, Bounds::read)
                .get(0));
        Long sealedTo = bounds.sealedTo();
        if (sealedTo == null || (bounds.lastSeal() != null && bounds.lastSeal() > sealedTo)) {
            findings.add(Kind.SEAL_BROKEN, null, "sealing");
        }
        if (bounds.lastEvent() != null && bounds.lastEvent() >= bounds.latest()) {
            findings.add(Kind.EVENT_OUT_OF_TIME, null, "event of transaction " + bounds.lastEvent());
        }
        long known = sealedTo == null ? 0 : sealedTo;
        run(scope, known, bounds.latest(), event -> {});
    }

    private void run(AuditScope scope, long sealedTo, long before, Consumer<StoredEvent> present) {
        pages(sql.get("verify_sealed_events"), StoredEvent::readSealed, scope, before, event -> {
            if (event.isRemoved()) {
                checkRemoved(event);
            } else {
                check(event);
                present.accept(event);
            }
            walk(event.tenant(), sealedTo).add(event);
        });
        finish(scope, sealedTo);
    }

    private void checkRemoved(StoredEvent event) {
        findings.countRemoved();
        if (!isRemovedBefore(event.transaction())) {
            findings.add(Kind.EVENT_GONE, event);
        }
    }

    /** Asked again where it was not so: a removal may have begun since. */
    private boolean isRemovedBefore(long transaction) {
        if (transaction >= removedTo) {
            removedTo = removals.removedTo();
        }
        return transaction < removedTo;
    }

    private void check(StoredEvent event) {
        findings.countEvent();
        if (!event.isAsWritten()) {
            findings.add(Kind.EVENT_CHANGED, event);
        }
        // Of a proposal that is gone something may have been on its way while it was removed.
        boolean mayBeLate = event.seq() == 0;
        if (!event.hasProposal() && !(mayBeLate && isRemovedBefore(0))) {
            findings.add(Kind.PROPOSAL_MISSING, event);
        }
    }

    private SealWalk walk(String tenant, long sealedTo) {
        return walks.computeIfAbsent(tenant, one -> new SealWalk(one, sealedTo, sql, transactions, findings, seals));
    }

    /** Also the tenants of which there are seals and no events. */
    private void finish(AuditScope scope, long sealedTo) {
        List<String> tenants = transactions.run((connection, isRepeat) ->
                new Pipeline().add(sql.get("verify_tenants")).read(connection, row -> row.getString(1)));
        for (String tenant : tenants) {
            if (scope.tenant() == null || tenant.equals(scope.tenantOrNull())) {
                walk(tenant, sealedTo);
            }
        }
        walks.values().forEach(SealWalk::finish);
    }

    private void pages(
            String events,
            Pipeline.RowReader<StoredEvent> reader,
            AuditScope scope,
            long before,
            Consumer<StoredEvent> consumer) {
        String statement = events + " WHERE " + scope.on("e", "proposal_id", sql)
                + " AND (e.transaction, e.number) > (?, ?) AND e.transaction < ?"
                + " ORDER BY e.transaction, e.number LIMIT " + EVENTS_OF_A_PAGE;
        long transaction = Long.MIN_VALUE;
        long number = Long.MIN_VALUE;
        List<StoredEvent> page;
        do {
            long afterTransaction = transaction;
            long afterNumber = number;
            page = transactions.run((connection, isRepeat) -> new Pipeline()
                    .add(statement, scope.tenantOrNull(), afterTransaction, afterNumber, before)
                    .read(connection, reader));
            for (StoredEvent event : page) {
                consumer.accept(event);
                transaction = event.transaction();
                number = event.number();
            }
        } while (page.size() == EVENTS_OF_A_PAGE);
    }
}
