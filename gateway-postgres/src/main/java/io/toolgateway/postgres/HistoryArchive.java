package io.toolgateway.postgres;

import io.toolgateway.GatewayException;
import io.toolgateway.postgres.RemovalRow.Wanted;
import io.toolgateway.store.StoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Moves old history out of the database. Nothing is ever removed unless a host runs this: what is open is found by indexes that
 * know nothing else, so that a long history does not slow the work.
 *
 * <p>Effect: all events that were sealed before the limit go, with their proposals and votes. A proposal stays, with all of its
 * events, while it is open, while its unknown outcome is not settled, if anything happened to it later, and while another step of
 * its chain stays. What goes is verified and copied first, as {@link AuditVerification} verifies; if anything is not as it was
 * written, nothing is removed and the report says what. Then the removal is put on record, then rows are deleted in small
 * transactions beside running writers. The database's own triggers let nothing else be deleted.
 *
 * <p>What is left: of each removed event its place and its hash, about a hundred bytes, so that every seal can still be verified
 * and every line of a copy be held against it; the seals; the removals, see {@link AuditReport#removals}.
 *
 * <p>What it means for callers: a removed proposal is unknown, as if its id had never been. Its idempotency key is free again, so
 * remove only what is older than any repeat of a call could be. Budgets, standing permissions and switches are not touched.
 *
 * <p>The copy: UTF-8, one JSON object a line, whose member {@code kind} is
 *
 * <ul>
 *   <li>{@code archive}, the first line: {@code format} (1), {@code schema}, {@code from_transaction} and {@code to_transaction};
 *   <li>{@code proposal}: one that goes, with the columns of its row by their names, and its votes; those of {@code
 *       tool_call_proposals} that are made of others are not there, nor those that are null;
 *   <li>{@code event}: in the order in which they were sealed, with {@code transaction} and {@code number}; also those of
 *       proposals that stay, without which seals could not be verified from the file. Those go whose proposal is in the same file,
 *       and those without one;
 *   <li>{@code seal}: those that end after {@code from_transaction}, of each tenant in their order. A seal is over the events of
 *       this file from its own {@code from_transaction} on;
 *   <li>{@code end}, the last line: {@code proposals}, {@code events} and {@code seals}, their numbers. A file without it is of a
 *       run that removed nothing.
 * </ul>
 *
 * <p>It holds arguments with their secrets, as the tables do. To what happens to a proposal between its copy and its removal there
 * is one answer: it stays, and comes again in the copy of a later run.
 *
 * <p>Repeat: a run that died after its removal was on record is completed by the next, whatever its limit; its copy was closed
 * before. One that died earlier has removed nothing.
 *
 * <p>Memory: 50 proposals at a time, whose stored results may be large. Time: in proportion to what is before the limit and,
 * little for each, to what was removed before.
 *
 * <p>Threads: safe for concurrent use, also by many hosts: of two runs at once one fails without having removed anything.
 *
 * @since 0.1
 */
public final class HistoryArchive {

    private static final int BATCH = 200;

    private final Sql sql;
    private final Transactions transactions;
    private final Removals removals;
    private final int batch;

    HistoryArchive(Sql sql, Transactions transactions, int batch) {
        this.sql = sql;
        this.transactions = transactions;
        this.removals = new Removals(sql, transactions);
        this.batch = batch;
    }

    /**
     * The archive of the schema {@code tool_gateway}.
     *
     * @param source a pool on the database; its role needs what {@link DatabaseRole#ARCHIVIST} has
     * @return the archive
     * @throws StoreException if the database cannot be reached, or the tables are not there
     */
    public static HistoryArchive on(DataSource source) {
        return on(source, Migrations.DEFAULT_SCHEMA);
    }

    /**
     * The archive of another schema.
     *
     * @param source a pool on the database
     * @param schema as given to {@link Migrations#in}
     * @return the archive
     * @throws StoreException if the database cannot be reached, or the tables are not there
     */
    public static HistoryArchive on(DataSource source, String schema) {
        return new HistoryArchive(
                new StartCheck(schema, null, Migration.ALL).require(source, false), new Transactions(source), BATCH);
    }

    /**
     * Copies history and removes it.
     *
     * @param limit what was sealed before it goes, by the database's clock; events are sealed seconds after they are written
     * @param target where the copy goes; opened only if something was sealed since the last removal and before the limit
     * @return what was removed and what was found
     * @throws GatewayException if the copy cannot be written; then nothing new was removed
     * @throws StoreException if the database cannot be reached or refuses, also if a table of the host's own references what is
     *     to be removed; what was removed by then is in the copy, and the next run goes on
     */
    public ArchiveReport moveBefore(Instant limit, ArchiveTarget target) {
        return run(limit, Objects.requireNonNull(target, "target"));
    }

    /**
     * Removes history for good: there is no copy.
     *
     * @param limit as for {@link #moveBefore}
     * @return what was removed and what was found
     * @throws StoreException as for {@link #moveBefore}
     */
    public ArchiveReport removeBeforeWithoutCopy(Instant limit) {
        return run(limit, null);
    }

    private ArchiveReport run(Instant limit, @Nullable ArchiveTarget target) {
        Removing removing = new Removing(sql, transactions, batch);
        Removals.Head head = removals.head(limit);
        if (head.removedTo() > 0) {
            removing.run(head.removedTo());
        }
        if (head.next() <= head.removedTo()) {
            return new ArchiveReport(null, removing.proposals(), removing.events(), List.of(), 0, List.of());
        }
        Findings findings = new Findings();
        new RemovalCheck(sql, transactions, findings).run();
        ArchiveCopy copy = new ArchiveCopy(sql, transactions, findings);
        String hash = copied(copy, head, target);
        AuditRemoval removal = null;
        if (findings.isEmpty() && copy.proposals() + copy.events() > 0) {
            Wanted wanted = new Wanted(head.next(), copy.proposals(), copy.events(), target == null ? null : hash);
            removal = removals.record(head, limit, wanted).toRemoval();
            removing.run(head.next());
        }
        return new ArchiveReport(
                removal,
                removing.proposals(),
                removing.events(),
                copy.staying(),
                copy.stayed(),
                findings.report().findings());
    }

    private static String copied(ArchiveCopy copy, Removals.Head head, @Nullable ArchiveTarget target) {
        try {
            ArchiveWriter writer = new ArchiveWriter(target == null ? OutputStream.nullOutputStream() : target.open());
            try (writer) {
                copy.write(head.removedTo(), head.next(), writer);
            }
            return writer.hash();
        } catch (IOException | UncheckedIOException e) {
            throw new GatewayException("the copy of history cannot be written; nothing of it was removed", e);
        }
    }
}
