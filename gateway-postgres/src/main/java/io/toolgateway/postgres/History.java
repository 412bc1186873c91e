package io.toolgateway.postgres;

import io.toolgateway.store.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which migrations a schema has had.
 *
 * @param schema the schema's name
 * @param rows in the order of their numbers; none where there are no tables
 */
record History(String schema, List<Applied> rows) {

    /** One migration, as it was when it was applied. */
    record Applied(int version, String name, String checksum, int minReader, String hostIds) {}

    static History read(Connection connection, String schema) throws SQLException {
        List<Applied> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            if (exists(statement, schema)) {
                try (ResultSet row = statement.executeQuery("SELECT version, name, checksum, min_reader, host_ids FROM "
                        + schema + ".tool_call_schema ORDER BY version")) {
                    while (row.next()) {
                        rows.add(new Applied(
                                row.getInt(1), row.getString(2), row.getString(3), row.getInt(4), row.getString(5)));
                    }
                }
            }
        }
        return new History(schema, List.copyOf(rows));
    }

    private static boolean exists(Statement statement, String schema) throws SQLException {
        try (ResultSet found = statement.executeQuery(
                "SELECT pg_catalog.to_regclass('" + schema + ".tool_call_schema') IS NOT NULL")) {
            return found.next() && found.getBoolean(1);
        }
    }

    int version() {
        return rows.isEmpty() ? 0 : rows.get(rows.size() - 1).version();
    }

    /** The kind of ids it was made for. */
    HostIds hostIds() {
        return HostIds.ofType(rows.get(0).hostIds());
    }

    /** Refuses a schema that this version cannot work with. */
    void requireReadable(int known) {
        if (rows.isEmpty()) {
            throw refused("there are no tables in the schema " + schema + "; run Migrations");
        }
        requireNotTooNew(known);
        if (version() < known) {
            throw refused("the schema " + schema + " has version " + version()
                    + ", and this version of the library needs " + known + "; run Migrations");
        }
    }

    void requireNotTooNew(int known) {
        int needed = rows.stream().mapToInt(Applied::minReader).max().orElse(0);
        if (needed > known) {
            throw refused("the schema " + schema + " has version " + version() + ", which a library that knows version "
                    + needed + " can use at the least; this one knows " + known);
        }
    }

    /** Refuses a schema that was made for another kind of ids; null asks for none. */
    void requireIds(@Nullable HostIds expected) {
        if (expected != null && !rows.isEmpty() && hostIds() != expected) {
            throw refused("the schema " + schema + " was made for ids of the kind " + hostIds() + ", not " + expected
                    + "; that is fixed with the first migration");
        }
    }

    /** Refuses a schema whose migrations are not the ones that are known here. */
    void requireSame(List<Migration> known) {
        for (int i = 0; i < Math.min(rows.size(), known.size()); i++) {
            Applied applied = rows.get(i);
            Migration migration = known.get(i);
            if (applied.version() != migration.version()) {
                throw refused("the migration " + migration.name() + " is missing in the schema " + schema
                        + ", but later ones are there");
            }
            if (!applied.checksum().equals(migration.checksum())) {
                throw refused("the migration " + migration.name() + " was changed after it was applied to the schema "
                        + schema);
            }
        }
    }

    private static StoreException refused(String why) {
        return new StoreException("Postgres: " + why, null);
    }
}
