package io.toolgateway.postgres;

import static io.toolgateway.testkit.Proposals.aRefund;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.toolgateway.testkit.Scenario;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** What the server plans once for a connection. */
class ServerPreparedTest {

    private final TestDatabase database = TestDatabase.create(HostIds.TEXT);

    @AfterEach
    void close() {
        database.close();
    }

    private HikariDataSource oneConnection(int threshold) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.pool().getJdbcUrl());
        config.setUsername(database.pool().getUsername());
        config.setPassword(database.pool().getPassword());
        config.addDataSourceProperty("prepareThreshold", String.valueOf(threshold));
        config.setMaximumPoolSize(1);
        return new HikariDataSource(config);
    }

    private static int prepared(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery(
                        "SELECT count(*) FROM pg_catalog.pg_prepared_statements WHERE statement LIKE '%.tool_call_%'")) {
            count.next();
            return count.getInt(1);
        }
    }

    private static void use(PostgresProposalStore store) {
        var proposal = new Scenario(store).insert(aRefund());
        assertThat(store.find(proposal.tenant(), proposal.id())).isPresent();
    }

    @Test
    void isPlannedAtTheFirstUse() throws SQLException {
        try (HikariDataSource pool = oneConnection(5);
                PostgresProposalStore store = PostgresProposalStore.on(pool).build()) {
            use(store);
            try (Connection connection = pool.getConnection()) {
                assertThat(prepared(connection)).isGreaterThanOrEqualTo(4);
                assertThat(connection.unwrap(PGConnection.class).getPrepareThreshold())
                        .as("the host's own statements are as it wants them")
                        .isEqualTo(5);
            }
        }
    }

    @Test
    void isNotWhereTheHostDoesNotWantIt() throws SQLException {
        try (HikariDataSource pool = oneConnection(0);
                PostgresProposalStore store = PostgresProposalStore.on(pool).build()) {
            use(store);
            try (Connection connection = pool.getConnection()) {
                assertThat(prepared(connection)).isZero();
            }
        }
    }
}
