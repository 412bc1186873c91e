package io.toolgateway.postgres;

import io.toolgateway.store.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to hold before a store may work on a database, and what its settings promise. */
record StartCheck(String schema, @Nullable HostIds expected, List<Migration> known) {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresProposalStore.class);

    StartCheck {
        Sql.requireName(schema);
    }

    /**
     * Looks at a data source.
     *
     * @param tells whether the log is told
     * @return the statements for what was found
     */
    Sql require(DataSource source, boolean tells) {
        Connections connections = new Connections(source);
        try {
            Connection connection = connections.openConnection();
            try {
                return require(connection, tells);
            } finally {
                connections.closeConnection(connection);
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private Sql require(Connection connection, boolean tells) throws SQLException {
        ServerCheck server = ServerCheck.requireUsable(connection);
        server.requireReadCommitted();
        History history = History.read(connection, schema);
        history.requireReadable(known.get(known.size() - 1).version());
        history.requireIds(expected);
        Sql sql = new Sql(schema, history.hostIds());
        if (tells) {
            tell(server, history, mayRewrite(connection, sql));
        }
        return sql;
    }

    private static boolean mayRewrite(Connection connection, Sql sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql.get("may_rewrite"))) {
            return row.next() && row.getBoolean(1);
        }
    }

    private void tell(ServerCheck server, History history, boolean mayRewrite) {
        ServerCheck.Settings settings = server.settings();
        LOG.info(
                "Postgres {}: fsync={}, synchronous_commit={}, synchronous standbys: {}; schema {} version {}, ids {}",
                server.version(),
                settings.fsync(),
                settings.synchronousCommit(),
                settings.shown(),
                schema,
                history.version(),
                history.hostIds());
        settings.warnings().forEach(warning -> LOG.warn("Not promised on this database: {}", warning));
        if (mayRewrite) {
            LOG.warn(
                    "Not promised with this role: it may change or delete events; give the application a role of its own, see"
                            + " Migrations.grants");
        }
    }

    private StoreException failed(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (state.equals("42501")) {
            return new StoreException(
                    "Postgres: the role may not read the schema " + schema + "; see Migrations.grants (SQLSTATE 42501)",
                    e);
        }
        return new UnreachableException("Postgres: the database cannot be asked (SQLSTATE " + state + ")", e);
    }
}
