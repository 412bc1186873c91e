package io.toolgateway.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("slow")
class OwnPostgresTest {

    static List<Account> accounts() {
        return Arrays.stream(Account.values()).filter(Account::works).toList();
    }

    @ParameterizedTest
    @MethodSource("accounts")
    void itStartsAndComesBackAfterAKillAsEveryAccountThatWorksHere(Account account) throws Exception {
        try (OwnPostgres postgres = OwnPostgres.start(account)) {
            Database database = postgres.freshDatabase();
            execute(database, "CREATE TABLE kept (n int)");
            execute(database, "INSERT INTO kept VALUES (1)");
            int port = postgres.port();

            postgres.kill();
            assertThat(postgres.isRunning()).isFalse();
            assertThatThrownBy(database::connect).isInstanceOf(SQLException.class);

            postgres.restart();
            assertThat(postgres.port()).isEqualTo(port);
            assertThat(ask(database, "SELECT n FROM kept")).isEqualTo("1");
        }
    }

    static List<Consumer<OwnPostgres>> stops() {
        return List.of(OwnPostgres::kill, OwnPostgres::stopFast, OwnPostgres::stopImmediate, running -> {});
    }

    @ParameterizedTest
    @MethodSource("stops")
    void everyStopKeepsWhatWasCommittedAndNothingElse(Consumer<OwnPostgres> stop) throws Exception {
        try (OwnPostgres postgres = OwnPostgres.start()) {
            Database database = postgres.freshDatabase();
            execute(database, "CREATE TABLE kept (n int)");
            try (Connection open = database.connect();
                    Statement statement = open.createStatement()) {
                open.setAutoCommit(false);
                statement.execute("INSERT INTO kept VALUES (1)");
                open.commit();
                statement.execute("INSERT INTO kept VALUES (2)");
                stop.accept(postgres);
                postgres.restart();
                assertThatThrownBy(open::commit).isInstanceOf(SQLException.class);
            }
            assertThat(ask(database, "SELECT string_agg(n::text, ',') FROM kept"))
                    .isEqualTo("1");
        }
    }

    @Test
    void itIsSetUpForTestsOfDurabilityUnlessToldOtherwise() throws Exception {
        try (OwnPostgres postgres = OwnPostgres.start("work_mem=5MB")) {
            Database database = postgres.freshDatabase();
            assertThat(ask(database, "SHOW fsync")).isEqualTo("on");
            assertThat(ask(database, "SHOW work_mem")).isEqualTo("5MB");
            assertThat(ask(database, "SHOW max_connections")).isEqualTo("200");
            assertThat(ask(database, "SHOW server_encoding")).isEqualTo("UTF8");
            assertThat(ask(database, "SELECT datcollate FROM pg_database WHERE datname = current_database()"))
                    .isEqualTo("C");
            assertThat(postgres.log()).exists();
        }
    }

    private static void execute(Database database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(Database database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
