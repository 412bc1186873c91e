package io.toolgateway.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections of a data source, bounded in time and given back as they were.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Connections implements ConnectionFactory {

    /** Longer than any statement may take, so that the server's answer comes first where there is one. */
    private static final int SOCKET_MILLIS = 15_000;

    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private static final Executor SAME_THREAD = Runnable::run;

    private final DataSource source;

    Connections(DataSource source) {
        this.source = source;
    }

    @Override
    public Connection openConnection() throws SQLException {
        Connection connection = source.getConnection();
        // Without a bound of the host's a network that swallows packets would hold the caller for ever (PROTOCOL 2.13).
        if (connection.getNetworkTimeout() == 0) {
            connection.setNetworkTimeout(SAME_THREAD, SOCKET_MILLIS);
        }
        return connection;
    }

    /** Whether a network timeout was set here, and not by the host. */
    boolean isBoundHere(int millis) {
        return millis == SOCKET_MILLIS;
    }

    /** Never to be used again: turning auto-commit on where a rollback failed could commit. The server rolls back. */
    static void cut(Connection connection) {
        try (connection) {
            connection.abort(SAME_THREAD);
        } catch (SQLException e) {
            LOG.debug("a connection was gone already: {}", e.getSQLState());
        }
    }

    @Override
    public void closeConnection(Connection connection) throws SQLException {
        try (connection) {
            if (!connection.isClosed()) {
                if (!connection.getAutoCommit()) {
                    connection.rollback();
                }
                if (connection.getNetworkTimeout() == SOCKET_MILLIS) {
                    connection.setNetworkTimeout(SAME_THREAD, 0);
                }
            }
        }
    }
}
