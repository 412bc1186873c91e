package io.toolgateway.postgres;

import io.toolgateway.caller.TenantId;
import io.toolgateway.store.Outbox;
import io.toolgateway.store.TakeRequest;
import io.toolgateway.store.Topic;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * The outbox in its table. A message is held by the time from which it is due again; nobody keeps a row locked.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Messages implements Outbox {

    private static final double MILLIS = 1_000.0;

    private final Sql sql;
    private final Transactions transactions;

    Messages(Sql sql, Transactions transactions) {
        this.sql = sql;
        this.transactions = transactions;
    }

    private record Taken(long number, Message message) {

        static Taken read(ResultSet row) throws SQLException {
            Topic topic =
                    new Topic(row.getString("kind"), TenantId.of(row.getString("tenant_id")), row.getString("name"));
            UUID id = Objects.requireNonNull(row.getObject("id", UUID.class));
            return new Taken(
                    row.getLong("number"), new Message(id, topic, row.getString("body"), row.getInt("attempts")));
        }
    }

    @Override
    public List<Message> take(TakeRequest request) {
        Topic topic = request.topic();
        double seconds = request.holdFor().toMillis() / MILLIS;
        Pipeline pipeline = new Pipeline().add(sql.get("begin"));
        if (topic == null) {
            pipeline.add(sql.get("take_messages"), request.kind(), request.limit(), seconds);
        } else {
            sql.hostIds().require("tenant", topic.tenant().value());
            pipeline.add(
                    sql.get("take_messages_of_topic"),
                    topic.tenant().value(),
                    topic.kind(),
                    topic.name(),
                    request.limit(),
                    seconds);
        }
        // Where the answer to a commit is lost, what was taken stays held and comes again; the next try takes what is
        // left.
        List<Taken> taken = transactions.run((connection, isRepeat) -> pipeline.read(connection, Taken::read));
        return taken.stream()
                .sorted(Comparator.comparingLong(Taken::number))
                .map(Taken::message)
                .toList();
    }

    @Override
    public void acknowledge(TenantId tenant, Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return;
        }
        sql.hostIds().require("tenant", tenant.value());
        String[] texts = ids.stream().map(UUID::toString).toArray(String[]::new);
        transactions.run((connection, isRepeat) -> new Pipeline()
                .add(sql.get("begin"))
                .add(sql.get("remove_messages"), tenant.value(), texts)
                .run(connection));
    }
}
