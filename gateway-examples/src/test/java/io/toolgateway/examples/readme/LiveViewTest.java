package io.toolgateway.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.toolgateway.Gateway;
import io.toolgateway.caller.Caller;
import io.toolgateway.policy.Policy;
import io.toolgateway.postgres.HostIds;
import io.toolgateway.postgres.Migrations;
import io.toolgateway.postgres.PostgresProposalStore;
import io.toolgateway.redis.RedisLiveView;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.testkit.server.Database;
import io.toolgateway.testkit.server.TestServers;
import io.toolgateway.tool.ToolRegistry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;

/** The README's section on both servers, on real ones. */
@Tag("S1")
class LiveViewTest {

    @Test
    void aRecordMayBeShownOnRedis() {
        Database database = TestServers.postgres().freshDatabase();
        Caller sue = Caller.of("acme", "sue").withRoles("supervisor");
        try (HikariDataSource pool = pool(database);
                UnifiedJedis jedis = RedisClient.create(TestServers.redis().uri())) {
            Migrations.on(pool).hostIds(HostIds.TEXT).run();
            // region live-view
            RedisLiveView view = RedisLiveView.on(jedis) // RedisClient, RedisSentinelClient or RedisClusterClient
                    .in("assistant")
                    .build();
            ProposalStore store = PostgresProposalStore.on(pool).shownOn(view).build();
            // endregion
            try (Gateway gateway = Gateway.builder()
                    .tools(ToolRegistry.of())
                    .policy(Policy.safeDefault())
                    .store(store)
                    .trustingRolesAsProposed()
                    .build()) {
                // region banner
                long waiting = gateway.approvals().countPending(sue); // one round trip to Redis
                // endregion
                assertThat(waiting).isZero();
            } finally {
                ((PostgresProposalStore) store).close();
            }
        } finally {
            TestServers.postgres().drop(database);
        }
    }

    private static HikariDataSource pool(Database database) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.jdbcUrl());
        config.setUsername(database.user());
        config.setPassword(database.password());
        config.setMaximumPoolSize(4);
        return new HikariDataSource(config);
    }
}
