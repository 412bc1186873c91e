package io.toolgateway.postgres;

import io.toolgateway.caller.TenantId;
import io.toolgateway.store.Outbox;
import io.toolgateway.store.StoreException;
import io.toolgateway.store.TakeRequest;
import io.toolgateway.store.Topic;
import io.toolgateway.time.TimeSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outbox in its table. A message is held by the time from which it is due again; nobody keeps a row locked.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Messages implements Outbox {

    private static final Logger LOG = LoggerFactory.getLogger(Messages.class);

    private static final double MILLIS = 1_000.0;
    private static final Duration DROPS_EVERY = Duration.ofMinutes(1);

    /** As many as the statement takes at once. */
    private static final int DROPPED_AT_ONCE = 1_000;

    private final Sql sql;
    private final Transactions transactions;
    private final TimeSource time;
    private final AtomicLong nextDrop;

    Messages(Sql sql, Transactions transactions, TimeSource time) {
        this.sql = sql;
        this.transactions = transactions;
        this.time = time;
        this.nextDrop = new AtomicLong(time.nanoTime());
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
    public void postpone(TenantId tenant, UUID id, Duration by) {
        double seconds = TakeRequest.requireHold(by).toMillis() / MILLIS;
        sql.hostIds().require("tenant", tenant.value());
        transactions.run((connection, isRepeat) -> new Pipeline()
                .add(sql.get("begin"))
                .add(sql.get("postpone_message"), seconds, tenant.value(), id.toString())
                .run(connection));
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

    /** Drops what nobody asked for in all the time; seldom, so that a sweep that finds nothing costs nothing for it. */
    void dropOldIfDue() {
        long now = time.nanoTime();
        long due = nextDrop.get();
        if (now - due < 0 || !nextDrop.compareAndSet(due, now + DROPS_EVERY.toNanos())) {
            return;
        }
        try {
            int dropped;
            do {
                dropped = transactions.run((connection, isRepeat) -> dropOld(connection));
            } while (dropped == DROPPED_AT_ONCE);
        } catch (StoreException e) {
            LOG.debug("old messages were not dropped: {}", e.getMessage());
        }
    }

    private int dropOld(Connection connection) throws SQLException {
        return new Pipeline()
                .add(sql.get("begin"))
                .add(sql.get("drop_messages"), KEPT_FOR.toMillis() / MILLIS)
                .run(connection)
                .get(0);
    }
}
