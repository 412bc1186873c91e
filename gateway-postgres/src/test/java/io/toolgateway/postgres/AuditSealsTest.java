package io.toolgateway.postgres;

import static io.toolgateway.testkit.People.ACME;
import static io.toolgateway.testkit.People.GLOBEX;
import static io.toolgateway.testkit.People.MAX;
import static io.toolgateway.testkit.People.SAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.toolgateway.proposal.Proposal;
import io.toolgateway.store.StoreException;
import io.toolgateway.testkit.Proposals;
import io.toolgateway.testkit.Scenario;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Seals while others write, kept elsewhere, and after a restore. */
@Tag("I15")
@Tag("O5")
class AuditSealsTest {

    private static final int WRITERS = 4;
    private static final int ROUNDS = 15;

    private TestDatabase database;

    @BeforeEach
    void create() {
        database = TestDatabase.create(HostIds.TEXT);
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private PostgresProposalStore store() {
        return PostgresProposalStore.on(database.pool()).build();
    }

    @Test
    void whileManyWriteAndSealThereIsNoFalseAlarm() throws Exception {
        AuditVerification verification = AuditVerification.on(database.pool());
        AtomicBoolean isOver = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 2);
        try (PostgresProposalStore store = store()) {
            Future<Integer> one = threads.submit(() -> sealUntil(isOver));
            Future<Integer> other = threads.submit(() -> sealUntil(isOver));
            AtomicInteger left = new AtomicInteger(WRITERS);
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                writers.add(threads.submit(() -> {
                    try {
                        write(store);
                    } finally {
                        left.decrementAndGet();
                    }
                }));
            }
            int verified = 0;
            while (left.get() > 0) {
                assertThat(verification.all().findings()).isEmpty();
                verified++;
            }
            for (Future<?> writer : writers) {
                writer.get(60, TimeUnit.SECONDS);
            }
            isOver.set(true);
            assertThat(one.get(60, TimeUnit.SECONDS) + other.get(60, TimeUnit.SECONDS))
                    .isGreaterThan(2);
            assertThat(verified).isPositive();
        } finally {
            isOver.set(true);
            threads.shutdownNow();
        }
        Sealed.all(database);
        assertThat(verification.all().findings()).isEmpty();
    }

    private static void write(PostgresProposalStore store) {
        AuditHistory history = new AuditHistory(store);
        for (int i = 0; i < ROUNDS; i++) {
            history.write(i);
        }
    }

    /** In small spans, so that many of them end in the middle of what is written. */
    private int sealUntil(AtomicBoolean isOver) {
        AuditSeals seals =
                new AuditSeals(new Sql(database.schema(), HostIds.TEXT), new Transactions(database.pool()), 5, 3);
        int made = 0;
        while (!isOver.get()) {
            made += seals.seal().size();
        }
        return made;
    }

    @Test
    void sealingStopsAtATransactionThatStillRuns() throws Exception {
        try (PostgresProposalStore store = store();
                Connection open = database.connect()) {
            Scenario scenario = new Scenario(store);
            scenario.insert(Proposals.aTicket());
            Sealed.all(database);
            open.setAutoCommit(false);
            open.createStatement().execute("SELECT pg_current_xact_id()");
            scenario.insert(Proposals.aTicket());

            AuditSeals seals = AuditSeals.on(database.pool());
            assertThat(seals.seal()).isEmpty();
            assertThat(AuditVerification.on(database.pool()).all().unsealed()).isEqualTo(1);
            open.rollback();
            Sealed.all(database);
            assertThat(AuditVerification.on(database.pool()).all().findings()).isEmpty();
        }
    }

    @Test
    void aSealKeptElsewhereTellsOfARecordThatWasRewrittenAsAWhole() {
        try (PostgresProposalStore store = store()) {
            AuditHistory history = new AuditHistory(store);
            history.write(6);
            history.write(7);
            Sealed.all(database);
            AuditSeals seals = AuditSeals.on(database.pool());
            AuditSeal kept = seals.latest(ACME).orElseThrow();
            AuditVerification verification = AuditVerification.on(database.pool())
                    .against(List.of(kept, seals.latest(GLOBEX).orElseThrow()));
            assertThat(verification.all().findings()).isEmpty();

            // A refusal goes, and everything is sealed anew as if it had never been.
            database.execute(
                    "SET session_replication_role = replica;"
                            + " DELETE FROM tool_gateway.tool_call_events WHERE type = 'refused';"
                            + " DELETE FROM tool_gateway.tool_call_seals; UPDATE tool_gateway.tool_call_sealing SET sealed_to = 0");
            Sealed.all(database);

            assertThat(AuditVerification.on(database.pool()).all().findings()).isEmpty();
            assertThat(verification.tenant(ACME).findings())
                    .containsExactly(new AuditFinding(AuditFinding.Kind.ANCHOR_DIFFERS, ACME, "seal " + kept.number()));
        }
    }

    @Test
    void oneProposalAndOneTenantAreVerifiedAlone() {
        try (PostgresProposalStore store = store()) {
            Scenario scenario = new Scenario(store);
            Proposal changed = scenario.approved(Proposals.aTicket(), SAM);
            Proposal other = scenario.insert(Proposals.aTicket().by(MAX));
            Sealed.all(database);
            database.execute("SET session_replication_role = replica;"
                    + " UPDATE tool_gateway.tool_call_events SET actor = 'user:nobody' WHERE type = 'approved'");

            AuditVerification verification = AuditVerification.on(database.pool());
            assertThat(verification.proposal(ACME, changed.id()).findings())
                    .extracting(AuditFinding::kind)
                    .containsExactly(AuditFinding.Kind.EVENT_CHANGED);
            assertThat(verification.tenant(ACME).isIntact()).isFalse();
            assertThat(verification.proposal(GLOBEX, other.id()).isIntact()).isTrue();
            assertThat(verification.tenant(GLOBEX)).satisfies(report -> {
                assertThat(report.isIntact()).isTrue();
                assertThat(report.proposals()).isEqualTo(1);
                assertThat(report.events()).isEqualTo(1);
                assertThat(report.seals()).isEqualTo(1);
            });
        }
    }

    @Test
    void afterARestoreIntoAYoungerServerTransactionsAreCountedOn() {
        try (PostgresProposalStore store = store()) {
            new Scenario(store).insert(Proposals.aTicket());
            Sealed.all(database);
        }
        // As if all of this had been written by a server that was further on.
        database.execute("SET session_replication_role = replica;"
                + " UPDATE tool_gateway.tool_call_events SET transaction = transaction + 1000000;"
                + " DELETE FROM tool_gateway.tool_call_seals; UPDATE tool_gateway.tool_call_sealing SET sealed_to = 0");

        assertThatThrownBy(this::store).isInstanceOf(StoreException.class).hasMessageContaining("restored");
        assertThat(AuditVerification.on(database.pool()).all().findings())
                .extracting(AuditFinding::kind)
                .containsExactly(AuditFinding.Kind.EVENT_OUT_OF_TIME);
        Migrations.on(database.pool()).hostIds(HostIds.TEXT).run();
        try (PostgresProposalStore store = store()) {
            new Scenario(store).insert(Proposals.aTicket());
            Sealed.all(database);
            new Scenario(store).insert(Proposals.aTicket());
        }
        Sealed.all(database);
        AuditReport report = AuditVerification.on(database.pool()).all();
        assertThat(report.findings()).isEmpty();
        assertThat(report.events()).isEqualTo(3);
    }

    @Test
    @Tag("P8")
    void whoSwitchedAToolIsOnRecord() {
        try (PostgresProposalStore store = store()) {
            store.switches().off("refund", null, "sam");
            store.switches().off("refund", ACME, "sue");
            store.switches().on("refund", null, "eve");

            assertThat(store.switchHistory())
                    .extracting(SwitchChange::tool, SwitchChange::tenant, SwitchChange::isOff, SwitchChange::by)
                    .containsExactly(
                            tuple("refund", null, true, "sam"),
                            tuple("refund", ACME, true, "sue"),
                            tuple("refund", null, false, "eve"));
        }
    }

    @Test
    void aSweepSealsAndTellsWhoKeepsTheSeals() {
        List<AuditSeal> kept = new ArrayList<>();
        try (PostgresProposalStore store = PostgresProposalStore.on(database.pool())
                .sealingEvery(Duration.ofSeconds(1))
                .sealsTo(kept::addAll)
                .build()) {
            Scenario scenario = new Scenario(store);
            scenario.insert(Proposals.aTicket());
            // Somebody else's transaction on the same server may hold the seals back for a while.
            Instant end = Instant.now().plusSeconds(60);
            while (kept.isEmpty() && Instant.now().isBefore(end)) {
                scenario.sweep();
            }
            assertThat(kept)
                    .containsExactlyElementsOf(
                            AuditSeals.on(database.pool()).latest(ACME).stream().toList());
        }
    }
}
