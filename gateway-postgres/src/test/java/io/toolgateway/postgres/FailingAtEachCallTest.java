package io.toolgateway.postgres;

import static io.toolgateway.testkit.People.ANN;
import static io.toolgateway.testkit.People.SAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.Gateway;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.approval.ReviewResult;
import io.toolgateway.caller.Request;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Policy;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.redis.RedisLiveView;
import io.toolgateway.store.ProposalQuery;
import io.toolgateway.store.StoreException;
import io.toolgateway.testkit.server.TestServers;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolBuilder;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.executors.DefaultCommandExecutor;
import redis.clients.jedis.providers.PooledConnectionProvider;

/**
 * One scenario, again and again: each time another call to one of the servers fails, before it gets there or after it was done. Who
 * asked and got no answer asks again; in the end everything is as if nothing had failed, and the view is the record.
 */
@Tag("S4")
@Tag("E8")
@Tag("slow")
class FailingAtEachCallTest {

    private static final String SCHEMA = """
            {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"], "additionalProperties": false}""";

    private static TestDatabase database;

    @BeforeAll
    static void create() {
        database = TestDatabase.create(HostIds.TEXT);
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @Test
    void whereAnyCallToPostgresDoesNotGetThere() {
        failAtEach(NthCall.Fate.FAILS_BEFORE, true);
    }

    @Test
    void whereAnyCallToPostgresIsNotAnswered() {
        failAtEach(NthCall.Fate.FAILS_AFTER, true);
    }

    @Test
    void whereAnyCallToRedisDoesNotGetThere() {
        failAtEach(NthCall.Fate.FAILS_BEFORE, false);
    }

    @Test
    void whereAnyCallToRedisIsNotAnswered() {
        failAtEach(NthCall.Fate.FAILS_AFTER, false);
    }

    private static void failAtEach(NthCall.Fate fate, boolean postgres) {
        int calls = 1;
        for (int n = 1; n <= calls; n++) {
            try (Desk desk = new Desk()) {
                NthCall side = postgres ? desk.sql : desk.redis;
                side.fail(n, fate);
                desk.run();
                calls = Math.max(calls, side.seen());
                desk.sql.heal();
                desk.redis.heal();
                desk.settle();
                desk.requireRight((postgres ? "Postgres " : "Redis ") + fate + " at call " + n + " of " + calls);
            }
        }
        assertThat(calls).as("calls that could fail").isGreaterThan(20);
        System.out.println((postgres ? "Postgres " : "Redis ") + fate + ": each of " + calls + " calls failed once");
    }

    /** A gateway on both, and what its handlers did. */
    private static final class Desk implements AutoCloseable {

        private final NthCall sql = new NthCall();
        private final NthCall redis = new NthCall();
        private final StepScheduler repair = new StepScheduler();
        private final Map<String, Integer> effects = new ConcurrentHashMap<>();
        private final RedisClient plain = RedisClient.create(TestServers.redis().uri());
        private final PooledConnectionProvider connections = new PooledConnectionProvider(
                new HostAndPort(TestServers.redis().host(), TestServers.redis().port()));
        private final RedisClient client = RedisClient.builder()
                .connectionProvider(connections)
                .commandExecutor(new FailingExecutor(new DefaultCommandExecutor(connections), redis))
                .build();
        private final String namespace = "each-" + ProcessHandle.current().pid();
        private final RedisKeys keys = new RedisKeys(plain, namespace + ":");
        private final PostgresProposalStore store;
        private final Gateway gateway;

        Desk() {
            database.empty();
            keys.lose();
            this.store = PostgresProposalStore.on(new FailingDataSource(database.pool(), sql))
                    .in(database.schema())
                    .shownOn(RedisLiveView.on(client)
                            .in(namespace)
                            .repairedBy(repair)
                            .build())
                    .build();
            this.gateway = Gateway.builder()
                    .tools(ToolRegistry.of(tool("pay"), tool("set"), tool("note")))
                    .policy(Policy.named("each", "1")
                            .rule("notes pass", io.toolgateway.policy.Condition.tool("note"), Verdict.allow())
                            .otherwise(Verdict.requireApproval(Approvers.byRole("supervisor"))))
                    .store(store)
                    .trustingRolesAsProposed()
                    .withoutLogging()
                    .build();
            sql.heal();
            redis.heal();
        }

        private Tool tool(String name) {
            ToolBuilder tool =
                    Tool.named(name).describedAs("Counts.").arguments(SCHEMA).callableByAnyone();
            return (name.equals("set") ? tool.idempotent() : tool).handledBy(call -> {
                effects.merge(call.tool() + call.decimal("n"), 1, Integer::sum);
                return ToolResult.success();
            });
        }

        void run() {
            repair();
            Outcome pay = proposed("pay", 1);
            proposed("set", 1);
            proposed("note", 1);
            Outcome no = proposed("set", 2);
            proposed("pay", 3);
            repair();
            decided(pay, true);
            decided(no, false);
            again(() -> gateway.approvals().count(SAM, 9));
            again(() -> store.countPending(ANN.tenant()));
            decideAll();
            again(() -> gateway.executor().runOnce());
            repair();
        }

        private Outcome proposed(String tool, int n) {
            Request request = Request.of("req").keyedBy(tool + n);
            ToolCall call = ToolCall.of("call", tool, "{\"n\":" + n + "}");
            return again(() -> gateway.propose(call, ANN, request));
        }

        private void decided(Outcome outcome, boolean yes) {
            ReviewResult result = again(() -> {
                ReviewItem item =
                        gateway.approvals().find(outcome.proposalId(), SAM).orElseThrow();
                return yes
                        ? gateway.approvals().approve(item.id(), item.hash(), SAM)
                        : gateway.approvals().reject(item.id(), item.hash(), SAM, "no");
            });
            assertThat(result).isNotNull();
        }

        private void decideAll() {
            List<ReviewItem> items = again(() -> gateway.approvals().pending(SAM));
            items.forEach(item -> again(() -> gateway.approvals().approve(item.id(), item.hash(), SAM)));
        }

        /** As a host does that got no answer. */
        private static <T> T again(Supplier<T> call) {
            try {
                return call.get();
            } catch (StoreException e) {
                return call.get();
            }
        }

        private void repair() {
            repair.step();
        }

        /** Without faults: what is left is done. */
        void settle() {
            repair();
            gateway.executor().runOnce();
            repair();
        }

        void requireRight(String when) {
            assertThat(effects)
                    .as(when)
                    .containsOnly(
                            Map.entry("pay1", 1), Map.entry("pay3", 1), Map.entry("set1", 1), Map.entry("note1", 1));
            List<Proposal> all =
                    store.search(ProposalQuery.of(ANN.tenant()).limit(100)).proposals();
            assertThat(all).as(when).hasSize(5);
            assertThat(all)
                    .as(when)
                    .filteredOn(one -> one.status() == ProposalStatus.EXECUTED)
                    .hasSize(4);
            ShownView view = new ShownView(plain, namespace + ":");
            try (Connection look = database.connect()) {
                assertThat(view.shown()).as(when).isEqualTo(ShownView.recorded(look, database.schema()));
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
            assertThat(view.isWhole()).as(when).isTrue();
            assertThat(plain.xlen(namespace + ":pending_tool_calls"))
                    .as(when + ": each change of a status of the four that were parked, once")
                    .isEqualTo(3 + 3 + 3 + 2);
            assertThat(AuditVerification.on(database.pool(), database.schema())
                            .all()
                            .findings())
                    .as(when)
                    .isEmpty();
        }

        @Override
        public void close() {
            gateway.close();
            store.close();
            client.close();
            keys.lose();
            plain.close();
        }
    }
}
