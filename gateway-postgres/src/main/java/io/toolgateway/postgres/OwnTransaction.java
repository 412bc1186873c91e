package io.toolgateway.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A transaction of its own on a host's data source: what was not committed when it is closed is rolled back. */
final class OwnTransaction implements AutoCloseable {

    private final Connection connection;
    private final boolean wasAutoCommit;
    private boolean isOver;

    private OwnTransaction(Connection connection) throws SQLException {
        this.connection = connection;
        this.wasAutoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
    }

    /** The answer to a commit was lost, so that nobody here knows what became of it. */
    static final class CommitLostException extends SQLException {

        private static final long serialVersionUID = 1;

        CommitLostException(SQLException cause) {
            super("the commit was not answered", cause.getSQLState(), cause);
        }
    }

    static OwnTransaction on(DataSource source) throws SQLException {
        Connection connection = source.getConnection();
        try {
            return new OwnTransaction(connection);
        } catch (SQLException e) {
            closeQuietly(connection);
            throw e;
        }
    }

    Connection connection() {
        return connection;
    }

    void commit() throws CommitLostException {
        isOver = true;
        try {
            connection.commit();
        } catch (SQLException e) {
            throw new CommitLostException(e);
        }
    }

    /** Whatever fails here, what was committed is committed, and what was not is not. */
    @Override
    public void close() {
        try {
            if (!isOver) {
                connection.rollback();
            }
            connection.setAutoCommit(wasAutoCommit);
        } catch (SQLException lost) {
            // The transaction ends with its connection, and a pool looks at what it gets back.
        } finally {
            closeQuietly(connection);
        }
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException lost) {
            // It is of no use any more.
        }
    }
}
