package io.toolgateway.postgres;

import static io.toolgateway.testkit.People.ACME;
import static io.toolgateway.testkit.People.GLOBEX;
import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.toolgateway.GatewayException;
import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.Subject;
import io.toolgateway.postgres.ArchiveReport.Staying;
import io.toolgateway.postgres.ArchiveReport.Why;
import io.toolgateway.proposal.ChainEnding;
import io.toolgateway.proposal.Execution;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.store.EventQuery;
import io.toolgateway.store.Insertion;
import io.toolgateway.store.ProposalQuery;
import io.toolgateway.store.StoreException;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.Place;
import io.toolgateway.testkit.Scenario;
import io.toolgateway.testkit.SettableClock;
import io.toolgateway.tool.ToolResult;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes, what stays, and what is known of it afterwards. */
@Tag("S6")
class HistoryArchiveTest {

    private static TestDatabase database;

    private PostgresProposalStore store;
    private Scenario scenario;
    private OldHistory old;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create(HostIds.TEXT);
    }

    @AfterAll
    static void dropDatabase() {
        database.close();
    }

    @BeforeEach
    void create() {
        database.empty();
        store = PostgresProposalStore.on(database.pool()).build();
        scenario = new Scenario(store);
        old = new OldHistory(database);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private HistoryArchive archive() {
        return HistoryArchive.on(database.pool());
    }

    private void assertIntact() {
        assertThat(AuditVerification.on(database.pool()).all().findings()).isEmpty();
    }

    private Proposal executed() {
        Proposal running = scenario.running(aRefund());
        return scenario.made(running, Changes.finish(running));
    }

    @Test
    void nothingGoesThatIsNotOld() {
        executed();
        Sealed.all(database);
        AtomicBoolean isOpened = new AtomicBoolean();

        ArchiveReport report = archive().moveBefore(SettableClock.START, () -> {
            isOpened.set(true);
            return OutputStream.nullOutputStream();
        });

        assertThat(report).isEqualTo(new ArchiveReport(null, 0, 0, List.of(), 0, List.of()));
        assertThat(isOpened).isFalse();
        assertThat(old.count("proposals")).isEqualTo(1);
        assertThat(old.count("removals")).isZero();
    }

    @Test
    void whatIsNotSealedStays() {
        executed();

        assertThat(archive().removeBeforeWithoutCopy(OldHistory.FUTURE).removal())
                .isNull();
        assertThat(old.count("events")).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource(HostIds.class)
    void whatIsOldGoesAndTheRestVerifiesAsBefore(HostIds ids) throws Exception {
        try (TestDatabase fresh = TestDatabase.create(ids);
                PostgresProposalStore own =
                        PostgresProposalStore.on(fresh.pool()).build()) {
            OldHistory both = new OldHistory(fresh);
            AuditHistory history = new AuditHistory(own);
            both.write(history, 30);
            List<AuditSeal> anchors = both.latestSeals(ACME, GLOBEX);
            both.cut();
            both.write(history, 30);
            AuditVerification verification = AuditVerification.on(fresh.pool()).against(anchors);
            AuditReport before = verification.all();
            assertThat(before.findings()).isEmpty();

            ArchivedFile file = new ArchivedFile();
            ArchiveReport report = HistoryArchive.on(fresh.pool()).moveBefore(both.limit(), file);

            assertThat(report.findings()).isEmpty();
            assertThat(report.proposals()).isPositive().isLessThan(before.proposals());
            assertThat(report.stayed()).isPositive();
            AuditReport after = verification.all();
            assertThat(after.findings()).isEmpty();
            assertThat(after.removed()).isEqualTo(report.events()).isPositive();
            assertThat(after.events()).isEqualTo(before.events() - report.events());
            assertThat(after.proposals()).isEqualTo(before.proposals() - report.proposals());
            assertThat(after.seals()).isEqualTo(before.seals());
            assertThat(after.unsealed()).isEqualTo(before.unsealed());
            assertThat(after.removals()).containsExactly(report.removal());
            assertThat(report.removal()).satisfies(removal -> {
                assertThat(removal.proposals()).isEqualTo(report.proposals());
                assertThat(removal.events()).isEqualTo(report.events());
                assertThat(removal.copyHash()).isEqualTo(file.hash());
            });
            assertThat(HistoryArchive.on(fresh.pool())
                            .moveBefore(both.limit(), file)
                            .removal())
                    .isNull();
        }
    }

    @Test
    void aRemovedProposalIsUnknownAndItsKeyIsFree() {
        Proposal gone = scenario.insert(aTicket().allowed().keyedBy("k-1"));
        scenario.made(gone, Changes.finish(gone));
        old.seal();

        ArchiveReport report = archive().removeBeforeWithoutCopy(OldHistory.FUTURE);

        assertThat(report.removal())
                .satisfies(removal -> assertThat(removal.copyHash()).isNull());
        assertThat(store.find(ACME, gone.id())).isEmpty();
        assertThat(store.search(ProposalQuery.of(ACME)).proposals()).isEmpty();
        assertThat(store.events(EventQuery.ofProposal(ACME, gone.id()))).isEmpty();
        assertThat(store.insert(List.of(aTicket().allowed().keyedBy("k-1").build()), List.of()))
                .isInstanceOf(Insertion.Stored.class);
        Sealed.all(database);
        assertIntact();
    }

    @ParameterizedTest
    @EnumSource(
            value = Place.class,
            names = {"PENDING", "APPROVED", "BETWEEN_ATTEMPTS", "RUNNING"})
    void whatIsOpenStays(Place place) {
        Proposal open = place.reach(scenario, new SettableClock());
        assertStays(open, Why.OPEN);
    }

    @Test
    void anUnknownOutcomeStaysUntilItIsSettled() {
        Proposal failed = Place.FAILED.reach(scenario, new SettableClock());
        assertStays(failed, Why.UNKNOWN_OUTCOME);

        scenario.made(scenario.now(failed), Changes.resolve(SAM));
        old.seal();
        assertThat(archive().removeBeforeWithoutCopy(OldHistory.FUTURE).proposals())
                .isEqualTo(1);
        assertThat(old.count("events")).isZero();
        assertIntact();
    }

    @Test
    void aStepThatIsToBeUndoneOrCouldNotBeStaysWithItsChain() {
        List<Proposal> steps = scenario.approvedChain(
                ChainEnding.COMPENSATION, SAM, aRefund().keyedBy("a"), aTicket().keyedBy("b"));
        Proposal first = scenario.made(steps.get(0), Changes.claim("worker-1"));
        scenario.made(first, Changes.finish(first));
        Proposal second = scenario.made(steps.get(1), Changes.claim("worker-1"));
        Proposal undo =
                scenario.undosAfter(second, Changes.failWithoutEffect(second)).get(0);
        old.seal();
        assertStay(
                tuple(steps.get(0).id(), Why.UNKNOWN_OUTCOME),
                tuple(steps.get(1).id(), Why.CHAIN),
                tuple(undo.id(), Why.OPEN));

        Proposal undoing = scenario.made(undo, Changes.claim("worker-1"));
        scenario.made(undoing, Changes.failWithoutEffect(undoing));
        old.seal();
        assertStay(
                tuple(steps.get(0).id(), Why.UNKNOWN_OUTCOME),
                tuple(steps.get(1).id(), Why.CHAIN));

        scenario.made(scenario.now(steps.get(0)), Changes.resolve(SAM));
        old.seal();
        assertStay();
        assertThat(old.count("proposals")).isZero();
        assertIntact();
    }

    /** In the report, and also if somebody deletes by hand what a removal is on record for. */
    private void assertStay(Tuple... expected) {
        executed();
        old.seal();
        ArchiveReport report = archive().removeBeforeWithoutCopy(OldHistory.FUTURE);
        assertThat(report.staying()).extracting(Staying::proposal, Staying::why).containsExactlyInAnyOrder(expected);
        if (expected.length > 0) {
            assertThatThrownBy(() -> database.execute("DELETE FROM tool_gateway.tool_call_proposals"))
                    .hasRootCauseInstanceOf(SQLException.class)
                    .rootCause()
                    .hasMessageContaining("I15: only what is over");
        }
    }

    @Test
    void whatHasALaterEventStaysWithAllItsEvents() {
        Proposal running = scenario.running(aTicket());
        Proposal asked = executed();
        old.seal();
        old.cut();
        scenario.made(running, Changes.finish(running));
        store.record(List.of(AuditEvent.replayed(Subject.of(asked), asked, asked.createdAt())));
        Sealed.all(database);

        ArchiveReport report = archive().removeBeforeWithoutCopy(old.limit());

        assertThat(report.staying())
                .extracting(Staying::proposal, Staying::why)
                .containsExactly(tuple(running.id(), Why.LATER_EVENTS), tuple(asked.id(), Why.LATER_EVENTS));
        assertThat(old.count("events")).isEqualTo(9);
        assertIntact();
    }

    @Test
    void theStepsOfAChainGoTogether() {
        List<Proposal> steps =
                scenario.approvedChain(SAM, aRefund().keyedBy("a"), aTicket().keyedBy("b"));
        Proposal first = scenario.made(steps.get(0), Changes.claim("worker-1"));
        scenario.made(first, Changes.finish(first));
        old.seal();
        ArchiveReport report = archive().removeBeforeWithoutCopy(OldHistory.FUTURE);
        assertThat(report.staying()).extracting(Staying::why).containsExactlyInAnyOrder(Why.CHAIN, Why.OPEN);
        assertThat(old.count("proposals")).isEqualTo(2);

        Proposal second = scenario.made(steps.get(1), Changes.claim("worker-1"));
        scenario.made(second, Changes.finish(second));
        old.seal();
        // In batches of one: the other step goes in the same one all the same.
        assertThat(old.archive(1).removeBeforeWithoutCopy(OldHistory.FUTURE).proposals())
                .isEqualTo(2);
        assertThat(old.count("events")).isZero();
        assertIntact();
    }

    private void assertStays(Proposal proposal, Why why) {
        executed();
        old.seal();

        ArchiveReport report = archive().removeBeforeWithoutCopy(OldHistory.FUTURE);

        assertThat(report.staying()).containsExactly(new Staying(ACME, proposal.id(), why));
        assertThat(report.stayed()).isEqualTo(1);
        assertThat(report.proposals()).isEqualTo(1);
        assertThat(store.find(ACME, proposal.id())).contains(scenario.now(proposal));
        assertIntact();
    }

    @Test
    void votesGoWithTheirProposal() {
        executed();
        old.seal();
        assertThat(old.count("votes")).isEqualTo(1);

        archive().removeBeforeWithoutCopy(OldHistory.FUTURE);

        assertThat(old.count("votes")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "first", "middle", "close"})
    void aCopyThatCannotBeWrittenRemovesNothing(String when) {
        old.write(new AuditHistory(store), 20);
        long events = old.count("events");

        assertThatThrownBy(() -> archive().moveBefore(OldHistory.FUTURE, () -> new BrokenStream(when)))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("nothing of it was removed")
                .hasRootCauseInstanceOf(IOException.class);

        assertThat(old.count("events")).isEqualTo(events);
        assertThat(old.count("removals")).isZero();
        assertThat(archive().moveBefore(OldHistory.FUTURE, new ArchivedFile()).proposals())
                .isPositive();
        assertIntact();
    }

    /** A disk that is full. */
    private static final class BrokenStream extends OutputStream {

        private final String when;
        private long written;

        BrokenStream(String when) throws IOException {
            this.when = when;
            breakAt("open");
        }

        private void breakAt(String moment) throws IOException {
            if (when.equals(moment)) {
                throw new IOException("no space left");
            }
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            breakAt(written == 0 ? "first" : "middle");
            written += length;
        }

        @Override
        public void close() throws IOException {
            breakAt("close");
        }
    }

    @Test
    void whatDoesNotVerifyIsNamedAndNothingGoes() {
        Proposal changed = executed();
        executed();
        old.seal();
        old.pastTriggers("UPDATE tool_gateway.tool_call_events SET actor = 'user:nobody' WHERE proposal_id = '"
                + changed.id() + "' AND type = 'approved'");
        ArchivedFile file = new ArchivedFile();

        ArchiveReport report = archive().moveBefore(OldHistory.FUTURE, file);

        assertThat(report.findings()).extracting(AuditFinding::kind).containsExactly(AuditFinding.Kind.EVENT_CHANGED);
        assertThat(report.removal()).isNull();
        assertThat(report.proposals()).isZero();
        assertThat(old.count("events")).isEqualTo(8);
        assertThat(old.count("removals")).isZero();
        assertThat(file.kinds()).doesNotContain("end");
    }

    @Test
    void whatATableOfTheHostsReferencesStaysAndTheNextRunGoesOn() {
        Proposal referenced = executed();
        executed();
        old.seal();
        database.execute("CREATE TABLE public.notes (proposal uuid REFERENCES tool_gateway.tool_call_proposals (id));"
                + " INSERT INTO public.notes VALUES ('" + referenced.id() + "')");
        ArchivedFile file = new ArchivedFile();

        assertThatThrownBy(() -> archive().moveBefore(OldHistory.FUTURE, file))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("a table of the host's own references a proposal");

        assertThat(store.find(ACME, referenced.id())).isPresent();
        assertThat(file.kinds()).contains("end");
        assertIntact();
        database.execute("DROP TABLE public.notes");
        ArchiveReport next = archive().moveBefore(OldHistory.FUTURE, file);
        assertThat(next.removal()).isNull();
        assertThat(next.proposals()).isEqualTo(2);
        assertThat(old.count("events")).isZero();
        assertIntact();
    }

    @Test
    void whatComesToAProposalBetweenItsCopyAndItsRemovalKeepsIt() {
        Proposal asked = executed();
        executed();
        old.seal();

        ArchiveReport report = archive().moveBefore(OldHistory.FUTURE, () -> new OutputStream() {
            @Override
            public void write(int one) {}

            @Override
            public void close() {
                store.record(List.of(AuditEvent.replayed(Subject.of(asked), asked, asked.createdAt())));
            }
        });

        assertThat(report.removal())
                .satisfies(removal -> assertThat(removal.proposals()).isEqualTo(2));
        assertThat(report.proposals()).isEqualTo(1);
        assertThat(store.find(ACME, asked.id())).isPresent();
        old.seal();
        assertIntact();
        ArchivedFile later = new ArchivedFile();
        assertThat(archive().moveBefore(OldHistory.FUTURE, later).proposals()).isEqualTo(1);
        assertThat(later.lines("proposal")).hasSize(1);
        assertIntact();
    }

    @Test
    void aLateResultOfARemovedProposalIsNoFinding() {
        Proposal gone = executed();
        old.seal();
        archive().removeBeforeWithoutCopy(OldHistory.FUTURE);

        store.record(List.of(AuditEvent.lateResult(
                gone,
                Execution.returned(ToolResult.success("late"), Duration.ofMillis(3)),
                "worker-1",
                gone.createdAt())));
        Sealed.all(database);

        assertIntact();
        assertThat(archive().removeBeforeWithoutCopy(OldHistory.FUTURE).events())
                .isEqualTo(1);
        assertIntact();
    }
}
