package io.toolgateway.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.Gateway;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.approval.ReviewResult;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Policy;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.EffectState;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.testkit.People;
import io.toolgateway.tool.Call;
import io.toolgateway.tool.Invocation;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolHandler;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was edited by hand between the last look and the write is never overwritten, in a transaction of its own or the gateway's. */
@Tag("E3")
class GuardedUpdateTest {

    private static final GuardedUpdate SET_PRICE =
            GuardedUpdate.of("UPDATE plans SET price = ?, version = version + 1 WHERE id = ? AND version = ?");

    private static TestDatabase database;

    private PostgresProposalStore store;
    private Meanwhile meanwhile = () -> {};

    @FunctionalInterface
    private interface Meanwhile {
        void happens() throws Exception;
    }

    /** Whose transaction the write is in. */
    private enum Mode {
        OWN,
        TRANSACTIONAL
    }

    @BeforeAll
    static void create() {
        database = TestDatabase.create(HostIds.TEXT);
        database.execute("CREATE TABLE plans (id text, price numeric, version bigint, edited_at timestamptz)");
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @BeforeEach
    void open() {
        database.empty();
        database.execute("DELETE FROM plans; INSERT INTO plans VALUES ('gold', 12, 1, now()), ('silver', 7, 1, now())");
        store = PostgresProposalStore.on(database.pool()).build();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static List<String> rows() {
        try (Connection look = database.connect();
                Statement statement = look.createStatement();
                ResultSet row = statement.executeQuery("SELECT id, price, version FROM plans ORDER BY id")) {
            List<String> rows = new ArrayList<>();
            while (row.next()) {
                rows.add(row.getString(1) + " " + row.getBigDecimal(2).toPlainString() + " v" + row.getLong(3));
            }
            return rows;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static String version(Call call) {
        return rows().stream()
                .filter(row -> row.startsWith(call.text("plan") + " "))
                .map(row -> row.substring(row.indexOf('v') + 1))
                .findFirst()
                .orElseThrow();
    }

    private ToolHandler handler(Mode mode) {
        return mode == Mode.OWN
                ? call -> {
                    meanwhile.happens();
                    return SET_PRICE.on(database.pool(), parameters(call));
                }
                : store.transactional((call, connection) -> {
                    meanwhile.happens();
                    return SET_PRICE.on(connection, parameters(call));
                });
    }

    private static Object[] parameters(Invocation call) {
        return new Object[] {
            call.decimal("price"), call.text("plan"), Long.valueOf(Objects.requireNonNull(call.resourceVersion()))
        };
    }

    private Gateway gateway(Mode mode) {
        Tool tool = Tool.named("set_price")
                .arguments(
                        "{\"type\":\"object\",\"properties\":{\"plan\":{\"type\":\"string\"},\"price\":{\"type\":\"number\"}}}")
                .callableByAnyone()
                .versionedBy(GuardedUpdateTest::version)
                .handledBy(handler(mode));
        return Gateway.builder()
                .tools(ToolRegistry.of(tool))
                .policy(Policy.named("prices", "1").otherwise(Verdict.requireApproval(Approvers.byRole("supervisor"))))
                .store(store)
                .callers((tenant, user) -> Optional.of(People.ANN))
                .withoutLogging()
                .build();
    }

    private Outcome approvedAndRun(Gateway gateway) {
        ProposalId id = Objects.requireNonNull(
                gateway.propose(ToolCall.of("set_price", "{\"plan\":\"gold\",\"price\":20}"), People.ANN)
                        .proposalId());
        ReviewItem item = gateway.approvals().find(id, People.SAM).orElseThrow();
        assertThat(gateway.approvals().approve(id, item.hash(), People.SAM)).isInstanceOf(ReviewResult.Accepted.class);
        gateway.executor().runOnce();
        return gateway.outcome(id, People.ANN).orElseThrow();
    }

    private Proposal stored(Outcome outcome) {
        return store.find(People.ACME, Objects.requireNonNull(outcome.proposalId()))
                .orElseThrow();
    }

    private static void edit(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("UPDATE plans SET price = 15, version = version + 1 WHERE id = 'gold'");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsAsItWasApprovedIsWritten(Mode mode) {
        assertThat(approvedAndRun(gateway(mode))).isInstanceOf(Outcome.Executed.class);
        assertThat(rows()).containsExactly("gold 20 v2", "silver 7 v1");
    }

    @ParameterizedTest
    @EnumSource
    void anEditAfterTheLastLookSurvives(Mode mode) {
        meanwhile = () -> {
            try (Connection connection = database.connect()) {
                edit(connection);
            }
        };

        Outcome outcome = approvedAndRun(gateway(mode));

        assertThat(rows()).containsExactly("gold 15 v2", "silver 7 v1");
        assertThat(outcome).isInstanceOf(Outcome.Stale.class);
        assertThat(stored(outcome).state().reason()).isEqualTo(ReasonCode.STALE_STATE);
        assertThat(stored(outcome).state().progress().effect()).isEqualTo(EffectState.NONE);
    }

    @ParameterizedTest
    @EnumSource
    void whoIsEditingIsWaitedForAndCounts(Mode mode) throws Exception {
        try (Connection editor = database.connect()) {
            CompletableFuture<Void> committed = new CompletableFuture<>();
            editor.setAutoCommit(false);
            meanwhile = () -> {
                edit(editor);
                // Commits once the write waits for its row.
                CompletableFuture.runAsync(() -> commitOnceWaitedFor(editor, committed));
            };

            Outcome outcome = approvedAndRun(gateway(mode));

            committed.get();
            assertThat(outcome).isInstanceOf(Outcome.Stale.class);
            assertThat(rows()).containsExactly("gold 15 v2", "silver 7 v1");
        }
    }

    private static void commitOnceWaitedFor(Connection editor, CompletableFuture<Void> committed) {
        String waiting = "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                + " AND datname = current_database())";
        try (Connection look = database.connect();
                Statement statement = look.createStatement()) {
            boolean isWaitedFor = false;
            while (!isWaitedFor) {
                try (ResultSet row = statement.executeQuery(waiting)) {
                    row.next();
                    isWaitedFor = row.getBoolean(1);
                }
            }
            editor.commit();
            committed.complete(null);
        } catch (SQLException e) {
            committed.completeExceptionally(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void moreThanOneRowIsRolledBack(Mode mode) {
        meanwhile = () -> database.execute("INSERT INTO plans VALUES ('gold', 12, 1, now())");

        Outcome outcome = approvedAndRun(gateway(mode));

        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(rows()).containsExactly("gold 12 v1", "gold 12 v1", "silver 7 v1");
        assertThat(stored(outcome).state().progress().effect()).isEqualTo(EffectState.NONE);
    }

    @Test
    void whatTheDatabaseRefusesIsKnownNotToHaveHappened() throws SQLException {
        GuardedUpdate wrong = GuardedUpdate.of("UPDATE no_such_table SET price = ?");

        assertThat(wrong.on(database.pool(), 1))
                .isEqualTo(ToolResult.failure(
                        "refused_by_database", "the database did not take it; nothing was changed."));
        try (Connection connection = database.connect()) {
            assertThatThrownBy(() -> wrong.on(connection, 1)).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void aCommitWithoutAnAnswerIsNotKnown() {
        CommitFaults faults = new CommitFaults(database.pool());
        faults.arm(connection -> {
            connection.commit();
            throw new SQLException("the connection was lost", "08006");
        });

        assertThatThrownBy(() -> SET_PRICE.on(faults, 20, "gold", 1L)).isInstanceOf(SQLException.class);
        assertThat(rows()).contains("gold 20 v2");
    }

    @Test
    void theConnectionIsGivenBackAsItWas() throws SQLException {
        CommitFaults one = new CommitFaults(database.pool());
        try (Connection kept = database.connect()) {
            assertThat(SET_PRICE
                            .on(
                                    new ForwardingDataSource(one) {
                                        @Override
                                        public Connection getConnection() {
                                            return unclosed(kept);
                                        }
                                    },
                                    20,
                                    "gold",
                                    7L)
                            .isStale())
                    .isTrue();
            assertThat(kept.getAutoCommit()).isTrue();
        }
    }

    private static Connection unclosed(Connection connection) {
        return (Connection) java.lang.reflect.Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) ->
                        method.getName().equals("close") ? null : method.invoke(connection, arguments));
    }

    @Test
    void valuesOfEveryKindAreBound() throws SQLException, ExecutionException {
        Instant now = Instant.parse("2026-11-29T10:00:00Z");
        GuardedUpdate update = GuardedUpdate.of(
                "UPDATE plans SET edited_at = ?, price = ? WHERE id = ? AND version = ? AND price IS NOT DISTINCT FROM ?");

        assertThat(update.on(database.pool(), now, new BigDecimal("0.5"), "gold", 1, new BigDecimal("12.00")))
                .isEqualTo(ToolResult.success());
        assertThat(update.on(database.pool(), now, null, "gold", 1, null).isStale())
                .isTrue();
        assertThat(update)
                .hasToString("GuardedUpdate[UPDATE plans SET edited_at = ?, price = ? WHERE id = ? AND version = ?"
                        + " AND price IS NOT DISTINCT FROM ?]");
    }
}
