package io.toolgateway.postgres;

import io.toolgateway.caller.Audience;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.TenantId;
import io.toolgateway.store.Inbox;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The inbox in its tables: an entry once, and who has read it: a row for each, or a mark up to where all was read.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Entries implements Inbox {

    private static final double SECONDS_KEPT = KEPT_FOR.toSeconds();

    private final Sql sql;
    private final Transactions transactions;

    Entries(Sql sql, Transactions transactions) {
        this.sql = sql;
        this.transactions = transactions;
    }

    @Override
    public void put(Entry entry) {
        String tenant = entry.tenant().value();
        sql.hostIds().require("tenant", tenant);
        transactions.run((connection, isRepeat) -> new Pipeline()
                .add(sql.get("begin"))
                .add(sql.get("drop_entries"), tenant, SECONDS_KEPT)
                .add(
                        sql.get("insert_entry"),
                        entry.id().toString(),
                        tenant,
                        texts(entry.audience().roles()),
                        texts(entry.audience().users()),
                        entry.body())
                .run(connection));
    }

    @Override
    public List<Item> list(Caller reader, long before, int limit) {
        Inbox.requireLimit(limit);
        return transactions.run((connection, isRepeat) -> new Pipeline()
                .add(sql.get("begin"))
                .add(sql.get("entries"), of(reader, before, limit))
                .read(connection, Entries::read));
    }

    @Override
    public long unread(Caller reader) {
        return transactions.run((connection, isRepeat) -> new Pipeline()
                .add(sql.get("begin"))
                .add(sql.get("count_unread"), of(reader, MOST_COUNTED))
                .read(connection, row -> row.getLong(1))
                .get(0));
    }

    @Override
    public void markRead(Caller reader, Collection<UUID> ids) {
        if (!ids.isEmpty()) {
            String[] marked = ids.stream().map(UUID::toString).toArray(String[]::new);
            transactions.run((connection, isRepeat) -> new Pipeline()
                    .add(sql.get("begin"))
                    .add(sql.get("mark_entries"), of(reader, marked, marked))
                    .run(connection));
        }
    }

    @Override
    public void markAllRead(Caller reader) {
        String[] none = null;
        transactions.run((connection, isRepeat) -> new Pipeline()
                .add(sql.get("begin"))
                .add(
                        sql.get("mark_all"),
                        reader.tenant().value(),
                        reader.userId(),
                        texts(reader.roles()),
                        reader.tenant().value())
                .add(sql.get("mark_entries"), of(reader, none, none))
                .run(connection));
    }

    /** Whose entries, and for whom: what all statements begin with. */
    private @Nullable Object[] of(Caller reader, @Nullable Object... more) {
        String tenant = reader.tenant().value();
        sql.hostIds().require("tenant", tenant);
        sql.hostIds().require("user", reader.userId());
        List<@Nullable Object> values = new ArrayList<>();
        values.add(tenant);
        values.add(reader.userId());
        values.add(reader.userId());
        values.add(texts(reader.roles()));
        values.add(SECONDS_KEPT);
        for (Object value : more) {
            values.add(value);
        }
        return values.toArray();
    }

    private static String[] texts(Set<String> texts) {
        return texts.toArray(String[]::new);
    }

    private static Item read(ResultSet row) throws SQLException {
        Entry entry = new Entry(
                Objects.requireNonNull(row.getObject("id", UUID.class)),
                TenantId.of(row.getString("tenant_id")),
                new Audience(texts(row, "roles"), texts(row, "users")),
                row.getString("body"));
        return new Item(
                entry,
                row.getLong("number"),
                Objects.requireNonNull(row.getObject("put_at", OffsetDateTime.class))
                        .toInstant(),
                row.getBoolean("is_read"));
    }

    private static Set<String> texts(ResultSet row, String column) throws SQLException {
        return Set.of((String[]) row.getArray(column).getArray());
    }
}
