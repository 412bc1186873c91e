package io.toolgateway.postgres;

import io.toolgateway.caller.TenantId;
import io.toolgateway.proposal.ProposalId;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;

/**
 * Checks that what is on record is as it was written. Reads alone, beside running writers, and gives a value: what is wrong is
 * found, not thrown.
 *
 * <p>Checked are: each event's columns against its hash; each proposal's events, without a gap and each with the hash of the one
 * before; the row's version and head against the last of them; every column of the row but the end of a lease (a heartbeat has no
 * event) against the hashes in the first and the last of them; its votes against their own table; each seal against the events in
 * its span, their number and order, and against the seal before it; the changes of the switches; the removals of history.
 *
 * <p>Of history that was removed ({@link HistoryArchive}) the place and the hash of each event are left: the seals are held against
 * them, and every event that is gone without a removal on record is found.
 *
 * <p>What it cannot find, and what to do about that. Whoever may bypass the triggers may also write new hashes: a superuser who
 * changes an event and then rewrites all that hangs on it, up to the last seal of the tenant, leaves a record that is right in
 * itself. So keep seals elsewhere ({@link PostgresStoreBuilder#sealsTo}, {@link AuditSeals#latest}) and hand them to
 * {@link #against}: one seal stands for all events before it. And what is not sealed yet, the last seconds, has no order but that of
 * each proposal: of refusals and reads among it some may have been removed, or added, with the right hashes. The counts of a report
 * say how much that is. And whoever may bypass the triggers may remove, of what is before a removal on record, more than went
 * then, and leave the same traces: what has gone and is in no copy went so. The hash of each copy is in its removal.
 *
 * <p>Memory: bounded, but for a few hundred bytes for each tenant; 50 proposals at a time, whose stored results may be large.
 *
 * <p>Threads: safe for concurrent use. A run over all takes some minutes for millions of events, one page at a time, so that it
 * holds neither a connection nor a snapshot for long.
 *
 * @since 0.1
 */
public final class AuditVerification {

    private final Sql sql;
    private final Transactions transactions;
    private final List<AuditSeal> anchors;

    private AuditVerification(Sql sql, Transactions transactions, List<AuditSeal> anchors) {
        this.sql = sql;
        this.transactions = transactions;
        this.anchors = anchors;
    }

    /**
     * Verification of the schema {@code tool_gateway}.
     *
     * @param source a pool on the database; also a standby; a role that may read is enough, see
     *     {@link DatabaseRole#AUDITOR}
     * @return the verification
     * @throws io.toolgateway.store.StoreException if the database cannot be reached, or the tables are not there
     */
    public static AuditVerification on(DataSource source) {
        return on(source, Migrations.DEFAULT_SCHEMA);
    }

    /**
     * Verification of another schema.
     *
     * @param source a pool on the database
     * @param schema as given to {@link Migrations#in}
     * @return the verification
     * @throws io.toolgateway.store.StoreException if the database cannot be reached, or the tables are not there
     */
    public static AuditVerification on(DataSource source, String schema) {
        Sql.requireName(schema);
        Transactions transactions = new Transactions(source);
        // Not what a store needs to start: an auditor may read a standby.
        History history = transactions.run((connection, isRepeat) -> History.read(connection, schema));
        history.requireReadable(Migration.ALL.get(Migration.ALL.size() - 1).version());
        return new AuditVerification(new Sql(schema, history.hostIds()), transactions, List.of());
    }

    /**
     * Also holds the seals against some that were kept elsewhere.
     *
     * @param anchors seals as they were made; the latest of each tenant is enough
     * @return a copy
     */
    public AuditVerification against(Collection<AuditSeal> anchors) {
        return new AuditVerification(sql, transactions, List.copyOf(anchors));
    }

    /**
     * Checks everything.
     *
     * @return what was checked and what was found
     * @throws io.toolgateway.store.StoreException if the database cannot be reached
     */
    public AuditReport all() {
        return seals(new AuditScope(null, null));
    }

    /**
     * Checks one tenant, and the switches.
     *
     * @param tenant the tenant
     * @return what was checked and what was found; nothing of either if there is no such tenant
     * @throws io.toolgateway.store.StoreException if the database cannot be reached
     */
    public AuditReport tenant(TenantId tenant) {
        sql.hostIds().require("tenant", tenant.value());
        return seals(new AuditScope(tenant, null));
    }

    /**
     * Checks one proposal and its events; not the seals, for which all events of its tenant are needed.
     *
     * @param tenant its tenant
     * @param proposal the proposal
     * @return what was checked and what was found; nothing of either if there is no such proposal
     * @throws io.toolgateway.store.StoreException if the database cannot be reached
     */
    public AuditReport proposal(TenantId tenant, ProposalId proposal) {
        sql.hostIds().require("tenant", tenant.value());
        AuditScope scope = new AuditScope(tenant, proposal);
        Findings findings = new Findings();
        new ProposalCheck(sql, transactions, findings).run(scope);
        new EventCheck(sql, transactions, findings).runWithoutSeals(scope);
        return findings.report();
    }

    private AuditReport seals(AuditScope scope) {
        Findings findings = new Findings();
        new ProposalCheck(sql, transactions, findings).run(scope);
        new EventCheck(sql, transactions, findings).run(scope);
        new SwitchCheck(sql, transactions, findings).run();
        new RemovalCheck(sql, transactions, findings).run();
        anchors.stream().filter(anchor -> scope.includes(anchor.tenant())).forEach(anchor -> check(anchor, findings));
        return findings.report();
    }

    private void check(AuditSeal anchor, Findings findings) {
        String tenant = anchor.tenant().value();
        List<String> hashes = transactions.run((connection, isRepeat) -> new Pipeline()
                .add(sql.get("verify_anchor"), tenant, anchor.number())
                .read(connection, row -> row.getString(1)));
        if (!hashes.equals(List.of(anchor.hash()))) {
            findings.add(AuditFinding.Kind.ANCHOR_DIFFERS, tenant, "seal " + anchor.number());
        }
    }
}
