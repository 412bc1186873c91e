package io.toolgateway.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.Gateway;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.TenantId;
import io.toolgateway.limit.Rate;
import io.toolgateway.limit.RateLimiter;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.redis.LogBatch;
import io.toolgateway.redis.ProposalLog;
import io.toolgateway.redis.RedisProposalStore;
import io.toolgateway.redis.RedisRateLimiter;
import io.toolgateway.store.ProposalQuery;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.testkit.server.OwnRedis;
import io.toolgateway.testkit.server.RedisServer;
import io.toolgateway.testkit.server.TestServers;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;

/** The README's section on Redis, on a real server. */
@Tag("S2")
class RedisTest {

    private static final Caller ANN = Caller.of("acme", "ann").withRoles("support_agent");
    private static final ToolRegistry REFUND = ToolRegistry.of(Tool.named("process_refund")
            .describedAs("Refunds an order.")
            .arguments("{\"type\": \"object\", \"additionalProperties\": false}")
            .idempotent()
            .callableBy("support_agent")
            .approvableBy("supervisor")
            .handledBy(call -> ToolResult.success()));

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

    @Test
    void aGroupReadsTheLog() throws InterruptedException {
        Map<ProposalStatus, Integer> figures = new EnumMap<>(ProposalStatus.class);
        try (OwnRedis server = OwnRedis.start();
                UnifiedJedis jedis = RedisClient.create(server.server().uri());
                RedisProposalStore store =
                        RedisProposalStore.on(jedis).in("assistant").build();
                Gateway gateway = Gateway.builder()
                        .tools(REFUND)
                        .store(store)
                        .trustingRolesAsProposed()
                        .build()) {
            gateway.propose(ToolCall.of("process_refund", "{}"), ANN);
            // region redis-log
            ProposalLog log = ProposalLog.on(jedis)
                    .in("assistant") // as the store
                    .group("analytics") // a name of your own: each group reads everything
                    .build();
            LogBatch batch = log.read(Duration.ofSeconds(1), entry -> figures.merge(entry.status(), 1, Integer::sum));
            // endregion
            log.close();
            assertThat(batch.handled()).isOne();
        }
        assertThat(figures).containsExactly(Map.entry(ProposalStatus.PENDING, 1));
    }

    @Test
    @Tag("E5")
    void hostsShareTheirLimits() {
        try (OwnRedis server = OwnRedis.start();
                UnifiedJedis jedis = RedisClient.create(server.server().uri())) {
            // region rate-limits
            RateLimiter limiter = RedisRateLimiter.on(jedis)
                    .in("assistant")
                    .perUser(Rate.of(60, Duration.ofMinutes(1)).withBurst(10)) // 10 at once, then one a second
                    .perTenant(Rate.of(1_000, Duration.ofMinutes(1)))
                    .perTool("process_refund", Rate.of(5, Duration.ofMinutes(1))) // of all tenants together
                    .build(); // for Gateway.builder().rateLimiter(limiter)
            // endregion
            try (Gateway gateway =
                    Gateway.builder().tools(REFUND).rateLimiter(limiter).build()) {
                for (int i = 0; i < 5; i++) {
                    assertThat(gateway.propose(ToolCall.of("process_refund", "{}"), ANN))
                            .isInstanceOf(Outcome.Pending.class);
                }
                assertThat(gateway.propose(ToolCall.of("process_refund", "{}"), ANN)
                                .messageForModel())
                        .contains("too many calls");
            }
        }
    }
}
