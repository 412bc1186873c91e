package io.toolgateway.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.redis.RedisLiveView;
import io.toolgateway.store.StoreUnderTest;
import io.toolgateway.testkit.SettableClock;
import io.toolgateway.testkit.faults.Pace;
import io.toolgateway.testkit.server.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import redis.clients.jedis.RedisClient;

/** The contract on Redis and Postgres: whatever a test has done, the view ends up equal to the record. */
@Tag("S1")
@Tag("S4")
@Tag("slow")
class ShownOnRedisTest extends PostgresContract {

    private static final Duration SOON = Duration.ofSeconds(2);
    private static final AtomicInteger VIEWS = new AtomicInteger();

    private static TestDatabase database;
    private static RedisClient client;

    @BeforeAll
    static void create() {
        database = TestDatabase.create(HostIds.TEXT);
        client = RedisClient.create(TestServers.redis().uri());
    }

    @AfterAll
    static void drop() {
        client.close();
        database.close();
    }

    @Override
    TestDatabase database() {
        return database;
    }

    @Override
    public StoreUnderTest open(SettableClock clock) {
        String namespace = "contract-" + ProcessHandle.current().pid() + "-" + VIEWS.incrementAndGet();
        ShownView view = new ShownView(client, namespace + ":");
        StoreUnderTest opened = opened(
                database, pool(), clock, RedisLiveView.on(client).in(namespace).build());
        // What happens before the view is there is found a second later; here it is to be seen how soon it is told.
        assertThat(Pace.until(view::isWhole, SOON)).isTrue();
        return new StoreUnderTest(opened.store(), opened.probe(), () -> {
            requireEqual(view);
            opened.close().run();
        });
    }

    private static void requireEqual(ShownView view) {
        try (Connection look = database.connect()) {
            assertThat(Pace.until(() -> view.shown().equals(ShownView.recorded(look, database.schema())), SOON))
                    .as("%s is shown, %s is recorded", view.shown(), ShownView.recorded(look, database.schema()))
                    .isTrue();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
