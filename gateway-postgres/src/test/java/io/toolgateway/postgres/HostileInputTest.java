package io.toolgateway.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.toolgateway.Gateway;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.caller.TenantId;
import io.toolgateway.execution.ExecutorOptions;
import io.toolgateway.json.Json;
import io.toolgateway.json.JsonLimits;
import io.toolgateway.json.Parsed;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Condition;
import io.toolgateway.policy.Policy;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.store.EventQuery;
import io.toolgateway.store.ProposalQuery;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolHandler;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the contract cannot ask of a store: the database's own rules, and the hostile strings that others have collected. */
@Tag("S3")
class HostileInputTest {

    private static final Caller ANN = Caller.of("acme", "ann").withRoles("agent");

    private static TestDatabase database;

    private final List<String> catalogBefore = new ArrayList<>();
    private PostgresProposalStore store;
    private ToolHandler handler = call -> ToolResult.success();

    @BeforeAll
    static void create() {
        database = TestDatabase.create(HostIds.TEXT);
        database.execute("CREATE TABLE booked (what text)");
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @BeforeEach
    void open() throws SQLException {
        database.empty();
        database.execute("TRUNCATE booked");
        store = PostgresProposalStore.on(database.pool()).build();
        catalogBefore.addAll(catalog());
    }

    /** Whatever was asked: every table, column, trigger and function is there as it was, and the record is whole. */
    @AfterEach
    void requireIntact() throws SQLException {
        assertThat(catalog()).isEqualTo(catalogBefore).hasSizeGreaterThan(100);
        assertThat(AuditVerification.on(database.pool(), database.schema())
                        .all()
                        .findings())
                .isEmpty();
        store.close();
    }

    private static List<String> catalog() throws SQLException {
        return rows("""
                SELECT table_name || '.' || column_name || ' ' || data_type FROM information_schema.columns
                    WHERE table_schema = 'tool_gateway'
                UNION ALL SELECT trigger_name || ' ' || event_manipulation FROM information_schema.triggers
                UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'tool_gateway'::regnamespace
                ORDER BY 1""");
    }

    private static List<String> rows(String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }

    private Gateway gateway() {
        return Gateway.builder()
                .tools(ToolRegistry.of(
                        Tool.named("run")
                                .arguments("{\"type\":\"object\"}")
                                .callableByAnyone()
                                .handledBy(call -> handler.handle(call)),
                        Tool.named("book")
                                .arguments("{\"type\":\"object\"}")
                                .callableByAnyone()
                                .handledBy(store.transactional(HostileInputTest::book)),
                        Tool.named("park")
                                .arguments("{\"type\":\"object\"}")
                                .callableByAnyone()
                                .handledBy(call -> handler.handle(call))))
                .policy(Policy.named("open", "1")
                        .rule("one waits", Condition.tool("park"), Verdict.requireApproval(Approvers.byRole("boss")))
                        .otherwise(Verdict.allow()))
                .callers((tenant, user) -> Optional.of(ANN))
                .store(store)
                // What is recorded late is told as unknown, and truly so: 24 MB may take a while.
                .executor(ExecutorOptions.defaults().answeringWithin(Duration.ofMinutes(2)))
                .withoutLogging()
                .build();
    }

    private static ToolResult book(io.toolgateway.tool.Invocation call, Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO booked VALUES ('once')")) {
            insert.executeUpdate();
        }
        return ToolResult.success("x".repeat(10_000_000))
                .withId("R-1\u0000")
                .withMessage("done \uD800")
                .withCost(new java.math.BigDecimal("1e200000"));
    }

    @Test
    void aTransactionalEffectIsCommittedWhateverItsHandlerTells() throws SQLException {
        Outcome outcome = gateway().propose(ToolCall.of("book", "{}"), ANN);

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Executed.class, executed -> {
            assertThat(executed.result().data())
                    .isEqualTo(Map.of("unreadable_result", "larger than 1048576 bytes as JSON, so it was left out"));
            assertThat(executed.result().id()).isEqualTo("R-1\uFFFD");
            assertThat(executed.result().message())
                    .isEqualTo("done \uFFFD [its cost was left out: no store can hold such a number]");
            assertThat(executed.result().cost()).isNull();
        });
        assertThat(rows("SELECT what FROM booked")).containsExactly("once");
        assertThat(rows("SELECT status || ' ' || effect_state FROM tool_gateway.tool_call_proposals"))
                .containsExactly("executed applied");
    }

    /** All that share a commit have large results: together they are more than any one value of Postgres may be. */
    @Test
    void manyLargeResultsAtOnceAreAllRecorded() throws Exception {
        Gateway gateway = gateway();
        String large = "x".repeat(1024 * 1024 - 2);
        int callers = 24;
        CountDownLatch allRun = new CountDownLatch(callers);
        handler = call -> {
            allRun.countDown();
            allRun.await();
            return ToolResult.success(large);
        };
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        List<Callable<Outcome>> calls = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            calls.add(() -> gateway.propose(ToolCall.of("run", "{}"), ANN));
        }

        for (Future<Outcome> one : threads.invokeAll(calls)) {
            assertThat(one.get())
                    .isInstanceOfSatisfying(
                            Outcome.Executed.class,
                            executed -> assertThat(executed.result().data()).isEqualTo(large));
        }

        threads.shutdown();
        assertThat(store.count(ProposalQuery.of(ANN.tenant()).in(ProposalStatus.EXECUTED)))
                .isEqualTo(callers);
    }

    /** The Big List of Naughty Strings. */
    @Test
    void everyNaughtyStringIsStoredAndFoundAsItIs() throws IOException, SQLException {
        Gateway gateway = gateway();
        List<String> texts = recorded("naughty_strings.jsonl").stream()
                .map(row -> (String) Objects.requireNonNull(row.get("text")))
                .toList();
        assertThat(texts).hasSizeGreaterThan(250);
        for (String text : texts) {
            handler = call -> ToolResult.success(Map.of("said", text)).withMessage(text);
            Request request = Request.of("r").saying(text);
            ToolCall call =
                    new ToolCall("c" + text.hashCode(), "run", Json.write(Map.of("k" + text, text)), text, text);

            Proposal stored = stored(gateway.propose(call, ANN, request));

            assertThat(stored.arguments().asMap()).isEqualTo(Map.of("k" + text, text));
            assertThat(stored.content().origin().request().userText()).isEqualTo(text);
            assertThat(stored.content().origin().summary()).isEqualTo(text);
            assertThat(Objects.requireNonNull(stored.state().execution()).result())
                    .isEqualTo(ToolResult.success(Map.of("said", text)).withMessage(text));
            ProposalQuery all = ProposalQuery.of(ANN.tenant());
            assertThat(store.count(all.ofTool(text))).isZero();
            assertThat(store.count(all.triggeredBy(text))).isZero();
            assertThat(store.count(all.reviewedBy(text))).isZero();
            assertThat(store.count(all.keyed(text))).isZero();
            assertThat(store.events(EventQuery.ofRequest(ANN.tenant(), text))).isEmpty();
        }
        assertThat(store.count(ProposalQuery.of(ANN.tenant()))).isEqualTo(texts.size());
    }

    /** JSONTestSuite and others: what a parser may or may not take. */
    @ParameterizedTest
    @ValueSource(strings = {"jsontestsuite.jsonl", "generated.jsonl"})
    void everyHostileJsonIsRefusedOrStoredExactly(String file) throws IOException {
        Gateway gateway = gateway();
        int refused = 0;
        int taken = 0;
        for (Map<String, Object> row : recorded(file)) {
            if (!(row.get("b64") instanceof String base64)) {
                continue;
            }
            String json = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            Outcome outcome = gateway.propose(ToolCall.of("park", json), ANN);
            if (outcome instanceof Outcome.Invalid invalid) {
                assertThat(invalid.violations().get(0).message()).isNotBlank();
                refused++;
            } else {
                Object sent = ((Parsed.Value) Json.parse(json, JsonLimits.DEFAULT)).value();
                assertThat(stored(outcome).arguments().asMap()).isEqualTo(sent);
                taken++;
            }
        }

        assertThat(taken).isPositive();
        assertThat(refused).isPositive();
        assertThat(store.count(ProposalQuery.of(ANN.tenant()))).isEqualTo(taken);
        assertThat(store.events(EventQuery.since(ANN.tenant(), Instant.MIN))).hasSize(taken + refused);
    }

    private static List<Map<String, Object>> recorded(String name) throws IOException {
        String set = System.getProperty("gateway.data", "");
        Path beside = Path.of(System.getProperty("gateway.checkout", ".."), "..", "shared", "data");
        Path file =
                (set.isEmpty() ? beside : Path.of(set)).resolve("hostile-json").resolve(name);
        assumeTrue(Files.isReadable(file), "no recorded material at " + file + "; set -Dgateway.data=<folder>");
        JsonLimits limits = new JsonLimits(Integer.MAX_VALUE, 100, 1_000_000, 1_000, 308);
        return Files.readAllLines(file).stream()
                .map(line -> (Parsed.Value) Json.parseOwn(line, limits))
                .map(row -> Json.asObject(Objects.requireNonNull(row.value())))
                .toList();
    }

    private Proposal stored(Outcome outcome) {
        return store.find(ANN.tenant(), Objects.requireNonNull(outcome.proposalId(), outcome::text))
                .orElseThrow();
    }

    /** Where ids are UUIDs, a text is no question for the database at all. */
    @Test
    void whereIdsAreUuidsAnotherTextIsRefused() {
        TestDatabase uuids = TestDatabase.create(HostIds.UUID);
        try (uuids;
                PostgresProposalStore store =
                        PostgresProposalStore.on(uuids.pool()).build()) {
            for (String id : List.of(
                    "'; DROP TABLE tool_call_events; --", "%", "{c0ffee00-0000-4000-8000-000000000a99}", "1", "\\")) {
                requireNoUuid(store, id);
            }
        }
    }

    private static void requireNoUuid(PostgresProposalStore store, String id) {
        String uuid = "c0ffee00-0000-4000-8000-000000000a99";
        ProposalQuery query = ProposalQuery.of(TenantId.of(uuid));
        for (ProposalQuery asked :
                List.of(query.triggeredBy(id), query.reviewedBy(id), ProposalQuery.of(TenantId.of(id)))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> store.search(asked))
                    .withMessageContaining("UUID");
            assertThatIllegalArgumentException().isThrownBy(() -> store.count(asked));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> store.requireStorable(Caller.of(uuid, id)));
        assertThatIllegalArgumentException().isThrownBy(() -> store.requireStorable(Caller.of(id, uuid)));
        assertThatIllegalArgumentException().isThrownBy(() -> store.switches().off("t", TenantId.of(id), "sam"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.events(EventQuery.since(TenantId.of(id), Instant.MIN)));
    }
}
