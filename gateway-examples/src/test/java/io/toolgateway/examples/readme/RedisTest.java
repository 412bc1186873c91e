package io.toolgateway.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.caller.TenantId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.redis.RedisProposalStore;
import io.toolgateway.store.ProposalQuery;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.testkit.server.RedisServer;
import io.toolgateway.testkit.server.TestServers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;

/** The README's section on Redis, on a real server. */
@Tag("S2")
class RedisTest {

    @Test
    void theRecordMayBeOnRedisAlone() {
        RedisServer server = TestServers.redis();
        TenantId acme = TenantId.of("acme");
        try (UnifiedJedis jedis = RedisClient.create(server.uri())) {
            // region redis
            ProposalStore store = RedisProposalStore.on(jedis) // RedisClient, RedisSentinelClient or RedisClusterClient
                    .in("assistant") // if several gateways share the server
                    .build();
            long waiting = store.count(ProposalQuery.of(acme).in(ProposalStatus.PENDING));
            // endregion
            assertThat(waiting).isZero();
        }
    }
}
