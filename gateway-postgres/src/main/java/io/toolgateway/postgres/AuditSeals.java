package io.toolgateway.postgres;

import io.toolgateway.caller.TenantId;
import io.toolgateway.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Seals what is on record: links the events of each tenant, in their order, into a chain of the tenant's own, so that none can be
 * changed, removed, added or moved later without {@link AuditVerification} finding it.
 *
 * <p>A {@link PostgresProposalStore} seals by itself while it is swept, so that no host has to call this; a host that wants to
 * seal more often, or before it exports, may do so from its own scheduler. Writers never wait for it.
 *
 * <p>What is sealed: all events of transactions older than the oldest that still runs in the whole database server. One that
 * stays open for hours holds the seals back for hours; nothing is lost by that. Until it is sealed, an event that belongs to no
 * transition (a refusal, a read) is protected by its own hash alone.
 *
 * <p>After a restore of a dump into another server the ids of transactions may start lower. {@link Migrations#run()} finds that and
 * has them counted on; without it no store can be built on such tables.
 *
 * <p>Threads: safe for concurrent use, also by many hosts: one seals, the others find nothing to do.
 *
 * @since 0.1
 */
public final class AuditSeals {

    private static final int EVENTS_OF_A_SPAN = 10_000;
    private static final int SPANS = 20;

    private final Sql sql;
    private final Transactions transactions;
    private final Sealing sealing;
    private final int spans;

    AuditSeals(Sql sql, Transactions transactions, int eventsOfASpan, int spans) {
        this.sql = sql;
        this.transactions = transactions;
        this.sealing = new Sealing(sql, eventsOfASpan);
        this.spans = spans;
    }

    AuditSeals(Sql sql, Transactions transactions) {
        this(sql, transactions, EVENTS_OF_A_SPAN, SPANS);
    }

    /**
     * The seals in the schema {@code tool_gateway}.
     *
     * @param source a pool on the database; its role needs what the application's has
     * @return the seals
     * @throws StoreException if the database cannot be reached, or the tables are not there
     */
    public static AuditSeals on(DataSource source) {
        return on(source, Migrations.DEFAULT_SCHEMA);
    }

    /**
     * The seals in another schema.
     *
     * @param source a pool on the database
     * @param schema as given to {@link Migrations#in}
     * @return the seals
     * @throws StoreException if the database cannot be reached, or the tables are not there
     */
    public static AuditSeals on(DataSource source, String schema) {
        return new AuditSeals(
                new StartCheck(schema, null, Migration.ALL).require(source, false), new Transactions(source));
    }

    /**
     * Seals what is complete: one seal for each tenant that has new events, at most 200,000 events in one call.
     *
     * @return the seals that were made, in their order; empty if there is nothing new, or if another host is at it. After a lost
     *     connection some that were made may be missing: {@link #latest} has them
     * @throws StoreException if the database cannot be reached or refuses
     */
    public List<AuditSeal> seal() {
        List<AuditSeal> made = new ArrayList<>();
        boolean hasMore = true;
        for (int span = 0; hasMore && span < spans; span++) {
            Sealing.Batch batch = transactions.run((connection, isRepeat) -> sealing.seal(connection));
            batch.seals().stream().map(SealRow::toSeal).forEach(made::add);
            hasMore = batch.hasMore();
        }
        return made;
    }

    /**
     * The latest seal of a tenant, to be kept elsewhere.
     *
     * @param tenant the tenant
     * @return its seal; empty if nothing of it is sealed
     * @throws StoreException if the database cannot be reached
     */
    public Optional<AuditSeal> latest(TenantId tenant) {
        sql.hostIds().require("tenant", tenant.value());
        String[] tenants = {tenant.value()};
        List<SealRow> heads = transactions.run((connection, isRepeat) ->
                new Pipeline().add(sql.get("seal_heads"), (Object) tenants).read(connection, SealRow::read));
        return heads.stream().findFirst().map(SealRow::toSeal);
    }

    /** Refuses tables whose events come from a server that was further on: new ones would be taken for old ones. */
    void requireOwnTransactions() {
        boolean isRestored = transactions.run((connection, isRepeat) -> new Pipeline()
                .add(sql.get("restored"))
                .read(connection, row -> row.getBoolean(1))
                .get(0));
        if (isRestored) {
            throw new StoreException(
                    "Postgres: these tables were restored into a server that is younger than the one they were written in;"
                            + " run Migrations, or SELECT " + sql.schema()
                            + ".tool_call_after_restore(), before the first write",
                    null);
        }
    }
}
