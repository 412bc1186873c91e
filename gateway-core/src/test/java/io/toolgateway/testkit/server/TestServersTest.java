package io.toolgateway.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class TestServersTest {

    private static final BooleanSupplier NO_DOCKER = () -> false;

    private final List<String> said = new ArrayList<>();

    @Test
    void thereIsOnePostgresForTheJvm() throws Exception {
        assertThat(TestServers.postgres()).isSameAs(TestServers.postgres());
        try (Connection connection = TestServers.postgres().admin().connect()) {
            assertThat(ask(connection, "SELECT version()")).startsWith("PostgreSQL ");
        }
    }

    @Test
    void thereIsOneRedisForTheJvm() throws Exception {
        assertThat(TestServers.redis()).isSameAs(TestServers.redis());
        assertThat(TestServers.redis().version()).matches("\\d+\\.\\d+\\.\\d+");
    }

    @Test
    void everyDatabaseIsOneOfItsOwnUntilItIsDropped() throws Exception {
        PostgresServer server = TestServers.postgres();
        Database one = server.freshDatabase();
        Database other = server.freshDatabase();
        try (Connection first = one.connect();
                Connection second = other.connect()) {
            first.createStatement().execute("CREATE TABLE here (n int)");
            assertThat(ask(first, "SELECT to_regclass('here')::text")).isEqualTo("here");
            assertThat(ask(second, "SELECT to_regclass('here')::text")).isNull();
            assertThat(ask(second, "SHOW server_encoding")).isEqualTo("UTF8");

            server.drop(one);
            assertThatThrownBy(one::connect).isInstanceOf(SQLException.class);
            assertThat(ask(second, "SELECT 1")).isEqualTo("1");
        }
        server.drop(other);
    }

    @Test
    void onlyADatabaseThatWasMadeHereIsDropped() {
        PostgresServer server = TestServers.postgres();
        assertThatThrownBy(() -> server.drop(server.admin())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theEnvironmentHandsASharedServerOver() {
        Map<String, String> handed = new HashMap<>(TestServers.postgres().environment());
        PostgresServer same = new PostgresSearch(handed, NO_DOCKER, said::add).get();
        assertThat(same.admin()).isEqualTo(TestServers.postgres().admin());
        assertThat(said).singleElement().asString().contains("tests: postgres=", TestServers.POSTGRES_URL);
        same.drop(same.freshDatabase());

        RedisServer redis = new RedisSearch(TestServers.redis().environment(), NO_DOCKER, said::add).get();
        assertThat(redis.port()).isEqualTo(TestServers.redis().port());
    }

    @Test
    void anAddressWithNothingBehindItFailsWithWhatToDo() throws Exception {
        int port = closedPort();
        Map<String, String> set = Map.of(
                TestServers.POSTGRES_URL, "jdbc:postgresql://127.0.0.1:" + port + "/postgres?password=hush",
                TestServers.POSTGRES_PASSWORD, "hush",
                TestServers.REDIS_URL, "redis://:hush@127.0.0.1:" + port);
        for (Search<?> search :
                List.of(new PostgresSearch(set, () -> true, said::add), new RedisSearch(set, () -> true, said::add))) {
            assertThatThrownBy(search::get)
                    .isInstanceOf(NoTestServer.class)
                    .hasMessageContaining("127.0.0.1:" + port)
                    .hasMessageContaining("refused")
                    .hasMessageContaining("Set GATEWAY_TEST_")
                    .hasMessageContaining("or unset it")
                    .hasMessageNotContaining("hush");
        }
        assertThat(said).isEmpty();
    }

    @Test
    void anAddressOfAnotherKindFailsWithHowOneLooks() {
        assertThatThrownBy(() -> new PostgresSearch(
                                Map.of(TestServers.POSTGRES_URL, "postgres://me:hush@host/db"), NO_DOCKER, said::add)
                        .get())
                .isInstanceOf(NoTestServer.class)
                .hasMessageContaining("GATEWAY_TEST_POSTGRES_URL is no address")
                .hasMessageContaining("jdbc:postgresql://host:port/database")
                .hasMessageNotContaining("hush");
        assertThatThrownBy(() ->
                        new RedisSearch(Map.of(TestServers.REDIS_URL, "http://host:1"), NO_DOCKER, said::add).get())
                .isInstanceOf(NoTestServer.class)
                .hasMessageContaining("redis://host:port");
    }

    @Test
    void aDockerThatNeverAnswersIsGivenUp() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        boolean answers = Docker.answers(
                () -> {
                    asked.countDown();
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return true;
                },
                Duration.ofMillis(100));
        assertThat(answers).isFalse();
        asked.await();
        never.countDown();
    }

    @Test
    void aDockerThatCannotBeAskedIsNone() {
        assertThat(Docker.answers(
                        () -> {
                            throw new NoClassDefFoundError("a library for sockets");
                        },
                        Duration.ofSeconds(10)))
                .isFalse();
        assertThat(Docker.answers(() -> true, Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void theBinariesAreTakenWhereDockerHasNoImage() {
        FakeSearch search = new FakeSearch(() -> true, said);
        assertThat(search.get()).isEqualTo("binaries");
        assertThat(said).containsExactly("tests: fake=embedded 1.0 (docker: no image)");
    }

    @Test
    void whatWasDecidedStaysSoAlsoThatThereIsNone() {
        AtomicInteger looks = new AtomicInteger();
        SharedServer<String> shared = new SharedServer<>(() -> {
            throw new NoTestServer("none, look " + looks.incrementAndGet(), null);
        });
        assertThatThrownBy(shared::get).isInstanceOf(NoTestServer.class).hasMessage("none, look 1");
        assertThatThrownBy(shared::get).isInstanceOf(NoTestServer.class).hasMessage("none, look 1");
    }

    /** Docker answers and has nothing. */
    private static final class FakeSearch extends Search<String> {

        FakeSearch(BooleanSupplier dockerAnswers, List<String> said) {
            super("fake", "FAKE_URL", null, dockerAnswers, said::add);
        }

        @Override
        String at(String address) {
            throw new AssertionError("no address is set");
        }

        @Override
        Optional<String> inDocker() {
            return Optional.empty();
        }

        @Override
        String fromBinaries() {
            return "binaries";
        }

        @Override
        String version(String server) {
            return "1.0";
        }
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
