package io.toolgateway.redis;

import io.toolgateway.testkit.server.RedisServer;
import java.util.concurrent.atomic.AtomicReference;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.executors.CommandExecutor;
import redis.clients.jedis.executors.DefaultCommandExecutor;
import redis.clients.jedis.providers.PooledConnectionProvider;

/** A client whose commands go through the hand of a test. */
final class HandedClient {

    private HandedClient() {}

    /** Sends a command, or does not, or does so twice: the last answer counts. */
    interface Hand {
        void around(CommandObject<?> command, Runnable send);
    }

    static RedisClient of(RedisServer server, Hand hand) {
        PooledConnectionProvider connections = new PooledConnectionProvider(
                new HostAndPort(server.host(), server.port()),
                DefaultJedisClientConfig.builder().build());
        return RedisClient.builder()
                .connectionProvider(connections)
                .commandExecutor(new Handing(new DefaultCommandExecutor(connections), hand))
                .build();
    }

    private record Handing(CommandExecutor inner, Hand hand) implements CommandExecutor {

        @Override
        public <T> T executeCommand(CommandObject<T> command) {
            AtomicReference<T> answer = new AtomicReference<>();
            hand.around(command, () -> answer.set(inner.executeCommand(command)));
            return answer.get();
        }

        @Override
        public void close() {
            try {
                inner.close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }
}
