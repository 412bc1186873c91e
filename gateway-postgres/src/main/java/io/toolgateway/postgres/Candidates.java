package io.toolgateway.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The proposals that were there before a transaction: which of them go when history before it is removed, and why others stay. */
final class Candidates {

    private final Sql sql;
    private final Transactions transactions;

    Candidates(Sql sql, Transactions transactions) {
        this.sql = sql;
        this.transactions = transactions;
    }

    /**
     * A proposal.
     *
     * @param transaction of its first event, with its number
     * @param stays why it stays; null if it goes
     * @param events how many it has before the transaction
     */
    record Candidate(
            long transaction,
            long number,
            String id,
            String tenant,
            @Nullable String chain,
            @Nullable String stays,
            long events) {

        @SuppressWarnings("NullAway") // the driver's null is ours
        static Candidate read(ResultSet row) throws SQLException {
            return new Candidate(
                    row.getLong("transaction"),
                    row.getLong("number"),
                    Objects.requireNonNull(row.getString("id")),
                    row.getString("tenant_id"),
                    row.getString("chain_id"),
                    row.getString("stays"),
                    row.getLong("events"));
        }

        boolean goes() {
            return stays == null;
        }
    }

    /** All of them, page by page, in the order of their first events. */
    void pages(long removedTo, int size, Consumer<List<Candidate>> consumer) {
        long transaction = Long.MIN_VALUE;
        long number = Long.MIN_VALUE;
        List<Candidate> page;
        do {
            long afterTransaction = transaction;
            long afterNumber = number;
            page = transactions.run((connection, isRepeat) -> new Pipeline()
                    .add(sql.get("begin"))
                    .add(sql.get("begin_pages"))
                    .add(sql.get("archive_candidates"), removedTo, afterTransaction, afterNumber, size)
                    .read(connection, Candidate::read));
            if (!page.isEmpty()) {
                consumer.accept(page);
                Candidate last = page.get(page.size() - 1);
                transaction = last.transaction();
                number = last.number();
            }
        } while (page.size() == size);
    }
}
