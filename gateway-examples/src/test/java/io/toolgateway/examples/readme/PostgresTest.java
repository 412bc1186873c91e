package io.toolgateway.examples.readme;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.toolgateway.Gateway;
import io.toolgateway.caller.Caller;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Policy;
import io.toolgateway.policy.Verdict;
import io.toolgateway.postgres.ArchiveReport;
import io.toolgateway.postgres.DatabaseRole;
import io.toolgateway.postgres.HistoryArchive;
import io.toolgateway.postgres.HostIds;
import io.toolgateway.postgres.Migrations;
import io.toolgateway.postgres.PostgresProposalStore;
import io.toolgateway.testkit.server.Database;
import io.toolgateway.testkit.server.TestServers;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's section on Postgres, on a real server. */
@Tag("S3")
class PostgresTest {

    private static final UUID ACME = UUID.fromString("5b3e9f0e-7c58-4d7d-9f0a-2c6b1c1f0a01");
    private static final UUID ANN = UUID.fromString("5b3e9f0e-7c58-4d7d-9f0a-2c6b1c1f0a02");

    private HikariDataSource ownersPool;

    @BeforeEach
    void open() throws SQLException {
        ownersPool = pool(TestServers.postgres().freshDatabase());
        execute("CREATE SCHEMA app; CREATE TABLE app.tenants (id uuid PRIMARY KEY);"
                + " CREATE TABLE app.users (id uuid PRIMARY KEY); CREATE TABLE app.refunds (key text, order_id text);"
                + " INSERT INTO app.tenants VALUES ('" + ACME + "'); INSERT INTO app.users VALUES ('" + ANN + "')");
    }

    @AfterEach
    void close() {
        ownersPool.close();
    }

    private static HikariDataSource pool(Database database) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.jdbcUrl());
        config.setUsername(database.user());
        config.setPassword(database.password());
        config.setMaximumPoolSize(4);
        return new HikariDataSource(config);
    }

    @Test
    void aToolWhoseEffectIsInTheSameDatabaseCommitsWithItsRecord() throws SQLException {
        HikariDataSource pool = ownersPool;
        HikariDataSource smallPool = ownersPool;
        HikariDataSource unpooled = ownersPool;
        // region postgres
        Migrations.on(ownersPool)
                .hostIds(HostIds.UUID) // of your tenants and users, or TEXT: the first migration fixes it
                .referencing("app.tenants(id)", "app.users(id)") // if you like
                .run(); // at every start: once it has been done, nothing happens

        PostgresProposalStore store = PostgresProposalStore.on(pool)
                .completingOn(smallPool) // 2 connections, so that no crowd of callers keeps a worker from reporting
                .listeningOn(unpooled) // holds one connection: work of other hosts starts at once
                .build();
        // endregion
        // region transactional
        Tool refund = Tool.named("refund_order")
                .describedAs("Refunds an order.")
                .arguments("""
                        {"type": "object", "required": ["order_id"], "additionalProperties": false,
                         "properties": {"order_id": {"type": "string", "maxLength": 20}}}""")
                .callableBy("support_agent")
                .handledBy(store.transactional((call, connection) -> {
                    try (PreparedStatement insert =
                            connection.prepareStatement("INSERT INTO app.refunds (key, order_id) VALUES (?, ?)")) {
                        insert.setString(1, call.idempotencyKey());
                        insert.setString(2, call.text("order_id"));
                        insert.executeUpdate();
                    }
                    return ToolResult.success();
                }));
        // endregion
        assertThat(refundOnce(refund, store)).isInstanceOf(Outcome.Executed.class);
        assertThat(count("SELECT count(*) FROM app.refunds")).isEqualTo(1);
        store.close();
    }

    private static Outcome refundOnce(Tool refund, PostgresProposalStore store) {
        Policy policy = Policy.named("test", "1").otherwise(Verdict.allow());
        try (Gateway gateway = Gateway.builder()
                .tools(ToolRegistry.of(refund))
                .policy(policy)
                .store(store)
                .trustingRolesAsProposed()
                .build()) {
            Caller ann = Caller.of(ACME.toString(), ANN.toString()).withRoles("support_agent");
            return gateway.propose(ToolCall.of("refund_order", "{\"order_id\":\"ORD-12345\"}"), ann);
        }
    }

    @Test
    @Tag("S6")
    void whatIsOldIsMovedOut(@TempDir Path folder) throws SQLException {
        Migrations.on(ownersPool).run();
        HikariDataSource archivists = ownersPool;
        Path file = folder.resolve("calls-of-2024.jsonl");
        // region history
        HistoryArchive archive = HistoryArchive.on(archivists); // a pool with the role DatabaseRole.ARCHIVIST
        Instant limit = Instant.now().minus(Duration.ofDays(730)); // yours to say: there is no default
        ArchiveReport report = archive.moveBefore(limit, () -> Files.newOutputStream(file, CREATE_NEW));
        report.findings().forEach(System.out::println); // what is not as it was written; then nothing was removed
        // endregion
        assertThat(report.findings()).isEmpty();
    }

    @Test
    void theRolesCanDoWhatIsTheirs() throws SQLException {
        String application = "gw_app_" + UUID.randomUUID().toString().replace("-", "");
        execute("CREATE ROLE " + application);
        // region roles
        Migrations migrations = Migrations.asText().hostIds(HostIds.UUID);
        for (Migrations.Script script : migrations.scripts()) {
            save(script.name() + ".sql", script.sql()); // if inTransaction() is false: each statement for itself
        }
        save("grants.sql", migrations.grants(DatabaseRole.APPLICATION, application));
        // endregion
        assertThat(mayInEvents(application, "INSERT")).isEqualTo(1);
        assertThat(mayInEvents(application, "UPDATE")).isZero();
        execute("DROP OWNED BY " + application + "; DROP ROLE " + application);
    }

    private long mayInEvents(String role, String privilege) throws SQLException {
        return count("SELECT has_any_column_privilege('" + role + "', 'tool_gateway.tool_call_events', '" + privilege
                + "')::int");
    }

    /** As the host's own tool would run it. */
    private void save(String name, String sql) throws SQLException {
        assertThat(name).endsWith(".sql");
        execute(sql);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = ownersPool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long count(String sql) throws SQLException {
        try (Connection connection = ownersPool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
