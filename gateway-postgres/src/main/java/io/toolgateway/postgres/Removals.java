package io.toolgateway.postgres;

import io.toolgateway.json.Json;
import io.toolgateway.postgres.RemovalRow.Wanted;
import io.toolgateway.store.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The removals on record, and the next one. */
final class Removals {

    private final Sql sql;
    private final Transactions transactions;

    Removals(Sql sql, Transactions transactions) {
        this.sql = sql;
        this.transactions = transactions;
    }

    /**
     * What the chain of removals ends with.
     *
     * @param next where the next removal may end: before this transaction all was sealed before the limit; 0 if nothing was
     */
    record Head(Instant now, String by, long next, @Nullable RemovalRow last) {

        static Head read(ResultSet row) throws SQLException {
            return new Head(
                    Objects.requireNonNull(row.getObject("now", OffsetDateTime.class))
                            .toInstant(),
                    row.getString("by"),
                    row.getLong("next"),
                    row.getString("hash") == null ? null : RemovalRow.read(row));
        }

        /** Before this transaction history is removed already. */
        long removedTo() {
            return last == null ? 0 : last.removedTo();
        }

        boolean isSame(Head other) {
            return Objects.equals(last, other.last);
        }
    }

    Head head(Instant limit) {
        return transactions.run((connection, isRepeat) -> head(connection, limit));
    }

    private Head head(Connection connection, Instant limit) throws SQLException {
        return new Pipeline()
                .add(sql.get("removal_head"), limit.toString())
                .read(connection, Head::read)
                .get(0);
    }

    /** Before which transaction history is removed. */
    long removedTo() {
        return transactions.run((connection, isRepeat) -> new Pipeline()
                .add(sql.get("removed_to"))
                .read(connection, row -> row.getLong(1))
                .get(0));
    }

    /** Puts a removal on record: from now on what is before it may be deleted. */
    RemovalRow record(Head seen, Instant limit, Wanted wanted) {
        return transactions.run((connection, isRepeat) -> {
            new Pipeline().add(sql.get("begin")).add(sql.get("lock_removals")).run(connection);
            Head now = head(connection, limit);
            RemovalRow last = now.last();
            if (now.isSame(seen)) {
                return insert(connection, RemovalRow.after(last, wanted, now.by(), now.now()));
            }
            if (isRepeat && last != null && last.isOf(wanted)) {
                return last;
            }
            throw new StoreException(
                    "Postgres: history was removed by another run in the meantime; nothing was removed by this one",
                    null);
        });
    }

    private RemovalRow insert(Connection connection, RemovalRow row) throws SQLException {
        new Pipeline()
                .add(sql.get("insert_removal"), Json.write(List.of(row.toColumns())))
                .run(connection);
        return row;
    }
}
