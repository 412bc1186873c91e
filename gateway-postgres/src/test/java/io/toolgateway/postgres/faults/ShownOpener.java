package io.toolgateway.postgres.faults;

import com.zaxxer.hikari.HikariDataSource;
import io.toolgateway.live.LiveView;
import io.toolgateway.postgres.PostgresProposalStore;
import io.toolgateway.redis.RedisLiveView;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.testkit.faults.StoreOpener;
import io.toolgateway.testkit.faults.Tripwire;
import io.toolgateway.time.Scheduler;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.executors.DefaultCommandExecutor;
import redis.clients.jedis.providers.PooledConnectionProvider;

/** Opens the store on Postgres, shown on Redis; the address is that of the one, a blank, and host and port of the other. With the first alone nothing is shown. */
public class ShownOpener implements StoreOpener {

    private static final int MILLIS = 1_000;

    /** The address of both. */
    static String address(String postgres, String host, int port) {
        return postgres + " " + host + ":" + port;
    }

    @Override
    public final Opened open(String address, Tripwire tripwire) {
        String[] both = address.split(" ", -1);
        if (both.length == 1) {
            return new PostgresOpener().open(address, tripwire);
        }
        tripwire.awaitReconciler();
        HikariDataSource pool = PostgresOpener.pool(both[0]);
        HikariDataSource completions = PostgresOpener.completions(both[0]);
        RedisClient client = client(both[1], tripwire);
        LiveView view = RedisLiveView.on(client)
                .repairedBy(repairs(Scheduler.on(ShownOpener::daemon)))
                .build();
        PostgresProposalStore store = PostgresProposalStore.on(TrippingDataSource.around(pool, tripwire))
                .completingOn(TrippingDataSource.around(completions, tripwire))
                .shownOn(view)
                .build();
        return new Opened(around(store, view, client), () -> {
            store.close();
            pool.close();
            completions.close();
            client.close();
        });
    }

    /** When it is repaired; a mistake has another idea of it. */
    Scheduler repairs(Scheduler usual) {
        return Gate.in(usual);
    }

    /** The store; a mistake has something around it. */
    ProposalStore around(ProposalStore store, LiveView view, RedisClient client) {
        return store;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "live view");
        thread.setDaemon(true);
        return thread;
    }

    private static RedisClient client(String address, Tripwire tripwire) {
        // A lost answer is noticed soon.
        JedisClientConfig config = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(MILLIS)
                .socketTimeoutMillis(MILLIS)
                .build();
        PooledConnectionProvider connections = new PooledConnectionProvider(HostAndPort.from(address), config);
        return RedisClient.builder()
                .connectionProvider(connections)
                .commandExecutor(new TrippingRepairs(new DefaultCommandExecutor(connections), tripwire))
                .build();
    }
}
