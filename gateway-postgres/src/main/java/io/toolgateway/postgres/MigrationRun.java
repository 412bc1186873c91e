package io.toolgateway.postgres;

import io.toolgateway.store.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies what is missing, one migration after the other, while any number of hosts try the same.
 *
 * <p>Threads: confined to one.
 */
final class MigrationRun {

    private static final Logger LOG = LoggerFactory.getLogger(MigrationRun.class);

    /** Not there in time, or a deadlock: others go first, then again. */
    private static final Set<String> BLOCKED = Set.of("55P03", "40P01");

    private static final int TRIES = 10;
    private static final int TURNS = 600;

    private final DataSource source;
    private final Sql sql;
    private final List<Migration> known;
    private final Pause pause;

    MigrationRun(DataSource source, Sql sql, List<Migration> known, Pause pause) {
        this.source = source;
        this.sql = sql;
        this.known = known;
        this.pause = pause;
    }

    /** Lets others go on for a while. */
    @FunctionalInterface
    interface Pause {
        void take(Duration time) throws InterruptedException;
    }

    /** One migration, or one step of what comes after them. */
    @FunctionalInterface
    interface Step {
        /** Does it, on a connection that commits each statement unless told otherwise. */
        void run(Connection connection) throws SQLException;
    }

    void run() {
        while (history().version() < last()) {
            blocked("a migration", this::next);
        }
    }

    /** What has been applied, checked against what is known. */
    History history() {
        try (Connection connection = source.getConnection()) {
            return checked(connection);
        } catch (SQLException e) {
            throw failed("the schema cannot be read", e);
        }
    }

    private History checked(Connection connection) throws SQLException {
        History history = History.read(connection, sql.schema());
        history.requireIds(sql.hostIds());
        history.requireNotTooNew(last());
        history.requireSame(known);
        if (!connection.getAutoCommit()) {
            connection.rollback();
        }
        return history;
    }

    private int last() {
        return known.get(known.size() - 1).version();
    }

    /** Applies the next one, unless another host has just done so. */
    private void next(Connection connection) throws SQLException {
        History history = History.read(connection, sql.schema());
        if (history.rows().isEmpty()) {
            ServerCheck.requireUsable(connection);
        }
        if (history.version() < last()) {
            Migration migration = known.get(history.version());
            if (migration.isInTransaction()) {
                inTransaction(connection, migration);
            } else {
                outside(connection, migration);
            }
        }
    }

    private void inTransaction(Connection connection, Migration migration) throws SQLException {
        connection.setAutoCommit(false);
        execute(connection, "SET LOCAL lock_timeout = '2s'");
        // What is defined now is bound to what the names mean now, whatever the host's path says.
        execute(connection, "SET LOCAL search_path = pg_catalog, pg_temp");
        apply(connection, migration);
        connection.commit();
    }

    private void outside(Connection connection, Migration migration) throws SQLException {
        connection.setAutoCommit(true);
        apply(connection, migration);
    }

    private void apply(Connection connection, Migration migration) throws SQLException {
        for (String statement : migration.statements(sql)) {
            execute(connection, statement);
        }
        execute(connection, migration.record(sql));
        LOG.info("applied {} to the schema {}", migration.name(), sql.schema());
    }

    /** Does it alone of all hosts; gives way when it is blocked, and tries again a few times. */
    void blocked(String what, Step step) {
        for (int tried = 1; ; tried++) {
            try {
                locked(step);
                return;
            } catch (SQLException e) {
                if (!BLOCKED.contains(String.valueOf(e.getSQLState())) || tried == TRIES) {
                    throw failed(what + " failed", e);
                }
                LOG.info("{} waits for others, who go on for a while (try {} of {})", what, tried, TRIES);
                // The live path queues behind a waiting ALTER TABLE: it is let through before the next try.
                rest(Duration.ofSeconds(1));
            }
        }
    }

    private void locked(Step step) throws SQLException {
        for (int turn = 1; turn <= TURNS; turn++) {
            try (Connection connection = source.getConnection()) {
                if (attempt(connection, step)) {
                    return;
                }
            }
            rest(Duration.ofMillis(100));
        }
        throw new StoreException(
                "Postgres: another host has been migrating the schema " + sql.schema()
                        + " for a minute; run it again when that is done",
                null);
    }

    /**
     * False if another host is at it. Asking, not waiting: whoever waits in a statement is waited for by an index that is built
     * concurrently.
     */
    private boolean attempt(Connection connection, Step step) throws SQLException {
        boolean wasAutoCommit = connection.getAutoCommit();
        connection.setAutoCommit(true);
        try {
            if (!ask(connection, "pg_try_advisory_lock")) {
                return false;
            }
            try {
                step.run(connection);
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            } finally {
                release(connection);
            }
            return true;
        } finally {
            if (!connection.isClosed()) {
                connection.setAutoCommit(wasAutoCommit);
            }
        }
    }

    private static void rollBack(Connection connection, Exception cause) {
        try {
            if (!connection.isClosed() && !connection.getAutoCommit()) {
                connection.rollback();
            }
        } catch (SQLException e) {
            cause.addSuppressed(e);
            Connections.cut(connection);
        }
    }

    /** A connection that is gone has no lock. */
    private void release(Connection connection) throws SQLException {
        if (!connection.isClosed()) {
            connection.setAutoCommit(true);
            ask(connection, "pg_advisory_unlock");
        }
    }

    private boolean ask(Connection connection, String function) throws SQLException {
        String query = "SELECT pg_catalog." + function + "(pg_catalog.hashtextextended('" + sql.schema()
                + ".tool_call_schema', 0::bigint))";
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            return result.next() && result.getBoolean(1);
        }
    }

    private void rest(Duration time) {
        try {
            pause.take(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("Postgres: interrupted while waiting to migrate", e);
        }
    }

    static void execute(Connection connection, String text) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(text);
        }
    }

    static StoreException failed(String what, SQLException e) {
        String state = String.valueOf(e.getSQLState());
        String why = switch (state) {
            case "55P03", "40P01" -> "; others hold a lock for too long, nothing was changed, and it may be run again";
            case "42501" -> "; the role lacks a privilege";
            case "42P07" -> "; there are tables already that no migration of ours has made";
            case "23503" -> "; there are rows whose tenant or user is not in the host's own tables";
            case "42P01", "3F000" -> "; a table of the host's is not there";
            default -> "";
        };
        return new StoreException("Postgres: " + what + why + " (SQLSTATE " + state + ")", e);
    }
}
