package io.toolgateway.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.Gateway;
import io.toolgateway.GatewayBuilder;
import io.toolgateway.execution.CommittingHandler;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.store.StoreSetup;
import io.toolgateway.store.Transition;
import io.toolgateway.testkit.server.OwnRedis;
import io.toolgateway.tool.Invocation;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

/** What this store cannot do is refused when it is asked for; what it can do it shows by passing the whole contract. */
@Tag("S2")
class RefusedTest {

    /** Commits with the record of a store of its own, as a handler in a database's transaction does. */
    private record Elsewhere(ProposalStore record) implements CommittingHandler {

        @Override
        public Ending handleAll(
                List<Function<List<ToolResult>, Optional<Part>>> steps,
                Function<List<ToolResult>, List<Transition>> finishing) {
            throw new AssertionError("it must not run");
        }

        @Override
        public ToolResult handle(Invocation call) {
            throw new AssertionError("it must not run");
        }

        @Override
        public boolean recordsIn(ProposalStore store) {
            return store == record;
        }
    }

    @Test
    void aHandlerThatCommitsWithAnotherRecordIsRefused() {
        try (OwnRedis server = OwnRedis.start();
                RedisClient client = RedisClient.create(server.server().uri());
                RedisProposalStore store = RedisProposalStore.on(client)
                        .acceptingRepeatsAfterLostClaims()
                        .build()) {
            GatewayBuilder builder = Gateway.builder()
                    .tools(ToolRegistry.of(Tool.named("pay")
                            .describedAs("Pays.")
                            .arguments("{\"type\": \"object\", \"additionalProperties\": false}")
                            .handledBy(new Elsewhere(new InMemoryProposalStore()))))
                    .store(store)
                    .trustingRolesAsProposed();

            assertThatThrownBy(builder::build)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the handler of tool 'pay' commits with the record of another store than this"
                            + " gateway's");
        }
    }

    @Test
    void nothingOfTheContractIsSkippedHere() {
        assertThat(new RedisProposalStoreTest().capabilities()).isEqualTo(EnumSet.allOf(StoreSetup.Capability.class));
        assertThat(new RedisClusterTest().capabilities()).isEqualTo(EnumSet.allOf(StoreSetup.Capability.class));
    }
}
