package io.toolgateway.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.testkit.server.RedisServer;
import io.toolgateway.testkit.server.TestServers;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

class SharedRedisTest {

    @Test
    void theClientOfThisModuleReachesTheTestServer() {
        RedisServer server = TestServers.redis();
        try (RedisClient client = RedisClient.create(server.uri())) {
            assertThat(client.ping()).isEqualTo("PONG");
        }
    }
}
