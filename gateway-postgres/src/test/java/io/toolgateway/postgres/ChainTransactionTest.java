package io.toolgateway.postgres;

import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Verdict.requireApproval;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.Gateway;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.EventType;
import io.toolgateway.caller.Request;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Policy;
import io.toolgateway.proposal.ChainEnding;
import io.toolgateway.proposal.EffectState;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.store.EventQuery;
import io.toolgateway.testkit.MortalHost;
import io.toolgateway.testkit.People;
import io.toolgateway.testkit.SettableClock;
import io.toolgateway.tool.Invocation;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A chain whose tools are all transactional here: whatever breaks at whichever step, all of it is there with its record, or none. */
@Tag("A6")
@Tag("E7")
@Tag("I11")
class ChainTransactionTest {

    private static final int STEPS = 3;
    private static final int ROUNDS = 6;
    private static final int POINTS_AT_MOST = 100;

    private static TestDatabase database;

    private final SettableClock clock = new SettableClock();
    private DataSource time;
    private final List<Integer> ran = new ArrayList<>();
    private Broken broken = Broken.NOTHING;
    private int at = -1;
    private Runnable inTheFirst = () -> {};

    /** What goes wrong in a step. */
    enum Broken {
        NOTHING,
        RETURNS_A_FAILURE,
        THROWS,
        LOSES_ITS_CONNECTION,
        MAY_NOT_START
    }

    @BeforeAll
    static void create() {
        database = TestDatabase.create(HostIds.TEXT);
        database.execute("CREATE TABLE bookings (n integer, key text UNIQUE)");
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @BeforeEach
    void empty() {
        database.empty();
        database.execute("DELETE FROM bookings");
        VirtualTime virtual = TestDatabase.inVirtualTime(database.pool());
        virtual.follow(clock);
        time = virtual;
    }

    private static int n(Invocation call) {
        return (int) call.arguments().integer("n");
    }

    private ToolResult book(Invocation call, Connection connection, MortalHost life) throws SQLException {
        life.step();
        ran.add(n(call));
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO bookings VALUES (?, ?)")) {
            insert.setInt(1, n(call));
            insert.setString(2, call.idempotencyKey());
            insert.executeUpdate();
        }
        life.step();
        if (n(call) == 0) {
            inTheFirst.run();
        }
        if (n(call) == at) {
            switch (broken) {
                case RETURNS_A_FAILURE -> {
                    return ToolResult.failure("no_money", "There is no money.");
                }
                case THROWS -> throw new IllegalStateException("broken");
                case LOSES_ITS_CONNECTION -> kill(connection);
                default -> {}
            }
        }
        return ToolResult.success().withId("B-" + n(call));
    }

    private static void kill(Connection connection) throws SQLException {
        try (ResultSet row = connection.createStatement().executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            database.execute("SELECT pg_terminate_backend(" + row.getInt(1) + ", 10000)");
        }
    }

    /** One host, with a store of its own. */
    private Gateway host(PostgresProposalStore store, MortalHost life) {
        Tool book = Tool.named("book")
                .arguments("{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}}}")
                .callableByAnyone()
                .versionedBy(call -> call.arguments().integer("n") == at && broken == Broken.MAY_NOT_START ? "2" : "1")
                .handledBy(store.transactional((call, connection) -> book(call, connection, life)));
        return Gateway.builder()
                .tools(ToolRegistry.of(book))
                .policy(Policy.named("test", "1").otherwise(requireApproval(byRole("supervisor"))))
                .store(store)
                .trustingRolesAsProposed()
                .withoutLogging()
                .build();
    }

    private PostgresProposalStore store(DataSource source) {
        return PostgresProposalStore.on(source).build();
    }

    private static MortalHost healthy() {
        return new MortalHost(Integer.MAX_VALUE);
    }

    private static List<ProposalId> approved(Gateway gateway) {
        List<ToolCall> calls = IntStream.range(0, STEPS)
                .mapToObj(n -> ToolCall.of("c" + n, "book", "{\"n\":" + n + "}"))
                .toList();
        List<ProposalId> ids = gateway
                .propose(calls, People.ANN, Request.of("r").keyedBy("k"))
                .stream()
                .map(outcome -> Objects.requireNonNull(outcome.proposalId()))
                .toList();
        ReviewItem item = gateway.approvals().find(ids.get(0), People.SAM).orElseThrow();
        assertThat(Objects.requireNonNull(item.first().content().chain()).ending())
                .isEqualTo(ChainEnding.TRANSACTION);
        assertThat(item.ifAStepFails()).startsWith("All or nothing");
        gateway.approvals().approve(item.id(), item.hash(), People.SAM);
        return ids;
    }

    private static List<String> statuses(Gateway gateway, List<ProposalId> ids) {
        return ids.stream()
                .map(id -> gateway.outcome(id, People.ANN).orElseThrow())
                .map(Outcome::status)
                .toList();
    }

    private static TreeSet<Integer> booked() {
        TreeSet<Integer> booked = new TreeSet<>();
        try (Connection look = database.connect();
                ResultSet rows = look.createStatement().executeQuery("SELECT n FROM bookings")) {
            while (rows.next()) {
                booked.add(rows.getInt(1));
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return booked;
    }

    private static Proposal stored(PostgresProposalStore store, ProposalId id) {
        return store.find(People.ACME, id).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 99})
    void aStepGetsWhatAnEarlierOneReturnedInTheSameOpenTransaction(int next) {
        try (PostgresProposalStore store = store(time)) {
            Tool book = Tool.named("book")
                    .arguments("{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\",\"maximum\":9}}}")
                    .callableByAnyone()
                    .acceptingResultIn("n")
                    .handledBy(store.transactional((call, connection) ->
                            book(call, connection, healthy()).withData(java.util.Map.of("next", n(call) + next))));
            Gateway gateway = Gateway.builder()
                    .tools(ToolRegistry.of(book))
                    .policy(Policy.named("test", "1").otherwise(requireApproval(byRole("supervisor"))))
                    .store(store)
                    .trustingRolesAsProposed()
                    .withoutLogging()
                    .build();
            List<ProposalId> ids = gateway
                    .propose(
                            List.of(
                                    ToolCall.of("c0", "book", "{\"n\":0}"),
                                    ToolCall.of("c1", "book", "{\"n\":{\"result_of\":0,\"pointer\":\"/data/next\"}}"),
                                    ToolCall.of("c2", "book", "{\"n\":{\"result_of\":1,\"pointer\":\"/data/next\"}}")),
                            People.ANN,
                            Request.of("r").keyedBy("k"))
                    .stream()
                    .map(outcome -> Objects.requireNonNull(outcome.proposalId()))
                    .toList();
            ReviewItem item = gateway.approvals().find(ids.get(0), People.SAM).orElseThrow();
            gateway.approvals().approve(item.id(), item.hash(), People.SAM);

            gateway.executor().runOnce();

            if (next == 1) {
                assertThat(booked()).containsExactly(0, 1, 2);
                assertThat(statuses(gateway, ids)).containsOnly("executed");
            } else {
                assertThat(booked()).isEmpty();
                assertThat(stored(store, ids.get(1)).state().reason()).isEqualTo(ReasonCode.REFERENCE_UNRESOLVED);
                assertThat(statuses(gateway, ids)).containsOnly("failed");
            }
        }
    }

    @Test
    void allStepsAreThereWithTheirRecords() {
        try (PostgresProposalStore store = store(time)) {
            Gateway gateway = host(store, healthy());
            List<ProposalId> ids = approved(gateway);

            assertThat(gateway.executor().runOnce()).isEqualTo(1);

            assertThat(ran).containsExactly(0, 1, 2);
            assertThat(booked()).containsExactly(0, 1, 2);
            assertThat(statuses(gateway, ids)).containsOnly("executed");
            for (ProposalId id : ids) {
                assertThat(store.events(EventQuery.ofProposal(People.ACME, id)))
                        .extracting(AuditEvent::type)
                        .endsWith(EventType.CLAIMED, EventType.EXECUTED);
            }
            assertThat(Objects.requireNonNull(stored(store, ids.get(2)).state().execution())
                            .result())
                    .isNotNull();
        }
    }

    static Stream<Arguments> everyBreak() {
        return Stream.of(Broken.values())
                .filter(broken -> broken != Broken.NOTHING)
                .flatMap(broken -> IntStream.range(0, STEPS).mapToObj(at -> Arguments.of(broken, at)));
    }

    @ParameterizedTest
    @MethodSource("everyBreak")
    void whateverBreaksNothingHappened(Broken how, int step) {
        try (PostgresProposalStore store = store(time)) {
            Gateway gateway = host(store, healthy());
            List<ProposalId> ids = approved(gateway);
            broken = how;
            at = step;

            runToTheEnd(gateway);

            assertThat(booked()).isEmpty();
            // That a connection is gone is found by whoever uses it next.
            int failed = how == Broken.LOSES_ITS_CONNECTION ? Math.min(step + 1, STEPS - 1) : step;
            assertThat(ran).allMatch(n -> n <= failed);
            for (int n = 0; n < STEPS; n++) {
                Proposal proposal = stored(store, ids.get(n));
                assertThat(proposal.state().progress().effect()).isEqualTo(EffectState.NONE);
                assertThat(proposal.state().reason()).as("step " + n).isEqualTo(reason(how, n == failed));
            }
        }
    }

    private static ReasonCode reason(Broken how, boolean isIt) {
        if (!isIt) {
            return ReasonCode.CHAIN_ABORTED;
        }
        return switch (how) {
            case RETURNS_A_FAILURE -> ReasonCode.HANDLER_FAILED;
            case MAY_NOT_START -> ReasonCode.STALE_STATE;
            default -> ReasonCode.HANDLER_ERROR;
        };
    }

    private void runToTheEnd(Gateway gateway) {
        for (int round = 0; round < ROUNDS; round++) {
            gateway.executor().runOnce();
            clock.advance(Duration.ofMinutes(1));
        }
    }

    @Test
    @Tag("E2")
    void whatIsSwitchedOffInTheMiddleIsNotCommitted() {
        try (PostgresProposalStore store = store(time)) {
            Gateway gateway = host(store, healthy());
            List<ProposalId> ids = approved(gateway);
            inTheFirst = () -> store.switches().off("book", null, "ops");

            runToTheEnd(gateway);

            assertThat(booked()).isEmpty();
            assertThat(statuses(gateway, ids)).containsOnly("failed");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aHostThatDiesAnywhereLeavesAllOrNothing(boolean fails) {
        boolean died = true;
        int point = 1;
        while (died && point < POINTS_AT_MOST) {
            empty();
            died = dieAt(point, fails);
            point++;
        }
        assertThat(point).isBetween(6, POINTS_AT_MOST - 1);
    }

    private boolean dieAt(int point, boolean fails) {
        at = fails ? STEPS - 1 : -1;
        broken = fails ? Broken.RETURNS_A_FAILURE : Broken.NOTHING;
        MortalHost life = new MortalHost(point);
        List<ProposalId> ids;
        try (PostgresProposalStore store = store(time)) {
            ids = approved(host(store, healthy()));
        }
        try (PostgresProposalStore store = store(dyingWith(life))) {
            host(store, life).executor().runOnce();
        } catch (MortalHost.Died expected) {
            // Another host goes on.
        }
        try (PostgresProposalStore store = store(time)) {
            Gateway other = host(store, healthy());
            runToTheEnd(other);
            List<String> told = statuses(other, ids);
            String when = "dead at " + point + ": " + told;
            if (fails || told.contains("failed")) {
                assertThat(booked()).as(when).isEmpty();
                assertThat(told).as(when).containsOnly("failed");
            } else {
                assertThat(booked()).as(when).containsExactly(0, 1, 2);
                assertThat(told).as(when).containsOnly("executed");
            }
        }
        return life.isDead();
    }

    /** Each connection and each commit is a step of its life, a commit one before and one after. */
    private DataSource dyingWith(MortalHost life) {
        DataSource healthy = time;
        return new ForwardingDataSource(healthy) {
            @Override
            public Connection getConnection() throws SQLException {
                life.step();
                Connection real = healthy.getConnection();
                return (Connection) Proxy.newProxyInstance(
                        getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                            boolean commits = method.getName().equals("commit");
                            if (commits) {
                                life.step();
                            }
                            try {
                                Object result = method.invoke(real, arguments);
                                if (commits) {
                                    life.step();
                                }
                                return result;
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
            }
        };
    }
}
