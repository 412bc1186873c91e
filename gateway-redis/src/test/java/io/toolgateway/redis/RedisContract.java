package io.toolgateway.redis;

import io.toolgateway.store.ProposalStoreContract;
import io.toolgateway.store.StoreUnderTest;
import io.toolgateway.testkit.SettableClock;
import java.time.Duration;
import redis.clients.jedis.UnifiedJedis;

/** The contract on a server that a class of tests shares; each test finds it empty. */
abstract class RedisContract extends ProposalStoreContract {

    /** A client of the server of the class. */
    abstract UnifiedJedis client();

    @Override
    public StoreUnderTest open(SettableClock clock) {
        return opened(client(), clock);
    }

    static StoreUnderTest opened(UnifiedJedis client, SettableClock clock) {
        client.flushAll();
        RedisStoreBuilder options = RedisProposalStore.on(client)
                .acceptingRepeatsAfterLostClaims()
                .onTime(() -> String.valueOf(Written.micros(clock.instant())));
        RedisProposalStore store = options.build();
        return new StoreUnderTest(store, new KeyProbe(client, options.shards()), store::close);
    }

    @Override
    public int races() {
        return Integer.getInteger("gateway.races", 30);
    }

    @Override
    public Duration tick() {
        return Duration.ofNanos(1_000);
    }
}
