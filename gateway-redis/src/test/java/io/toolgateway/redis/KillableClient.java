package io.toolgateway.redis;

import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;

/** A client that ends in the middle of something, as its process would; what it has sent stays done. */
final class KillableClient implements AutoCloseable {

    private final RedisClient client;
    private boolean isAlive = true;

    KillableClient(int port) {
        client = RedisClient.builder()
                .hostAndPort(new HostAndPort("127.0.0.1", port))
                .build();
    }

    RedisClient client() {
        return client;
    }

    void kill() {
        isAlive = false;
        client.close();
    }

    boolean isAlive() {
        return isAlive;
    }

    @Override
    public void close() {
        client.close();
    }
}
