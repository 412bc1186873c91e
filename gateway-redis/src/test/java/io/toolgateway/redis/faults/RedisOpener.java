package io.toolgateway.redis.faults;

import io.toolgateway.redis.RedisProposalStore;
import io.toolgateway.testkit.faults.StoreOpener;
import io.toolgateway.testkit.faults.Tripwire;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.executors.DefaultCommandExecutor;
import redis.clients.jedis.providers.PooledConnectionProvider;

/** Opens the store on Redis; the address is a host and a port. */
public final class RedisOpener implements StoreOpener {

    private static final int MILLIS = 1_000;
    private static final int WAITS_MILLIS = 3_000;

    @Override
    public Opened open(String address, Tripwire tripwire) {
        RedisClient client = client(address, tripwire);
        RedisProposalStore store =
                RedisProposalStore.on(client).acceptingRepeatsAfterLostClaims().build();
        return new Opened(store, () -> {
            store.close();
            client.close();
        });
    }

    static RedisClient client(String address, Tripwire tripwire) {
        // A lost answer is noticed soon.
        JedisClientConfig config = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(MILLIS)
                .socketTimeoutMillis(MILLIS)
                .blockingSocketTimeoutMillis(WAITS_MILLIS)
                .build();
        PooledConnectionProvider connections = new PooledConnectionProvider(HostAndPort.from(address), config);
        return RedisClient.builder()
                .connectionProvider(connections)
                .commandExecutor(new TrippingExecutor(new DefaultCommandExecutor(connections), tripwire))
                .build();
    }
}
