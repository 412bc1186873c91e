package io.toolgateway.postgres;

import io.toolgateway.postgres.Candidates.Candidate;
import io.toolgateway.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/**
 * Deletes what a removal on record covers, in small transactions, and counts.
 *
 * <p>Threads: confined to one.
 */
final class Removing {

    /** About: so that a batch of events is as much work as one of proposals. */
    private static final int EVENTS_OF_A_PROPOSAL = 5;

    private final Sql sql;
    private final Transactions transactions;
    private final int batch;
    private long proposals;
    private long events;

    Removing(Sql sql, Transactions transactions, int batch) {
        this.sql = sql;
        this.transactions = transactions;
        this.batch = batch;
    }

    private record Counts(long proposals, long events) {}

    private record Key(long transaction, long number) {}

    /** Everything before a transaction, unless it stays. */
    void run(long removedTo) {
        new Candidates(sql, transactions).pages(removedTo, batch, page -> {
            List<Candidate> going = page.stream().filter(Candidate::goes).toList();
            if (!going.isEmpty()) {
                remove(removedTo, going);
            }
        });
        removeLoose(removedTo);
    }

    long proposals() {
        return proposals;
    }

    long events() {
        return events;
    }

    private void remove(long removedTo, List<Candidate> going) {
        try {
            Counts counts = transactions.run((connection, isRepeat) -> remove(connection, removedTo, going));
            proposals += counts.proposals();
            events += counts.events();
        } catch (StoreException e) {
            throw e.getCause() instanceof SQLException cause && "23503".equals(cause.getSQLState())
                    ? referenced(cause)
                    : e;
        }
    }

    private static StoreException referenced(SQLException cause) {
        return new StoreException(
                "Postgres: a table of the host's own references a proposal that is to be removed; this one and those after it are"
                        + " still there, and the next run goes on with them (SQLSTATE 23503)",
                cause);
    }

    private Counts remove(Connection connection, long removedTo, List<Candidate> going) throws SQLException {
        String[] ids = going.stream().map(Candidate::id).toArray(String[]::new);
        String[] chains = going.stream()
                .map(Candidate::chain)
                .filter(Objects::nonNull)
                .distinct()
                .toArray(String[]::new);
        List<String> gone = new Pipeline()
                .add(sql.get("begin"))
                .add(sql.get("remove_proposals"), ids, chains, removedTo)
                .read(connection, row -> row.getString(1));
        List<Integer> counts = new Pipeline()
                .add(sql.get("remove_events"), (Object) gone.toArray(String[]::new), removedTo)
                .run(connection);
        return new Counts(gone.size(), counts.get(0));
    }

    private void removeLoose(long removedTo) {
        int most = batch * EVENTS_OF_A_PROPOSAL;
        Key last = new Key(Long.MIN_VALUE, Long.MIN_VALUE);
        List<Key> gone;
        do {
            Key after = last;
            gone = transactions.run((connection, isRepeat) -> new Pipeline()
                    .add(sql.get("begin"))
                    .add(sql.get("begin_pages"))
                    .add(sql.get("remove_loose_events"), removedTo, after.transaction(), after.number(), most)
                    .read(connection, row -> new Key(row.getLong(1), row.getLong(2))));
            events += gone.size();
            for (Key key : gone) {
                boolean isLater = key.transaction() > last.transaction()
                        || (key.transaction() == last.transaction() && key.number() > last.number());
                last = isLater ? key : last;
            }
        } while (gone.size() == most);
    }
}
