package io.toolgateway.redis;

import io.toolgateway.testkit.server.OwnRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;

/** The contract on one server. */
@Tag("S2")
class RedisProposalStoreTest extends RedisContract {

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
    UnifiedJedis client() {
        return client;
    }
}
