package io.toolgateway.postgres;

import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.Proposals.aRefund;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.proposal.Proposal;
import io.toolgateway.store.ClaimRequest;
import io.toolgateway.store.Claimed;
import io.toolgateway.store.Transition;
import io.toolgateway.store.TransitionResult;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.Scenario;
import io.toolgateway.testkit.SequentialIds;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A claim in the transaction that approves: nobody else hears of work, and its second asking does not come before it. */
@Tag("T9")
class ClaimedWithApprovalTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration NOT_AT_ALL = Duration.ZERO;

    /** One for each: the platform's own are as few as there are cores. */
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private TestDatabase database;
    private PostgresProposalStore store;
    private Scenario scenario;

    @BeforeEach
    void create() {
        database = TestDatabase.create(HostIds.TEXT);
        store = PostgresProposalStore.on(database.pool()).build();
        scenario = new Scenario(store);
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        store.close();
        database.close();
    }

    private static Transition approval(Proposal proposal) {
        return Transition.of(
                SequentialIds.IDS.next(),
                proposal.tenant(),
                "user:" + SAM.userId(),
                proposal.id(),
                Changes.approve(proposal, SAM));
    }

    private static ClaimRequest claim() {
        return new ClaimRequest(SequentialIds.IDS.next(), "worker-7", Scenario.TOOLS, 1, Changes.LEASE);
    }

    @Test
    void whatIsTakenAlreadyWakesNobody() throws Exception {
        Proposal taken = scenario.insert(aRefund());
        Proposal free = scenario.insert(aRefund());

        store.apply(List.of(approval(taken), claim().transitionOf(taken)));
        assertThat(store.awaitWork(NOT_AT_ALL)).isFalse();

        store.apply(List.of(approval(free)));
        assertThat(store.awaitWork(NOT_AT_ALL)).isTrue();
    }

    @Test
    @Tag("E7")
    @Tag("F16")
    void itsSecondAskingWaitsForItsCommit() throws Exception {
        Proposal waits = scenario.insert(aRefund());
        ClaimRequest claim = claim();
        CompletableFuture<List<TransitionResult>> decided;
        CompletableFuture<List<Claimed>> again;
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute(
                    "SELECT FROM tool_gateway.tool_call_proposals WHERE id = '" + waits.id() + "' FOR UPDATE");
            decided = CompletableFuture.supplyAsync(
                    () -> store.apply(List.of(approval(waits), claim.transitionOf(waits))), threads);
            awaitWaiting(1);

            again = CompletableFuture.supplyAsync(() -> store.claim(claim.again()), threads);
            awaitWaiting(2);
            other.rollback();
        }

        assertThat(decided.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .hasOnlyElementsOfType(TransitionResult.Applied.class);
        assertThat(again.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .extracting(one -> one.proposal().id())
                .containsExactly(waits.id());
    }

    /** Below the application, too. */
    @Test
    @Tag("I3")
    @Tag("I4")
    void theDatabaseRefusesBothAfterTheDeadline() {
        Proposal waits = scenario.insert(aRefund());

        for (String lease :
                List.of("", ", lease_owner = 'worker-7', lease_until = valid_until, fence = 1, attempt = 1")) {
            assertThatThrownBy(() -> database.execute("UPDATE tool_gateway.tool_call_proposals SET status = 'approved',"
                            + " version = version + 2, approved_hash = args_hash, reviewed_at = valid_until" + lease
                            + " WHERE id = '" + waits.id() + "'"))
                    .rootCause()
                    .hasMessageContaining("I4: no such move");
        }
    }

    private void awaitWaiting(int transactions) throws SQLException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            int waiting = 0;
            while (waiting < transactions) {
                assertThat(System.nanoTime()).as("they wait for a lock").isLessThan(end);
                try (ResultSet all = statement.executeQuery("SELECT count(*) FROM pg_catalog.pg_stat_activity"
                        + " WHERE datname = pg_catalog.current_database() AND wait_event_type = 'Lock'")) {
                    all.next();
                    waiting = all.getInt(1);
                }
            }
        }
    }
}
