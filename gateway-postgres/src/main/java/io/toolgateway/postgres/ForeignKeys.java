package io.toolgateway.postgres;

import io.toolgateway.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The foreign keys to the host's own tables: first for new rows, then for all, so that nobody waits for the second. */
record ForeignKeys(HostTable tenants, HostTable users) {

    private Map<String, HostTable> columns() {
        return new TreeMap<>(Map.of("tenant_id", tenants, "triggered_by", users, "reviewed_by", users));
    }

    void add(MigrationRun run, Sql sql) {
        columns().forEach((column, table) -> {
            run.blocked("the foreign key of " + column, connection -> {
                if (state(connection, sql, column, table) == null) {
                    connection.setAutoCommit(false);
                    MigrationRun.execute(connection, "SET LOCAL lock_timeout = '2s'");
                    MigrationRun.execute(connection, added(sql, column, table));
                    connection.commit();
                }
            });
            run.blocked("checking the foreign key of " + column, connection -> {
                if (Boolean.FALSE.equals(state(connection, sql, column, table))) {
                    MigrationRun.execute(connection, validated(sql, column));
                }
            });
        });
    }

    Migrations.Script script(Sql sql) {
        List<String> statements = columns().entrySet().stream()
                .flatMap(
                        one -> List.of(added(sql, one.getKey(), one.getValue()), validated(sql, one.getKey())).stream())
                .toList();
        return new Migrations.Script("foreign_keys", String.join(";\n", statements) + ";\n", true);
    }

    private static String added(Sql sql, String column, HostTable table) {
        return "ALTER TABLE " + sql.schema() + ".tool_call_proposals ADD CONSTRAINT host_" + column + " FOREIGN KEY ("
                + column + ") REFERENCES " + table.table() + " (" + table.key() + ") NOT VALID";
    }

    private static String validated(Sql sql, String column) {
        return "ALTER TABLE " + sql.schema() + ".tool_call_proposals VALIDATE CONSTRAINT host_" + column;
    }

    /** Null if it is not there, else whether all rows were checked. */
    private static @Nullable Boolean state(Connection connection, Sql sql, String column, HostTable table)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql.get("foreign_key"))) {
            query.setString(1, table.table());
            query.setString(2, "host_" + column);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                if (!row.getBoolean(2)) {
                    throw new StoreException(
                            "Postgres: the foreign key of " + column + " references another table than "
                                    + table.table(),
                            null);
                }
                return row.getBoolean(1);
            }
        }
    }
}
