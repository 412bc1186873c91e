package io.toolgateway.postgres;

import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.proposal.ChainEnding;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.store.TransitionResult;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.Scenario;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whoever ends a step locks its chain from the first row on: two who end two steps do not wait for each other. */
@Tag("A6")
@Tag("S3")
class LockOrderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

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
        store.close();
        database.close();
    }

    @Test
    void nothingOfAChainIsLockedBeforeItsFirstStep() throws Exception {
        List<Proposal> steps = scenario.approvedChain(
                ChainEnding.COMPENSATION, SAM, aRefund().keyedBy("a"), aTicket().keyedBy("b"));
        assertWaitsForTheFirst(steps.get(0), steps.get(1), () -> scenario.apply(steps.get(1), Changes.abandon()));
    }

    /** They are of two chains: the undos have one of their own. */
    @Test
    void anUndoIsNotLockedBeforeTheStepThatItUndoes() throws Exception {
        List<Proposal> steps = scenario.approvedChain(
                ChainEnding.COMPENSATION, SAM, aRefund().keyedBy("a"), aTicket().keyedBy("b"));
        Proposal first = scenario.made(steps.get(0), Changes.claim("worker-1"));
        scenario.made(first, Changes.finish(first));
        Proposal second = scenario.made(steps.get(1), Changes.claim("worker-1"));
        Proposal undo =
                scenario.undosAfter(second, Changes.failWithoutEffect(second)).get(0);
        Proposal undoing = scenario.made(undo, Changes.claim("worker-1"));
        boolean isStepFirst = first.id().toString().compareTo(undoing.id().toString()) < 0;

        assertWaitsForTheFirst(
                isStepFirst ? first : undoing,
                isStepFirst ? undoing : first,
                () -> scenario.apply(undoing, Changes.finish(undoing)));
    }

    /** The other one of two who end steps: it has the first row and takes the second while the first one waits for it. */
    private void assertWaitsForTheFirst(Proposal first, Proposal second, Callable<TransitionResult> ending)
            throws Exception {
        CompletableFuture<TransitionResult> ended;
        try (Connection other = database.connect()) {
            other.setAutoCommit(false);
            lock(other, first, "");
            ended = CompletableFuture.supplyAsync(() -> called(ending));
            awaitWaiter();

            lock(other, second, " NOWAIT");

            other.rollback();
        }
        assertThat(ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isInstanceOf(TransitionResult.Applied.class);
    }

    private static <T> T called(Callable<T> work) {
        try {
            return work.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void lock(Connection connection, Proposal proposal, String how) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "SELECT FROM tool_gateway.tool_call_proposals WHERE id = '" + proposal.id() + "' FOR UPDATE" + how);
        }
    }

    private void awaitWaiter() throws SQLException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            boolean isWaiting = false;
            while (!isWaiting) {
                assertThat(System.nanoTime()).as("somebody waits for the lock").isLessThan(end);
                try (ResultSet waiting = statement.executeQuery("SELECT FROM pg_catalog.pg_stat_activity"
                        + " WHERE datname = pg_catalog.current_database() AND wait_event_type = 'Lock'")) {
                    isWaiting = waiting.next();
                }
            }
        }
    }
}
