package io.toolgateway.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of work and of switches that other hosts have committed, on a connection of its own. Nothing depends on it but how soon:
 * whoever waits looks by itself after a while.
 *
 * <p>Threads: one of its own, from {@link #start()} to {@link #close()}.
 */
final class Listening implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Listening.class);
    /** How soon it is seen that the listener was closed. */
    private static final int WAIT_MILLIS = 500;

    private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);

    private final DataSource source;
    private final String channel;
    private final String process;
    private final Runnable heard;
    private final Thread thread;
    private final AtomicBoolean isStarted = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);

    Listening(DataSource source, Sql sql, Runnable heard) {
        this.source = source;
        this.process = sql.process();
        this.channel = sql.schema() + "_tool_call_work";
        this.heard = heard;
        this.thread = new Thread(this::listen, "tool-gateway-listener");
        this.thread.setDaemon(true);
    }

    /** Begins to listen, once, when someone waits for the first time. */
    void start() {
        if (isStarted.compareAndSet(false, true)) {
            thread.start();
        }
    }

    private void listen() {
        boolean isClosed = false;
        while (!isClosed) {
            try (Connection connection = source.getConnection()) {
                hear(connection);
            } catch (SQLException | RuntimeException e) {
                LOG.warn(
                        "the listener lost its connection and tries again: {}",
                        e.getClass().getName());
            }
            isClosed = isClosedWithin(AGAIN_AFTER);
        }
    }

    private void hear(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        PGConnection postgres = connection.unwrap(PGConnection.class);
        try (Statement listen = connection.createStatement()) {
            listen.execute("LISTEN \"" + channel + "\"");
            // What was committed before it listened may have been missed.
            heard.run();
            while (closed.getCount() > 0) {
                if (Arrays.stream(postgres.getNotifications(WAIT_MILLIS)).anyMatch(this::isOfOthers)) {
                    heard.run();
                }
            }
            listen.execute("UNLISTEN *");
        }
    }

    /** What this process has committed it has told its own, and knows for how many it is. */
    private boolean isOfOthers(PGNotification notification) {
        return !notification.getParameter().equals(process);
    }

    private boolean isClosedWithin(Duration time) {
        try {
            return closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
