package io.toolgateway.postgres;

import io.toolgateway.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs work in transactions of one data source, and again where that is safe.
 *
 * <p>All work that comes here may be repeated: it finds what an earlier try has committed by its transition ids
 * (PROTOCOL 2.4). So a lost connection, a deadlock or an overtaken row is tried again, a few times and at once.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Transactions {

    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

    private static final int TRIES = 4;

    private static final String COMMIT = "COMMIT";
    private static final String OVERTAKEN = "TG409";
    /** Serialization failure, deadlock, and ours. */
    private static final Set<String> TRY_AGAIN = Set.of("40001", "40P01", OVERTAKEN);

    private static final String UNKNOWN = "; whether it was stored is not known, and repeating it is safe";

    private final Connections connections;
    private final Jdbi jdbi;

    Transactions(DataSource source) {
        this.connections = new Connections(source);
        this.jdbi = Jdbi.create(connections);
        this.jdbi.getConfig(SqlStatements.class).addCustomizer(new StatementCustomizer() {
            @Override
            public void beforeExecution(PreparedStatement statement, StatementContext context) throws SQLException {
                ServerPrepared.atOnce(statement);
            }
        });
    }

    /** Work within one transaction. */
    @FunctionalInterface
    interface Work<T> {

        /**
         * Does it.
         *
         * @param connection in a transaction that is committed afterwards
         * @param isRepeat whether an earlier try may have been committed
         */
        T run(Connection connection, boolean isRepeat) throws SQLException;
    }

    /** Work within one transaction whose last statements go to the server together with the commit. */
    @FunctionalInterface
    interface EndingWork<T> {

        /**
         * Does it.
         *
         * @param connection in a transaction that is committed afterwards
         * @param isRepeat whether an earlier try may have been committed
         * @param last takes the last statements, which are run and committed in one round trip; all that they find is an error
         */
        T run(Connection connection, boolean isRepeat, Pipeline last) throws SQLException;
    }

    @FunctionalInterface
    private interface Attempt<T> {
        T run(boolean isRepeat) throws SQLException;
    }

    /** The work finds that a row is not as it was read: nothing is committed, and it is tried again. */
    static SQLException overtaken() {
        return new SQLException("overtaken", OVERTAKEN);
    }

    /**
     * Runs work and commits it.
     *
     * @throws StoreException if the database cannot be reached or refuses; what is not answered may have been committed
     */
    <T> T run(Work<T> work) {
        return runEnding((connection, isRepeat, last) -> work.run(connection, isRepeat));
    }

    /**
     * The same for work that leaves its last statements to be sent with the commit.
     *
     * @throws StoreException as {@link #run}
     */
    <T> T runEnding(EndingWork<T> work) {
        return attempts(isRepeat -> once(work, isRepeat));
    }

    /** Runs a query that changes nothing. */
    <T> T read(Function<Handle, T> query) {
        return attempts(isRepeat -> {
            try {
                return jdbi.withHandle(query::apply);
            } catch (ConnectionException e) {
                throw new UnreachableException("Postgres: no connection", e);
            } catch (JdbiException e) {
                throw e.getCause() instanceof SQLException cause ? cause : new SQLException(e);
            }
        });
    }

    /** Runs statements that change nothing, the last of which asks, in one round trip. */
    <T> List<T> read(Pipeline pipeline, Pipeline.RowReader<T> reader) {
        return attempts(isRepeat -> {
            Connection connection = connection(false);
            try {
                return pipeline.read(connection, reader);
            } finally {
                quietly(() -> connections.closeConnection(connection));
            }
        });
    }

    private <T> T attempts(Attempt<T> work) {
        boolean isRepeat = false;
        for (int attempt = 1; ; attempt++) {
            try {
                return work.run(isRepeat);
            } catch (SQLException e) {
                boolean isLost = isLost(e);
                if (attempt == TRIES || !(isLost || TRY_AGAIN.contains(state(e)))) {
                    throw translated(e, isRepeat || isLost);
                }
                isRepeat |= isLost;
                LOG.debug("a transaction is tried again after {}", state(e));
            }
        }
    }

    private <T> T once(EndingWork<T> work, boolean isRepeat) throws SQLException {
        Connection connection = connection(isRepeat);
        try {
            boolean wasAutoCommit = connection.getAutoCommit();
            if (wasAutoCommit) {
                connection.setAutoCommit(false);
            }
            T result = committed(connection, work, isRepeat, wasAutoCommit);
            restore(connection, wasAutoCommit);
            return result;
        } finally {
            quietly(() -> connections.closeConnection(connection));
        }
    }

    private Connection connection(boolean isRepeat) {
        try {
            return connections.openConnection();
        } catch (SQLException e) {
            throw new UnreachableException("Postgres: no connection" + (isRepeat ? UNKNOWN : ""), e);
        }
    }

    private static <T> T committed(Connection connection, EndingWork<T> work, boolean isRepeat, boolean wasAutoCommit)
            throws SQLException {
        try {
            Pipeline last = new Pipeline();
            T result = work.run(connection, isRepeat, last);
            if (wasAutoCommit && !last.isEmpty()) {
                last.add(COMMIT).run(connection);
            } else {
                // Whoever has begun the transaction, such as a pool or a transaction manager, is asked.
                last.run(connection);
                connection.commit();
            }
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            rollBack(connection, e, wasAutoCommit);
            throw e;
        }
    }

    private static void rollBack(Connection connection, Throwable cause, boolean wasAutoCommit) {
        try {
            connection.rollback();
        } catch (SQLException | RuntimeException e) {
            cause.addSuppressed(e);
            Connections.cut(connection);
            return;
        }
        restore(connection, wasAutoCommit);
    }

    /** Only where nothing is open any more: what is open is committed by this. */
    private static void restore(Connection connection, boolean wasAutoCommit) {
        if (wasAutoCommit) {
            quietly(() -> connection.setAutoCommit(true));
        }
    }

    @FunctionalInterface
    private interface Closing {
        void run() throws SQLException;
    }

    /** What was committed stays so, whatever becomes of its connection. */
    private static void quietly(Closing closing) {
        try {
            closing.run();
        } catch (SQLException e) {
            LOG.debug("a connection was lost when it was given back: {}", state(e));
        }
    }

    /** Whether the connection is gone, so that nobody knows whether the commit came through. */
    private static boolean isLost(SQLException e) {
        String state = state(e);
        return state.startsWith("08") || state.startsWith("57P") || state.equals("25P03");
    }

    private static String state(SQLException e) {
        return e.getSQLState() == null ? "" : e.getSQLState();
    }

    /** By its code alone: what the server writes may quote a row. */
    private static StoreException translated(SQLException e, boolean isUnknown) {
        String state = state(e);
        String why = switch (state) {
            case "23503" -> "the tenant or the user is not in the host's own tables";
            case "55P03", "57014" -> "a row is held by someone else for too long";
            case "53100" -> "the database's disk is full";
            case "TG004", "TG008", "23514" -> "the database's own guards refused it";
            case OVERTAKEN -> "a row is changed by others again and again, or an id is used twice";
            default -> isLost(e) ? "the connection was lost" : "the database refused it";
        };
        String message = "Postgres: " + why + " (SQLSTATE " + state + ")" + (isUnknown ? UNKNOWN : "");
        return isLost(e) ? new UnreachableException(message, e) : new StoreException(message, e);
    }
}
