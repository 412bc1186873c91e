package io.toolgateway.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.Gateway;
import io.toolgateway.GatewayBuilder;
import io.toolgateway.store.StoreException;
import io.toolgateway.testkit.server.OwnRedis;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

/** What a server's settings let it forget, and who is not built on that. */
@Tag("S2")
class PersistenceTest {

    private static final ToolRegistry ONCE = ToolRegistry.of(Tool.named("pay")
            .describedAs("Pays.")
            .arguments("{\"type\": \"object\", \"additionalProperties\": false}")
            .handledBy(call -> ToolResult.success()));

    private static GatewayBuilder gateway(RedisProposalStore store) {
        return Gateway.builder().tools(ONCE).store(store).trustingRolesAsProposed();
    }

    @Test
    void aServerThatKeepsNothingRunsNoToolThatMayRunOnce() {
        try (OwnRedis server = OwnRedis.start();
                RedisClient client = RedisClient.create(server.server().uri());
                RedisProposalStore store = RedisProposalStore.on(client).build()) {
            GatewayBuilder builder = gateway(store);

            assertThatThrownBy(builder::build)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the tool pay is not idempotent, and this Redis may forget that a call was started"
                            + " (appendonly is not yes): change that, keep the record on Postgres, or call"
                            + " acceptingRepeatsAfterLostClaims()");
            try (RedisProposalStore accepted = RedisProposalStore.on(client)
                    .acceptingRepeatsAfterLostClaims()
                    .build()) {
                gateway(accepted).build().close();
            }
        }
    }

    @Test
    void aServerThatWritesEveryAnswerDownFirstRunsIt() {
        try (OwnRedis server = OwnRedis.start("--appendonly", "yes", "--appendfsync", "always");
                RedisClient client = RedisClient.create(server.server().uri());
                RedisProposalStore store = RedisProposalStore.on(client).build()) {
            assertThatCode(() -> gateway(store).build().close()).doesNotThrowAnyException();
        }
    }

    @Test
    void aServerThatDropsEntriesIsNoRecord() {
        try (OwnRedis server = OwnRedis.start("--maxmemory", "50mb", "--maxmemory-policy", "allkeys-lru");
                RedisClient client = RedisClient.create(server.server().uri())) {
            RedisStoreBuilder builder = RedisProposalStore.on(client);

            assertThatThrownBy(builder::build)
                    .isInstanceOf(StoreException.class)
                    .hasMessage(
                            "Redis: maxmemory-policy is allkeys-lru, which drops proposals at will; set noeviction");
        }
    }

    @Test
    void whatIsNotKnownIsNotPromised() {
        String alone = "role:master\r\nconnected_slaves:0\r\n";
        Map<String, String> everySecond = Map.of(
                "appendonly", "yes", "appendfsync", "everysec", "maxmemory", "0", "maxmemory-policy", "noeviction");

        assertThat(Persistence.forgets(alone, null))
                .containsExactly("CONFIG GET is refused, so that its persistence is not known");
        assertThat(Persistence.forgets(alone, everySecond)).containsExactly("appendfsync is everysec and not always");
        assertThat(Persistence.forgets("role:master\r\nconnected_slaves:1\r\n", everySecond))
                .hasSize(2)
                .last()
                .isEqualTo("a replica may take over that has not got everything");
    }
}
