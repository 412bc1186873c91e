package io.toolgateway.postgres;

import io.toolgateway.store.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What a server says of itself, and of the connection that asked. */
record ServerCheck(
        int versionNumber,
        String version,
        String encoding,
        boolean hasIcu,
        boolean isInRecovery,
        String isolation,
        boolean isReadOnly,
        Settings settings) {

    private static final int OLDEST = 130_000;

    /** The settings that decide what a commit is worth. */
    record Settings(
            String fsync,
            String fullPageWrites,
            String synchronousCommit,
            String standbyNames,
            boolean seesStandbys,
            long standbys,
            long synchronous) {

        /** How many there are; a role that is no member of pg_monitor is not told. */
        String shown() {
            return seesStandbys ? Long.toString(synchronous) : "not visible to this role";
        }

        /** What is not promised, and why. */
        List<String> warnings() {
            List<String> warnings = new ArrayList<>();
            if (isOff(fsync) || isOff(fullPageWrites)) {
                warnings.add(
                        "fsync or full_page_writes is off: when the database's machine fails, what was recorded may be"
                                + " lost, and a call that must not be repeated may run twice");
            }
            if (isOff(synchronousCommit)) {
                warnings.add(
                        "synchronous_commit is off: when the database crashes, the last of what was recorded is lost, and"
                                + " a call that must not be repeated may run twice");
            }
            if (synchronousCommit.equals("local") && !standbyNames.isEmpty()) {
                warnings.add(
                        "synchronous_commit is local: a standby that takes over may not have the last of what was recorded");
            }
            if (seesStandbys && standbys > 0 && synchronous == 0) {
                warnings.add(
                        "no standby is synchronous: one that takes over may not have the last of what was recorded, and a"
                                + " call that must not be repeated may run twice");
            }
            return warnings;
        }

        private static boolean isOff(String setting) {
            return setting.equals("off");
        }
    }

    static ServerCheck of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(Sql.resource("statements/server.sql"))) {
            row.next();
            return new ServerCheck(
                    row.getInt("version_number"),
                    row.getString("version"),
                    row.getString("encoding"),
                    row.getBoolean("has_icu"),
                    row.getBoolean("in_recovery"),
                    row.getString("isolation"),
                    row.getString("read_only").equals("on"),
                    settings(row));
        }
    }

    private static Settings settings(ResultSet row) throws SQLException {
        return new Settings(
                row.getString("fsync"),
                row.getString("full_page_writes"),
                row.getString("synchronous_commit"),
                row.getString("standby_names"),
                row.getBoolean("sees_standbys"),
                row.getLong("standbys"),
                row.getLong("synchronous"));
    }

    /** Refuses a server on which the tables cannot be. */
    static ServerCheck requireUsable(Connection connection) throws SQLException {
        ServerCheck server = of(connection);
        require(server.versionNumber >= OLDEST, "version 13 is needed at the least, and this is " + server.version);
        require(server.encoding.equals("UTF8"), "the database must have the encoding UTF8, not " + server.encoding);
        require(server.hasIcu, "the collation und-x-icu is missing: this server was built without ICU");
        require(!server.isInRecovery, "this is a standby, or a server in recovery; the primary is needed");
        require(!server.isReadOnly, "the connections are read-only");
        return server;
    }

    /** Refuses connections on which a compare-and-set would fail instead of being seen to be overtaken. */
    void requireReadCommitted() {
        require(
                isolation.equals("read committed"),
                "the connections begin transactions with " + isolation
                        + "; READ COMMITTED is needed (default_transaction_isolation, or the pool's setting)");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new StoreException("Postgres: " + otherwise, null);
        }
    }
}
