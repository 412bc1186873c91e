package io.toolgateway.postgres;

import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGStatement;

/**
 * Has the server prepare a statement when it is first used on a connection, not after some uses: planning one costs many times what it
 * costs to run, and a connection of a quiet service may live no longer than a few uses.
 */
final class ServerPrepared {

    private ServerPrepared() {}

    /** Not where the host has turned it off ({@code prepareThreshold=0}), as a pool between it and the server may ask for. */
    static void atOnce(Statement statement) throws SQLException {
        if (statement.isWrapperFor(PGStatement.class)) {
            PGStatement own = statement.unwrap(PGStatement.class);
            if (own.getPrepareThreshold() > 1) {
                own.setPrepareThreshold(1);
            }
        }
    }
}
