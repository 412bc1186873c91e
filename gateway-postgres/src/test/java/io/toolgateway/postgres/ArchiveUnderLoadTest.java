package io.toolgateway.postgres;

import static io.toolgateway.testkit.People.ACME;
import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.Subject;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.Refusal;
import io.toolgateway.store.TransitionResult;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** History is removed as fast as it is sealed, beside everything that can come to it. */
@Tag("S6")
@Tag("I15")
class ArchiveUnderLoadTest {

    private static final int WRITERS = 3;
    private static final int LIVES = 60;

    private final AtomicInteger writing = new AtomicInteger(WRITERS);
    private final AtomicInteger lateComers = new AtomicInteger();
    private final AtomicInteger unknown = new AtomicInteger();

    @Test
    void liveTrafficNeverFailsAndTheRecordVerifiesAllTheWhile() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 2);
        try (TestDatabase database = TestDatabase.create(HostIds.TEXT);
                PostgresProposalStore store =
                        PostgresProposalStore.on(database.pool()).build()) {
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                writers.add(threads.submit(() -> {
                    try {
                        live(store);
                    } finally {
                        writing.decrementAndGet();
                    }
                }));
            }
            Future<Long> removed = threads.submit(() -> removeWhileWritten(database));
            Future<Integer> verified = threads.submit(() -> verifyWhileWritten(database));
            for (Future<?> writer : writers) {
                writer.get(120, TimeUnit.SECONDS);
            }
            assertThat(verified.get(60, TimeUnit.SECONDS)).isPositive();
            assertThat(removed.get(60, TimeUnit.SECONDS)).isPositive();
            Sealed.all(database);
            AuditReport report = AuditVerification.on(database.pool()).all();
            assertThat(report.findings()).isEmpty();
            assertThat(report.removals()).isNotEmpty();
            System.out.println("archive under load: " + report.removals().size() + " removals, " + report.removed()
                    + " events removed, " + report.events() + " left, " + lateComers + " late comers, " + unknown
                    + " came too late");
        } finally {
            threads.shutdownNow();
        }
    }

    private void live(PostgresProposalStore store) {
        Scenario scenario = new Scenario(store);
        Queue<Proposal> before = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < LIVES; i++) {
            Proposal running = scenario.running(aRefund());
            before.add(scenario.made(running, Changes.finish(running)));
            List<Proposal> steps = scenario.approvedChain(SAM, aRefund(), aTicket());
            for (Proposal step : steps) {
                Proposal claimed = scenario.made(step, Changes.claim("worker-1"));
                before.add(scenario.made(claimed, Changes.finish(claimed)));
            }
            while (before.size() > 2) {
                comeLate(store, scenario, before.remove(), i);
            }
        }
    }

    /** To what may be on its way out: it is asked for again, or a person would settle what needs no settling. */
    private void comeLate(PostgresProposalStore store, Scenario scenario, Proposal proposal, int number) {
        if (number % 3 == 0) {
            store.record(List.of(AuditEvent.replayed(Subject.of(proposal), proposal, proposal.createdAt())));
        } else {
            TransitionResult result = scenario.apply(proposal, Changes.resolve(SAM));
            boolean isThere = result instanceof TransitionResult.Lost lost && lost.refusal() == Refusal.WRONG_STATUS;
            assertThat(isThere || store.find(ACME, proposal.id()).isEmpty())
                    .as("%s", result)
                    .isTrue();
            (isThere ? lateComers : unknown).incrementAndGet();
        }
    }

    private long removeWhileWritten(TestDatabase database) {
        AuditSeals seals = AuditSeals.on(database.pool());
        HistoryArchive archive =
                new HistoryArchive(new Sql(database.schema(), HostIds.TEXT), new Transactions(database.pool()), 5);
        long removed = 0;
        while (writing.get() > 0) {
            seals.seal();
            ArchiveReport report = archive.removeBeforeWithoutCopy(OldHistory.FUTURE);
            assertThat(report.findings()).isEmpty();
            removed += report.proposals();
        }
        return removed;
    }

    private int verifyWhileWritten(TestDatabase database) {
        AtomicBoolean isOver = new AtomicBoolean();
        AuditVerification verification = AuditVerification.on(database.pool());
        int verified = 0;
        while (!isOver.get()) {
            isOver.set(writing.get() == 0);
            assertThat(verification.all().findings()).isEmpty();
            verified++;
        }
        return verified;
    }
}
