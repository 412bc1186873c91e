package io.toolgateway.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.toolgateway.testkit.server.Database;
import io.toolgateway.testkit.server.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** A database with the gateway's tables, for all tests of a class. */
final class TestDatabase implements AutoCloseable {

    private static final List<String> TABLES = List.of(
            "tool_call_votes",
            "tool_call_events",
            "tool_call_seals",
            "tool_call_proposals",
            "tool_call_budgets",
            "tool_call_permissions",
            "tool_call_outbox",
            "tool_call_inbox_reads",
            "tool_call_inbox_marks",
            "tool_call_inbox",
            "tool_call_switches",
            "tool_call_switch_changes",
            "tool_call_removals",
            "tool_call_removed_events");

    private final Database database;
    private final String schema;
    private final HikariDataSource pool;

    private TestDatabase(Database database, String schema, HikariDataSource pool) {
        this.database = database;
        this.schema = schema;
        this.pool = pool;
    }

    /** A new database in the default schema, with a pool of 10. */
    static TestDatabase create(HostIds hostIds) {
        return create(hostIds, Migrations.DEFAULT_SCHEMA, config -> {});
    }

    /** A new database with the schema of this name, and a pool with these settings. */
    static TestDatabase create(HostIds hostIds, String schema, Consumer<HikariConfig> settings) {
        Database database = TestServers.postgres().freshDatabase();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.jdbcUrl() + (database.jdbcUrl().contains("?") ? "&" : "?") + VirtualTime.OPTION);
        config.setUsername(database.user());
        config.setPassword(database.password());
        config.setMaximumPoolSize(10);
        config.setMinimumIdle(0);
        settings.accept(config);
        try (Connection connection = database.connect()) {
            VirtualTime.install(connection);
        } catch (SQLException e) {
            throw new AssertionError("the database cannot be used", e);
        }
        HikariDataSource pool = new HikariDataSource(config);
        Migrations.on(pool).in(schema).hostIds(hostIds).run();
        return new TestDatabase(database, schema, pool);
    }

    HikariDataSource pool() {
        return pool;
    }

    String schema() {
        return schema;
    }

    /** A connection beside the pool, on the real clock. */
    Connection connect() throws SQLException {
        return database.connect();
    }

    /** Where it is. */
    Database database() {
        return database;
    }

    /** Forgets all rows, past the triggers that forbid it. */
    void empty() {
        String statements = TABLES.stream()
                .map(table -> "DELETE FROM " + schema + "." + table)
                .collect(Collectors.joining("; "));
        execute("SET session_replication_role = replica; " + statements);
    }

    void execute(String statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        } catch (SQLException e) {
            throw new AssertionError("refused: " + statements, e);
        }
    }

    /** The same pool, but its data source is seen through something. */
    static VirtualTime inVirtualTime(DataSource source) {
        return new VirtualTime(source);
    }

    @Override
    public void close() {
        pool.close();
        TestServers.postgres().drop(database);
    }
}
