package io.toolgateway.redis;

import io.toolgateway.store.HostileInputContract;
import io.toolgateway.store.StoreUnderTest;
import io.toolgateway.testkit.SettableClock;
import io.toolgateway.testkit.server.OwnRedis;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import redis.clients.jedis.RedisClient;

/** What every store makes of hostile input. */
@Tag("S2")
class RedisHostileInputTest extends HostileInputContract {

    private static OwnRedis server;
    private static RedisClient client;

    @BeforeAll
    static void start() {
        server = OwnRedis.start();
        client = RedisClient.create(server.server().uri());
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @Override
    public StoreUnderTest open(SettableClock clock) {
        return RedisContract.opened(client, clock);
    }

    @Override
    public Duration tick() {
        return Duration.ofNanos(1_000);
    }
}
