package io.toolgateway.postgres;

import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;
import static io.toolgateway.testkit.Proposals.chain;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.EventType;
import io.toolgateway.policy.Reservation;
import io.toolgateway.postgres.CutCommits.Cut;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.store.Claimed;
import io.toolgateway.store.EventQuery;
import io.toolgateway.store.Insertion;
import io.toolgateway.store.NewProposal;
import io.toolgateway.store.TransitionResult;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.Scenario;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A commit whose answer is lost is settled by asking again under its id: nothing twice, nothing forgotten (PROTOCOL 2.4). */
@Tag("F2")
@Tag("F16")
class CutCommitTest {

    private static TestDatabase database;

    private final CutCommits source = new CutCommits(database.pool());
    private final PostgresProposalStore store = PostgresProposalStore.on(source).build();
    private final Scenario scenario = new Scenario(store);

    @BeforeAll
    static void create() {
        database = TestDatabase.create(HostIds.UUID);
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Cut.class,
            names = {"BEFORE", "AFTER"})
    @Tag("I14")
    void aCallIsStoredOnceAndIsItsCallersToRun(Cut cut) {
        NewProposal wanted = aRefund().allowed().build();
        source.next(cut);

        Insertion insertion = store.insert(List.of(wanted), List.of());

        assertThat(source.cuts()).isEqualTo(1);
        assertThat(insertion).isInstanceOfSatisfying(Insertion.Stored.class, stored -> {
            assertThat(stored.proposals()).singleElement().satisfies(proposal -> {
                assertThat(proposal.id()).isEqualTo(wanted.id());
                assertThat(proposal.phase()).isEqualTo(Phase.RUNNING);
            });
            assertThat(stored.events()).extracting(AuditEvent::type).containsExactly(EventType.STARTED);
            assertThat(typesOf(stored.proposals().get(0))).containsExactly(EventType.STARTED);
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = Cut.class,
            names = {"BEFORE", "AFTER"})
    @Tag("A6")
    void aChainIsStoredOnce(Cut cut) {
        source.next(cut);

        Insertion insertion = store.insert(chain(aRefund(), aTicket()), List.of());

        assertThat(insertion)
                .isInstanceOfSatisfying(
                        Insertion.Stored.class,
                        stored -> assertThat(stored.proposals())
                                .allSatisfy(step -> assertThat(typesOf(step)).containsExactly(EventType.PARKED)));
    }

    @ParameterizedTest
    @EnumSource(
            value = Cut.class,
            names = {"BEFORE", "AFTER"})
    @Tag("I2")
    void aDecisionIsMadeOnce(Cut cut) {
        Proposal parked = scenario.insert(aRefund());
        source.next(cut);

        TransitionResult result = scenario.apply(parked, Changes.approve(parked, SAM));

        assertThat(result)
                .isInstanceOf(cut == Cut.BEFORE ? TransitionResult.Applied.class : TransitionResult.AlreadyMine.class);
        assertThat(scenario.now(parked).phase()).isEqualTo(Phase.APPROVED);
        assertThat(typesOf(parked)).containsExactly(EventType.PARKED, EventType.APPROVED);
    }

    @ParameterizedTest
    @EnumSource(
            value = Cut.class,
            names = {"BEFORE", "AFTER"})
    @Tag("E5")
    void aBudgetIsTakenFromAndGivenBackToOnce(Cut cut) throws SQLException {
        String key = "budget:" + cut;
        Reservation taken =
                new Reservation(key, BigDecimal.TEN, new BigDecimal("100"), Instant.parse("2099-01-01T00:00:00Z"));
        try (Connection look = database.pool().getConnection()) {
            RowProbe probe = new RowProbe(look, database.schema());
            scenario.insert(aRefund().reserving(taken));
            source.next(cut);
            Proposal parked = scenario.insert(aRefund().reserving(taken));
            assertThat(source.cuts()).isEqualTo(1);
            assertThat(probe.reserved(key).orElseThrow()).isEqualByComparingTo("20");
            source.next(cut);

            scenario.apply(parked, Changes.reject(SAM));

            assertThat(source.cuts()).isEqualTo(2);
            assertThat(probe.reserved(key).orElseThrow()).isEqualByComparingTo("10");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Cut.class,
            names = {"BEFORE", "AFTER"})
    @Tag("I6")
    void whatWasClaimedIsTheWorkersAndNoMore(Cut cut) {
        database.empty();
        List<Proposal> approved = List.of(
                scenario.approved(aRefund(), SAM),
                scenario.approved(aRefund(), SAM),
                scenario.approved(aRefund(), SAM));
        source.next(cut);

        List<Claimed> claimed = scenario.claim(2);

        assertThat(claimed)
                .extracting(one -> one.proposal().id())
                .containsExactly(approved.get(0).id(), approved.get(1).id());
        assertThat(scenario.now(approved.get(2)).phase()).isEqualTo(Phase.APPROVED);
        assertThat(typesOf(approved.get(0))).containsExactly(EventType.PARKED, EventType.APPROVED, EventType.CLAIMED);
    }

    @ParameterizedTest
    @EnumSource(
            value = Cut.class,
            names = {"BEFORE", "AFTER"})
    @Tag("I12")
    void aResultIsRecordedOnce(Cut cut) {
        Proposal running = scenario.running(aRefund());
        source.next(cut);

        scenario.apply(running, Changes.finish(running));

        assertThat(scenario.now(running).phase()).isEqualTo(Phase.EXECUTED);
        assertThat(typesOf(running))
                .containsExactly(EventType.PARKED, EventType.APPROVED, EventType.CLAIMED, EventType.EXECUTED);
    }

    private List<EventType> typesOf(Proposal proposal) {
        return store.events(EventQuery.ofProposal(proposal.tenant(), proposal.id())).stream()
                .map(AuditEvent::type)
                .toList();
    }
}
