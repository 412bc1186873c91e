package io.toolgateway.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.toolgateway.Gateway;
import io.toolgateway.caller.Caller;
import io.toolgateway.postgres.AuditReport;
import io.toolgateway.postgres.AuditSeal;
import io.toolgateway.postgres.AuditVerification;
import io.toolgateway.postgres.HostIds;
import io.toolgateway.postgres.Migrations;
import io.toolgateway.postgres.PostgresProposalStore;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.testkit.server.Database;
import io.toolgateway.testkit.server.TestServers;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The README's section on the audit, on a real server. */
@Tag("O5")
class AuditTest {

    private static HikariDataSource pool() {
        Database database = TestServers.postgres().freshDatabase();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.jdbcUrl());
        config.setUsername(database.user());
        config.setPassword(database.password());
        config.setMaximumPoolSize(2);
        return new HikariDataSource(config);
    }

    @Test
    void whatWasSealedCannotBeChangedUnseen() throws SQLException {
        try (HikariDataSource pool = pool()) {
            Migrations.on(pool).hostIds(HostIds.TEXT).run();
            // region audit
            List<AuditSeal> kept = new CopyOnWriteArrayList<>(); // yours: where no superuser reaches
            ProposalStore store = PostgresProposalStore.on(pool)
                    .sealingEvery(Duration.ofSeconds(5)) // the default
                    .sealsTo(kept::addAll)
                    .build();

            // later, or elsewhere, with a role that may only read
            AuditReport report = AuditVerification.on(pool).against(kept).all();
            report.findings().forEach(System.out::println); // none, if all is as it was written
            // endregion
            assertThat(report.isIntact()).isTrue();

            use(store);
            assertThat(kept).hasSize(1);
            assertThat(AuditVerification.on(pool).against(kept).all().isIntact())
                    .isTrue();
            forget(pool);
            assertThat(AuditVerification.on(pool).all().isIntact())
                    .as("a record that is gone as a whole is right in itself")
                    .isTrue();
            assertThat(AuditVerification.on(pool).against(kept).all().findings())
                    .singleElement()
                    .asString()
                    .startsWith("ANCHOR_DIFFERS seal 1 of acme");
        }
    }

    private static void use(ProposalStore store) {
        Tool ping = Tool.named("ping")
                .describedAs("Answers.")
                .arguments("{\"type\": \"object\", \"additionalProperties\": false}")
                .callableBy("support_agent")
                .handledBy(call -> ToolResult.success());
        try (Gateway gateway = Gateway.builder()
                .tools(ToolRegistry.of(ping))
                .store(store)
                .trustingRolesAsProposed()
                .build()) {
            gateway.propose(ToolCall.of("ping", "{}"), Caller.of("acme", "ann").withRoles("support_agent"));
            gateway.executor().runOnce(); // sweeps, too, and so seals
        }
    }

    /** As a superuser can. */
    private static void forget(HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica");
            for (String table : List.of("events", "votes", "proposals", "seals")) {
                statement.execute("DELETE FROM tool_gateway.tool_call_" + table);
            }
            statement.execute("RESET session_replication_role");
        }
    }
}
