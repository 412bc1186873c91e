package io.toolgateway.postgres;

import io.toolgateway.store.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/**
 * Creates and upgrades the tables.
 *
 * @since 0.1
 */
public final class Migrations {

    static final String DEFAULT_SCHEMA = "tool_gateway";
    private static final List<String> ALL = List.of("V1__tables", "V2__guards");

    private final DataSource source;
    private final String schema;
    private final HostIds hostIds;

    private Migrations(DataSource source, String schema, HostIds hostIds) {
        this.source = source;
        this.schema = schema;
        this.hostIds = hostIds;
    }

    /**
     * Migrations in the schema {@code tool_gateway}, with UUIDs for the host's ids.
     *
     * @param source a data source whose role may create tables
     * @return migrations that have not run
     */
    public static Migrations on(DataSource source) {
        return new Migrations(source, DEFAULT_SCHEMA, HostIds.UUID);
    }

    /**
     * These migrations in another schema.
     *
     * @param schema lower-case letters, digits and _
     * @return a copy
     */
    public Migrations in(String schema) {
        return new Migrations(source, schema, hostIds);
    }

    /**
     * These migrations with another kind of the host's ids.
     *
     * @param hostIds the kind
     * @return a copy
     */
    public Migrations hostIds(HostIds hostIds) {
        return new Migrations(source, schema, hostIds);
    }

    /** Creates what is missing. */
    public void run() {
        Sql sql = new Sql(schema, hostIds);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA IF NOT EXISTS " + schema);
            for (String one : ALL) {
                statement.execute(sql.filled(Sql.resource("migrations/" + one + ".sql")));
            }
            statement.execute("SELECT " + schema + ".tool_call_after_restore()");
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
        } catch (SQLException e) {
            throw new StoreException("Postgres: a migration failed (SQLSTATE " + e.getSQLState() + ")", e);
        }
    }

    /** The kind of ids that a schema was made for. */
    static HostIds hostIdsOf(DataSource source, String schema) {
        String query = "SELECT format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = to_regclass('" + schema
                + ".tool_call_proposals') AND attname = 'tenant_id'";
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            if (!result.next()) {
                throw new StoreException(
                        "Postgres: there are no tables in the schema " + schema + "; run Migrations", null);
            }
            return HostIds.ofType(result.getString(1));
        } catch (SQLException e) {
            throw new UnreachableException("Postgres: no connection (SQLSTATE " + e.getSQLState() + ")", e);
        }
    }
}
