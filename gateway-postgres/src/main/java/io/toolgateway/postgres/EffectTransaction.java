package io.toolgateway.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Instant;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One transaction for a handler's statements and the record of them.
 *
 * <p>A savepoint from its beginning tells whether it is still the same: a handler that ended it by the text of a statement has
 * taken the savepoint with it.
 *
 * <p>Threads: confined to one.
 */
final class EffectTransaction implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EffectTransaction.class);

    private static final Executor SAME_THREAD = Runnable::run;
    private static final String SAVEPOINT = "tool_gateway_begin";
    private static final String NO_SUCH_SAVEPOINT = "3B001";

    private final Connections connections;
    private final Connection connection;
    private final LentConnection lent;
    private final boolean wasAutoCommit;
    private final int networkTimeout;
    private boolean isLent;
    private boolean isCommitted;
    private boolean isClosed;

    private EffectTransaction(Connections connections, Connection connection) throws SQLException {
        this.connections = connections;
        this.connection = connection;
        this.lent = new LentConnection(connection);
        this.wasAutoCommit = connection.getAutoCommit();
        this.networkTimeout = connection.getNetworkTimeout();
        connection.setAutoCommit(false);
    }

    /** Opens one; nothing is sent yet. */
    static EffectTransaction open(Connections connections) throws SQLException {
        Connection connection = connections.openConnection();
        try {
            return new EffectTransaction(connections, connection);
        } catch (SQLException | RuntimeException e) {
            connections.closeConnection(connection);
            throw e;
        }
    }

    /** Begins it, if there is time left before the deadline by the database's clock; gives what the handler gets. */
    Connection begin(Sql sql, Instant deadline, boolean readOnly) throws SQLException {
        // A host's stricter level would refuse the final update whenever a heartbeat came in between.
        int millis = new Pipeline()
                .add("SET TRANSACTION ISOLATION LEVEL READ COMMITTED, " + (readOnly ? "READ ONLY" : "READ WRITE"))
                .add("SAVEPOINT " + SAVEPOINT)
                .add(sql.get("begin_effect"), deadline.toString())
                .read(connection, row -> row.getInt(1))
                .get(0);
        if (millis <= 0) {
            throw new SQLTimeoutException("the call's time was over before it began");
        }
        if (connections.isBoundHere(networkTimeout)) {
            // The server's answer comes first.
            connection.setNetworkTimeout(SAME_THREAD, networkTimeout + millis);
        }
        isLent = true;
        return lent.connection();
    }

    /** The handler has ended the transaction by the text of a statement. */
    static final class EndedByHandlerException extends SQLException {

        private static final long serialVersionUID = 1L;

        EndedByHandlerException(SQLException cause) {
            super("a transactional handler ended the transaction itself", cause.getSQLState(), cause);
        }
    }

    /** The handler has returned: from here on the connection is the store's. */
    Connection endHandler() throws SQLException {
        lent.end();
        connection.setNetworkTimeout(SAME_THREAD, networkTimeout);
        ofSavepoint("RELEASE SAVEPOINT " + SAVEPOINT);
        isLent = false;
        return connection;
    }

    void commit() throws SQLException {
        connection.commit();
        isCommitted = true;
    }

    /** Undoes all that the handler did, if this is still the transaction that it was lent. */
    void undo() throws SQLException {
        lent.end();
        if (isLent) {
            ofSavepoint("ROLLBACK TO SAVEPOINT " + SAVEPOINT);
        }
    }

    private void ofSavepoint(String command) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(command);
        } catch (SQLException e) {
            throw NO_SUCH_SAVEPOINT.equals(e.getSQLState()) ? new EndedByHandlerException(e) : e;
        }
    }

    /** Gives the connection back; what was not committed is rolled back, at the latest by the server once it is cut. */
    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        lent.end();
        try {
            if (!isCommitted) {
                connection.rollback();
            }
            connection.setNetworkTimeout(SAME_THREAD, networkTimeout);
            connection.setAutoCommit(wasAutoCommit);
        } catch (SQLException e) {
            Connections.cut(connection);
            return;
        }
        try {
            connections.closeConnection(connection);
        } catch (SQLException e) {
            LOG.debug("a connection was lost when it was given back: {}", e.getSQLState());
        }
    }
}
