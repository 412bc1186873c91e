package io.toolgateway.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.store.StoreException;
import io.toolgateway.testkit.server.Database;
import io.toolgateway.testkit.server.TestServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A transaction ends as it was meant to end, and its connection goes back as it came, or not at all. */
@Tag("S3")
class TransactionsTest {

    private Database database;

    @BeforeEach
    void create() throws SQLException {
        database = TestServers.postgres().freshDatabase();
        try (Connection connection = database.connect()) {
            execute(connection, "CREATE TABLE written (what text)");
        }
    }

    @AfterEach
    void drop() {
        TestServers.postgres().drop(database);
    }

    private WatchedDataSource source(boolean autoCommit) {
        return new WatchedDataSource(MigrationsTest.source(database), autoCommit);
    }

    private static boolean execute(Connection connection, String statement) throws SQLException {
        try (Statement statements = connection.createStatement()) {
            return statements.execute(statement);
        }
    }

    private static boolean write(Connection connection) throws SQLException {
        return execute(connection, "INSERT INTO written VALUES ('half')");
    }

    private int written() throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT count(*) FROM written")) {
            result.next();
            return result.getInt(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aConnectionGoesBackInTheModeInWhichItCame(boolean autoCommit) throws SQLException {
        WatchedDataSource source = source(autoCommit);
        Transactions transactions = new Transactions(source);

        transactions.run((connection, isRepeat) -> write(connection));
        assertThatThrownBy(() -> transactions.run((connection, isRepeat) -> {
                    write(connection);
                    throw new IllegalStateException("changed its mind");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(source.autoCommitWhenClosed()).containsExactly(autoCommit, autoCommit);
        assertThat(written()).isEqualTo(1);
    }

    /** JDBC: turning auto-commit on commits what is open. */
    @Test
    void whatCouldNotBeRolledBackIsNotCommittedInstead() throws SQLException {
        WatchedDataSource source = source(true);
        source.fail("rollback");

        assertThatThrownBy(() -> new Transactions(source).run((connection, isRepeat) -> {
                    write(connection);
                    throw new SQLException("a statement failed", "22012");
                }))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("22012")
                .cause()
                .satisfies(cause -> assertThat(cause.getSuppressed()).hasSize(1));

        assertThat(source.calls()).containsExactly("setAutoCommit(false)", "rollback", "abort");
        assertThat(written()).isZero();
    }

    @Test
    void aMigrationThatCouldNotBeRolledBackIsNotCommittedInstead() throws SQLException {
        WatchedDataSource source = source(true);
        source.fail("commit", "rollback");

        assertThatThrownBy(() -> Migrations.on(source).run())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("HY000");

        assertThat(source.calls()).contains("rollback", "abort");
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT to_regnamespace('tool_gateway') IS NULL")) {
            result.next();
            assertThat(result.getBoolean(1)).isTrue();
        }
    }
}
