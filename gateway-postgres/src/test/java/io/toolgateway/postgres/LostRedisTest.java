package io.toolgateway.postgres;

import static io.toolgateway.testkit.People.ANN;
import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.proposal.Proposal;
import io.toolgateway.redis.RedisLiveView;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.Scenario;
import io.toolgateway.testkit.faults.Pace;
import io.toolgateway.testkit.faults.TcpProxy;
import io.toolgateway.testkit.server.OwnRedis;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;

/** The record goes on without Redis: slower, and nothing is lost (F13, F14, F17). */
@Tag("S4")
@Tag("E8")
class LostRedisTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final int TIMEOUT_MILLIS = 700;

    private static TestDatabase database;
    private OwnRedis server;
    private TcpProxy proxy;
    private RedisClient client;
    private PostgresProposalStore store;
    private Scenario scenario;
    private ShownView shown;

    @BeforeAll
    static void create() {
        database = TestDatabase.create(HostIds.TEXT);
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @BeforeEach
    void open() {
        database.empty();
        server = OwnRedis.start();
        proxy = new TcpProxy(
                server.server().host(), server.server().port(), () -> (bytes, length) -> TcpProxy.Verdict.PASS);
        client = RedisClient.builder()
                .hostAndPort(new HostAndPort("127.0.0.1", proxy.port()))
                .clientConfig(DefaultJedisClientConfig.builder()
                        .connectionTimeoutMillis(TIMEOUT_MILLIS)
                        .socketTimeoutMillis(TIMEOUT_MILLIS)
                        .build())
                .build();
        shown = new ShownView(client, "");
    }

    private void build() {
        store = PostgresProposalStore.on(database.pool())
                .in(database.schema())
                .shownOn(RedisLiveView.on(client).build())
                .build();
        scenario = new Scenario(store);
    }

    @AfterEach
    void close() {
        store.close();
        client.close();
        proxy.close();
        server.close();
    }

    private void untilShown() {
        assertThat(Pace.until(store::hearsOfWork, LONG)).isTrue();
        assertThat(Pace.until(
                        () -> server.isRunning()
                                && shown.isWhole()
                                && shown.shown().size() == store.countPending(ANN.tenant()),
                        SOON))
                .isTrue();
    }

    @Test
    void aRedisThatIsNotThereYetKeepsNobody() {
        server.kill();
        build();

        Proposal parked = scenario.insert(aRefund());
        assertThat(store.countPending(ANN.tenant())).isEqualTo(1);
        assertThat(store.hearsOfWork()).isFalse();

        server.restart();
        untilShown();
        assertThat(shown.shown()).containsKey(parked.id().toString());
    }

    @Test
    void aRedisThatIsKilledAndComesBackEmptyShowsAllAgain() {
        build();
        untilShown();
        scenario.insert(aRefund());
        server.kill();
        scenario.insert(aTicket());
        assertThat(store.countPending(ANN.tenant())).isEqualTo(2);

        server.restart();

        untilShown();
        assertThat(shown.shown()).hasSize(2);
    }

    @Test
    void oneCallPaysForARedisThatDoesNotAnswer() {
        build();
        untilShown();
        proxy.swallow();
        long begun = System.nanoTime();

        for (int i = 0; i < 20; i++) {
            scenario.insert(aTicket());
        }

        // One timeout, perhaps two: a repair may have been under way. Not twenty.
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(6 * TIMEOUT_MILLIS));
        assertThat(store.countPending(ANN.tenant())).isEqualTo(20);
        proxy.pass();
        untilShown();
    }

    @Test
    void workIsHeardOfInTheSameProcessWithoutRedis() throws InterruptedException {
        build();
        untilShown();
        Proposal parked = scenario.insert(aTicket());
        server.kill();
        assertThat(Pace.until(() -> !store.hearsOfWork(), LONG)).isTrue();

        scenario.made(parked, Changes.approve(parked, SAM));

        assertThat(store.awaitWork(LONG)).isTrue();
        assertThat(scenario.claim(1)).hasSize(1);
    }

    @Test
    void aRedisThatIsFullOrReadsOnlyKeepsNobody() {
        build();
        untilShown();
        for (String setting : new String[] {"maxmemory 1", "min-replicas-to-write 1"}) {
            String[] words = setting.split(" ");
            client.configSet(words[0], words[1]);
            scenario.insert(aTicket());
            assertThat(Pace.until(() -> !store.hearsOfWork(), LONG)).as(setting).isTrue();
            assertThat(store.countPending(ANN.tenant())).isEqualTo(shown.shown().size() + 1);

            client.configSet(words[0], "0");
            untilShown();
        }
    }
}
