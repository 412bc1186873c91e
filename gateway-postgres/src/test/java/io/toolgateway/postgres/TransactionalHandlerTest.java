package io.toolgateway.postgres;

import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Condition.tool;
import static io.toolgateway.policy.Verdict.allow;
import static io.toolgateway.policy.Verdict.requireApproval;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.Gateway;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.EventType;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Policy;
import io.toolgateway.proposal.EffectState;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.store.EventQuery;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.store.ProposalQuery;
import io.toolgateway.store.SweepRequest;
import io.toolgateway.testkit.People;
import io.toolgateway.testkit.SequentialIds;
import io.toolgateway.testkit.SettableClock;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An effect in the database of the record is there if and only if it is on record, whatever breaks in between. */
@Tag("S3")
class TransactionalHandlerTest {

    private static final ToolCall PAY = ToolCall.of("pay", "{}");

    private static TestDatabase database;

    private final SettableClock clock = new SettableClock();
    private VirtualTime time;
    private CommitFaults faults;
    private PostgresProposalStore store;
    private TransactionalHandler code = (call, connection) -> paid(connection, call.idempotencyKey());

    @BeforeAll
    static void create() {
        database = TestDatabase.create(HostIds.TEXT);
        database.execute("CREATE TABLE payments (key text UNIQUE DEFERRABLE INITIALLY IMMEDIATE)");
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @BeforeEach
    void open() {
        database.empty();
        database.execute("DELETE FROM payments");
        time = TestDatabase.inVirtualTime(database.pool());
        time.follow(clock);
        faults = new CommitFaults(time);
        store = PostgresProposalStore.on(faults).build();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Gateway gateway(boolean isAllowed) {
        Tool pay = Tool.named("pay")
                .callableBy("support_agent")
                .handledBy(store.transactional((call, connection) -> code.handle(call, connection)));
        return Gateway.builder()
                .tools(ToolRegistry.of(pay))
                .policy(Policy.named("test", "1")
                        .rule("pays", tool("pay"), isAllowed ? allow() : requireApproval(byRole("supervisor")))
                        .otherwise(requireApproval(byRole("supervisor"))))
                .store(store)
                .trustingRolesAsProposed()
                .time(io.toolgateway.time.TimeSource.SYSTEM)
                .withoutLogging()
                .build();
    }

    private Outcome propose() {
        return gateway(true).propose(PAY, People.ANN);
    }

    private static ToolResult paid(Connection connection, String key) throws SQLException {
        execute(connection, "INSERT INTO payments VALUES ('" + key + "')");
        return ToolResult.success().withId(key);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static long payments() {
        try (Connection look = database.connect()) {
            return number(look, "SELECT count(*) FROM payments");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static void kill(Connection connection) throws SQLException {
        long backend = number(connection, "SELECT pg_backend_pid()");
        database.execute("SELECT pg_terminate_backend(" + backend + ", 10000)");
    }

    private Proposal stored() {
        return store.search(ProposalQuery.of(People.ACME)).proposals().get(0);
    }

    private List<AuditEvent> events() {
        return store.events(EventQuery.ofProposal(People.ACME, stored().id()));
    }

    private void assertPaidAndExecuted(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Executed.class);
        assertThat(payments()).isEqualTo(1);
        assertThat(stored().status()).isEqualTo(ProposalStatus.EXECUTED);
        assertThat(events()).extracting(AuditEvent::type).endsWith(EventType.EXECUTED);
    }

    private void assertNothingHappened(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(outcome.messageForModel()).contains("nothing has been changed");
        assertThat(payments()).isZero();
        assertThat(stored().status()).isEqualTo(ProposalStatus.FAILED);
        assertThat(stored().state().progress().effect()).isEqualTo(EffectState.NONE);
        assertThat(events()).extracting(AuditEvent::type).endsWith(EventType.FAILED);
    }

    @Test
    void theEffectAndItsRecordAreThereTogether() {
        assertPaidAndExecuted(propose());
    }

    @Test
    void whatPeopleApprovedAndAWorkerClaimedIsCommittedTheSameWay() {
        Gateway gateway = gateway(false);
        Outcome parked = gateway.propose(PAY, People.ANN);
        ReviewItem item =
                gateway.approvals().find(parked.proposalId(), People.SAM).orElseThrow();
        gateway.approvals().approve(item.id(), item.hash(), People.SAM);

        gateway.executor().runOnce();

        assertPaidAndExecuted(gateway.outcome(parked.proposalId(), People.ANN).orElseThrow());
    }

    @Test
    void aReturnedFailureUndoesWhatWasWrittenBeforeIt() {
        code = (call, connection) -> {
            paid(connection, "a");
            return ToolResult.failure("too_much", "It is too much.");
        };

        assertNothingHappened(propose());
        assertThat(stored().state().reason()).isEqualTo(ReasonCode.HANDLER_FAILED);
    }

    @Test
    @Tag("I9")
    void anExceptionIsKnownToHaveChangedNothingEvenOfAToolThatMayNotBeRepeated() {
        code = (call, connection) -> {
            paid(connection, "a");
            throw new IllegalStateException("broken");
        };

        assertNothingHappened(propose());
        assertThat(stored().state().reason()).isEqualTo(ReasonCode.HANDLER_ERROR);
    }

    @Test
    void aKeyThatIsTakenUndoesTheWholeCall() {
        code = (call, connection) -> {
            paid(connection, "a");
            return paid(connection, "a");
        };

        assertNothingHappened(propose());
    }

    @Test
    void aConstraintThatIsCheckedAtTheCommitUndoesTheRecordToo() {
        code = (call, connection) -> {
            execute(connection, "SET CONSTRAINTS ALL DEFERRED");
            paid(connection, "a");
            return paid(connection, "a");
        };

        assertNothingHappened(propose());
    }

    @Test
    void anErrorThatTheHandlerSwallowsIsNoSuccess() {
        code = (call, connection) -> {
            paid(connection, "a");
            assertThatThrownBy(() -> execute(connection, "SELECT 1/0")).isInstanceOf(SQLException.class);
            return ToolResult.success();
        };

        assertNothingHappened(propose());
    }

    @Test
    @Tag("F16")
    void aConnectionThatIsKilledUnderTheHandlerLeavesNothing() {
        code = (call, connection) -> {
            paid(connection, "a");
            kill(connection);
            return paid(connection, "b");
        };

        assertNothingHappened(propose());
    }

    @Test
    @Tag("F16")
    void aConnectionThatIsKilledBetweenTheHandlerAndTheRecordLeavesNothing() {
        code = (call, connection) -> {
            ToolResult result = paid(connection, "a");
            kill(connection);
            return result;
        };

        assertNothingHappened(propose());
    }

    @Test
    @Tag("F16")
    void aConnectionThatIsKilledAtTheCommitLeavesNothingAndIsFoundOut() {
        code = (call, connection) -> {
            faults.arm(held -> {
                kill(held);
                held.commit();
            });
            return paid(connection, "a");
        };

        assertNothingHappened(propose());
    }

    @Test
    @Tag("F16")
    void aCommitWhoseAnswerIsLostIsFoundOutAndNotMadeTwice() {
        code = (call, connection) -> {
            faults.arm(held -> {
                held.commit();
                held.abort(Runnable::run);
                throw new SQLException("cut", "08006");
            });
            return paid(connection, call.idempotencyKey());
        };

        assertPaidAndExecuted(propose());
    }

    @Test
    @Tag("I12")
    void aWorkerThatWasGivenUpMeanwhileChangesNothingAndIsToldAsLate() {
        code = (call, connection) -> {
            clock.advance(Duration.ofMinutes(10));
            store.sweep(new SweepRequest(SequentialIds.IDS.next(), 10, Duration.ofSeconds(2)));
            return paid(connection, "a");
        };

        Outcome outcome = propose();

        assertThat(outcome).isInstanceOf(Outcome.Unknown.class);
        assertThat(payments()).isZero();
        assertThat(events()).extracting(AuditEvent::type).endsWith(EventType.LATE_RESULT);
        assertThat(events().get(events().size() - 1).execution().error()).isEqualTo("rolled_back");
    }

    @ParameterizedTest
    @ValueSource(strings = {"COMMIT", "ROLLBACK"})
    @Tag("I9")
    void aHandlerThatEndsTheTransactionByItselfIsUnknown(String command) {
        code = (call, connection) -> {
            paid(connection, "a");
            execute(connection, command);
            return ToolResult.success();
        };

        assertThat(propose()).isInstanceOf(Outcome.Unknown.class);
        assertThat(stored().state().reason()).isEqualTo(ReasonCode.OUTCOME_UNKNOWN);
    }

    @Test
    void theConnectionRefusesWhatIsTheGatewaysToDo() {
        code = (call, connection) -> {
            assertThatThrownBy(connection::commit).hasMessageContaining("the gateway commits");
            assertThatThrownBy(connection::rollback).hasMessageContaining("the gateway commits");
            assertThatThrownBy(connection::close).hasMessageContaining("the gateway commits");
            assertThatThrownBy(() -> connection.setAutoCommit(true)).hasMessageContaining("the gateway commits");
            return paid(connection, call.idempotencyKey());
        };

        assertPaidAndExecuted(propose());
    }

    @Test
    void aConnectionThatWasKeptIsOfNoUseAfterTheCall() {
        Connection[] kept = new Connection[1];
        code = (call, connection) -> {
            kept[0] = connection;
            return paid(connection, call.idempotencyKey());
        };

        propose();

        assertThatThrownBy(() -> kept[0].createStatement()).hasMessageContaining("the call is over");
    }

    @Test
    void aStatementIsBoundedByTheTimeThatTheCallHasLeft() {
        long[] millis = new long[1];
        code = (call, connection) -> {
            millis[0] = number(
                    connection, "SELECT extract(epoch FROM current_setting('statement_timeout')::interval) * 1000");
            return paid(connection, call.idempotencyKey());
        };

        propose();

        assertThat(millis[0]).isEqualTo(30_000);
    }

    @Test
    void aGatewayOnAnotherStoreIsNotBuilt() {
        Tool pay = Tool.named("pay").callableBy("support_agent").handledBy(store.transactional(code));

        assertThatThrownBy(() -> Gateway.builder()
                        .tools(ToolRegistry.of(pay))
                        .store(new InMemoryProposalStore())
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("pay");
    }
}
