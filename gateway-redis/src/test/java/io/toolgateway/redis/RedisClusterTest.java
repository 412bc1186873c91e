package io.toolgateway.redis;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.UnifiedJedis;

/** The contract on a cluster of three. */
@Tag("S2")
@Tag("slow")
class RedisClusterTest extends RedisContract {

    private static OwnCluster cluster;
    private static RedisClusterClient client;

    @BeforeAll
    static void start() {
        cluster = OwnCluster.start();
        client = cluster.client();
    }

    @AfterAll
    static void stop() {
        client.close();
        cluster.close();
    }

    @Override
    UnifiedJedis client() {
        return client;
    }
}
