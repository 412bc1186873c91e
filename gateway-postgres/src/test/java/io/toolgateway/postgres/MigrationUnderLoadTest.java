package io.toolgateway.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.store.ClaimRequest;
import io.toolgateway.store.Claimed;
import io.toolgateway.store.Insertion;
import io.toolgateway.store.Transition;
import io.toolgateway.store.TransitionResult;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.People;
import io.toolgateway.testkit.Proposals;
import io.toolgateway.testkit.SequentialIds;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** The next version's migrations run while this version's code works, and no transition fails. */
@Tag("F31")
class MigrationUnderLoadTest {

    private static final int WORKERS = 4;
    private static final List<Migration> NEXT = MigrationsTest.with(added(1, "expand"), added(2, "index"));

    private final AtomicInteger lives = new AtomicInteger();
    private final AtomicLong slowest = new AtomicLong();
    private final AtomicBoolean isDone = new AtomicBoolean();

    @Test
    void noTransitionFailsWhileTheNextVersionMigrates() throws Exception {
        try (TestDatabase database = TestDatabase.create(HostIds.TEXT);
                PostgresProposalStore store =
                        PostgresProposalStore.on(database.pool()).build()) {
            ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
            List<Future<?>> working = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                String tool = "tool_" + i;
                working.add(threads.submit(() -> work(store, tool)));
            }
            awaitLives(40 * WORKERS, working);
            migrate(database, working);
            awaitLives(lives.get() + 40 * WORKERS, working);
            isDone.set(true);
            for (Future<?> one : working) {
                one.get();
            }
            threads.shutdown();
            System.out.println(
                    "migration under load: " + lives + " lives, slowest call " + slowest.get() / 1_000_000 + " ms");
            assertAllFinal(database);
            try (PostgresProposalStore later =
                    PostgresProposalStore.on(database.pool()).build()) {
                live(later, "tool_0", "later");
            }
        }
    }

    /** As another host, blocked at first by a reader that stays in its transaction. */
    private void migrate(TestDatabase database, List<Future<?>> working) throws SQLException {
        PGSimpleDataSource another = MigrationsTest.source(database.database());
        try (Connection reader = database.connect();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("SELECT count(*) FROM tool_gateway.tool_call_proposals");
            AtomicInteger pauses = new AtomicInteger();
            Migrations.on(another)
                    .hostIds(HostIds.TEXT)
                    .knowing(NEXT)
                    .pausing(time -> {
                        // All that queued behind the migration goes on.
                        awaitLives(lives.get() + WORKERS, working);
                        if (pauses.incrementAndGet() == 2) {
                            rollback(reader);
                        }
                    })
                    .run();
            assertThat(pauses).hasValueGreaterThanOrEqualTo(2);
        }
    }

    private static void rollback(Connection reader) {
        try {
            reader.rollback();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitLives(int number, List<Future<?>> working) {
        while (lives.get() < number) {
            assertThat(working).noneMatch(Future::isDone);
            Thread.onSpinWait();
        }
    }

    private Void work(PostgresProposalStore store, String tool) {
        for (int i = 0; !isDone.get(); i++) {
            live(store, tool, tool + "_" + i);
        }
        return null;
    }

    private void live(PostgresProposalStore store, String tool, String key) {
        long start = System.nanoTime();
        Insertion.Stored stored = (Insertion.Stored) store.insert(
                List.of(Proposals.aTicket().ofTool(tool).keyedBy(key).build()), List.of());
        Proposal proposal = stored.proposals().get(0);
        start = told(start);
        apply(store, proposal, Changes.approve(proposal, People.SUE));
        start = told(start);
        List<Claimed> claimed = store.claim(
                new ClaimRequest(SequentialIds.IDS.next(), "worker-" + tool, Set.of(tool), 1, Changes.LEASE));
        assertThat(claimed).hasSize(1);
        start = told(start);
        Proposal running = claimed.get(0).proposal();
        apply(store, running, Changes.finish(running));
        start = told(start);
        assertThat(store.find(proposal.tenant(), proposal.id()).orElseThrow().status())
                .isEqualTo(ProposalStatus.EXECUTED);
        told(start);
        lives.incrementAndGet();
    }

    private long told(long start) {
        long now = System.nanoTime();
        slowest.accumulateAndGet(now - start, Math::max);
        return now;
    }

    private static void apply(PostgresProposalStore store, Proposal proposal, Change change) {
        UUID id = SequentialIds.IDS.next();
        assertThat(store.apply(List.of(Transition.of(id, proposal.tenant(), "test", proposal.id(), change))))
                .first()
                .isInstanceOf(TransitionResult.Applied.class);
    }

    private void assertAllFinal(TestDatabase database) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*), count(*) FILTER (WHERE status = 'executed'),"
                        + " (SELECT max(version) FROM tool_gateway.tool_call_schema),"
                        + " (SELECT indisvalid FROM pg_index WHERE indexrelid ="
                        + " 'tool_gateway.tool_call_proposals_urgency'::regclass)"
                        + " FROM tool_gateway.tool_call_proposals")) {
            row.next();
            assertThat(row.getInt(1)).isEqualTo(lives.get());
            assertThat(row.getInt(2)).isEqualTo(lives.get());
            assertThat(row.getInt(3)).isEqualTo(Migration.ALL.size() + 2);
            assertThat(row.getBoolean(4)).isTrue();
        }
    }

    /** One that a next version might bring. */
    private static Migration added(int number, String name) {
        int version = Migration.ALL.size() + number;
        return new Migration(version, "V" + version + "__" + name, Sql.resource("migrations/" + name + ".sql"));
    }
}
