package io.toolgateway.store;

import static io.toolgateway.testkit.People.ACME;
import static io.toolgateway.testkit.People.ANN;
import static io.toolgateway.testkit.People.EVE;
import static io.toolgateway.testkit.People.GLOBEX;
import static io.toolgateway.testkit.People.MAX;
import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.People.SUE;
import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.EventType;
import io.toolgateway.audit.Statement;
import io.toolgateway.policy.Approvers;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.Refusal;
import io.toolgateway.proposal.Resolution;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.ProposalBuilder;
import io.toolgateway.testkit.Race;
import io.toolgateway.testkit.Scenario;
import io.toolgateway.testkit.SequentialIds;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What has an unknown outcome is listed until it is settled, once, by whoever may; everything else is not. */
@Tag("E7")
@Tag("T18")
abstract class UnsettledContract extends StoreContract {

    private static final ToolResult FOUND =
            ToolResult.success(Map.of("status", "booked", "n", 2)).withId("R-7").withMessage("Booked.");

    UnsettledContract(StoreSetup setup) {
        super(setup);
    }

    private Proposal unknown(ProposalBuilder proposal) {
        Proposal running = scenario.running(proposal);
        return scenario.made(running, Changes.failUnknown(running));
    }

    private static Change byHook() {
        return new Change.Reconcile("worker-2", Resolution.Kind.CONFIRMED_EXECUTED, FOUND);
    }

    private void requireUnsettled(Proposal... expected) {
        requireUnsettled(UnsettledQuery.of(ACME), expected);
    }

    private void requireUnsettled(UnsettledQuery query, Proposal... expected) {
        assertThat(store.unsettled(query))
                .extracting(Proposal::id)
                .containsExactly(Stream.of(expected).map(Proposal::id).sorted().toArray(ProposalId[]::new));
    }

    @Test
    @Tag("T14")
    void whatIsNotKnownIsListedAsItStands() {
        Proposal unknown = unknown(aRefund());

        assertThat(store.unsettled(UnsettledQuery.of(ACME))).containsExactly(unknown);
        assertThat(store.unsettled(UnsettledQuery.ofTools(Set.of(unknown.tool()))))
                .containsExactly(unknown);
    }

    @Test
    @Tag("T16")
    void whatADeadWorkerLeftIsListed() {
        needsVirtualClock();
        Proposal running = scenario.running(aRefund());
        requireUnsettled();

        clock.advance(Changes.LEASE.plus(Changes.GRACE).plusSeconds(1));
        scenario.sweep();

        requireUnsettled(running);
    }

    @Test
    @Tag("T8")
    @Tag("T17")
    void whatEndedAfterAnAttemptThatMayHaveHadAnEffectIsListed() {
        Proposal stale = scenario.running(aTicket());
        stale = scenario.made(stale, Changes.retry(stale, Duration.ZERO));
        scenario.made(stale, Changes.abandon());
        requireUnsettled(stale);

        needsVirtualClock();
        Proposal late = scenario.running(aTicket());
        late = scenario.made(late, Changes.retry(late, Duration.ZERO));
        toDeadlineOf(late);
        scenario.sweep();

        requireUnsettled(stale, late);
    }

    @Test
    @Tag("I9")
    void whatIsKnownIsNotListed() {
        Proposal running = scenario.running(aRefund());
        scenario.made(running, Changes.finish(running));
        running = scenario.running(aRefund());
        scenario.made(running, Changes.failWithoutEffect(running));
        running = scenario.running(aTicket());
        scenario.made(running, Changes.retry(running, Duration.ZERO));
        scenario.made(scenario.insert(aRefund()), Changes.reject(SAM));
        scenario.made(scenario.approved(aRefund(), SAM), Changes.abandon());
        scenario.running(aRefund());
        scenario.insert(aRefund());

        requireUnsettled();
        requireUnsettled(UnsettledQuery.ofTools(Scenario.TOOLS));
    }

    @ParameterizedTest
    @EnumSource(names = {"CONFIRMED_EXECUTED", "CONFIRMED_NOT_EXECUTED", "COMPENSATED"})
    void whatIsSettledIsNotListed(Resolution.Kind kind) {
        Proposal left = unknown(aRefund());
        Proposal byPerson = unknown(aRefund());
        Proposal byHook = unknown(aRefund());

        scenario.made(byPerson, new Change.Resolve(SAM, kind, "called the bank"));
        scenario.made(byHook, byHook());

        requireUnsettled(left);
        requireUnsettled(UnsettledQuery.ofTools(Scenario.TOOLS), left);
    }

    @Test
    void theOldestComeFirstPageByPage() {
        List<Proposal> all = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            all.add(unknown(i % 2 == 0 ? aRefund() : aTicket()));
        }
        for (UnsettledQuery query : List.of(UnsettledQuery.of(ACME), UnsettledQuery.ofTools(Scenario.TOOLS))) {
            List<ProposalId> seen = new ArrayList<>();
            List<Proposal> page = store.unsettled(query.limit(3));
            while (!page.isEmpty()) {
                assertThat(page).hasSizeLessThanOrEqualTo(3);
                page.forEach(proposal -> seen.add(proposal.id()));
                page = store.unsettled(query.limit(3).after(seen.get(seen.size() - 1)));
            }
            assertThat(seen).isEqualTo(all.stream().map(Proposal::id).sorted().toList());
        }
    }

    @Test
    @Tag("I18")
    void aTenantSeesItsOwnAndAToolIsFoundForAllOfThem() {
        Proposal ours = unknown(aRefund());
        Proposal running = scenario.insert(aRefund().by(MAX).parkedFor(Approvers.byCaller()));
        running = scenario.made(running, Changes.approve(running, MAX));
        running = scenario.made(running, Changes.claim("worker-1"));
        Proposal theirs = scenario.made(running, Changes.failUnknown(running));
        Proposal ticket = unknown(aTicket());

        requireUnsettled(ours, ticket);
        requireUnsettled(UnsettledQuery.of(GLOBEX), theirs);
        requireUnsettled(UnsettledQuery.ofTools(Set.of("process_refund", "no_such_tool")), ours, theirs);
        requireUnsettled(UnsettledQuery.ofTools(Set.of("no_such_tool")));
        requireLost(scenario.apply(ours, Changes.resolve(MAX)), Refusal.NOT_ENTITLED);
        Transition foreign =
                Transition.of(SequentialIds.IDS.next(), GLOBEX, "user:max", ours.id(), Changes.resolve(MAX));
        assertThat(store.apply(List.of(foreign))).containsExactly(new TransitionResult.NotFound(ours.id()));
    }

    @Test
    void theFirstWordStands() {
        Proposal byPerson = scenario.made(unknown(aRefund()), Changes.resolve(SAM));
        Proposal byHook = scenario.made(unknown(aRefund()), byHook());

        for (Proposal settled : List.of(byPerson, byHook)) {
            Change other = new Change.Resolve(SUE, Resolution.Kind.CONFIRMED_NOT_EXECUTED, "not in the books");
            requireLost(scenario.apply(settled, other), Refusal.ALREADY_SETTLED);
            requireLost(scenario.apply(settled, byHook()), Refusal.ALREADY_SETTLED);
            assertThat(scenario.now(settled)).isEqualTo(settled);
        }
    }

    @Test
    @Tag("I4")
    @Tag("I9")
    void onlyWhatIsNotKnownCanBeSettled() {
        Proposal running = scenario.running(aRefund());
        Proposal known = scenario.made(running, Changes.failWithoutEffect(running));

        requireLost(scenario.apply(known, Changes.resolve(SAM)), Refusal.WRONG_STATUS);
        requireLost(scenario.apply(known, byHook()), Refusal.WRONG_STATUS);
    }

    @Test
    @Tag("I5")
    void whoAskedDoesNotSettleItUnlessTheCallerMayConfirm() {
        Approvers supervisors = Approvers.byRole("supervisor");
        Proposal own = unknown(aRefund().by(EVE).parkedFor(supervisors));
        Proposal allowed = scenario.insert(aRefund().by(EVE).allowed());
        allowed = scenario.made(allowed, Changes.failUnknown(allowed));
        Proposal confirmed = unknown(aRefund().by(ANN).parkedFor(supervisors.or(Approvers.byCaller())));

        requireLost(scenario.apply(own, Changes.resolve(EVE)), Refusal.NOT_ENTITLED);
        requireLost(scenario.apply(allowed, Changes.resolve(EVE)), Refusal.NOT_ENTITLED);
        scenario.made(own, Changes.resolve(SAM));
        scenario.made(allowed, Changes.resolve(SAM));
        scenario.made(confirmed, Changes.resolve(ANN));
    }

    @Test
    @Tag("O1")
    void howItWasFoundOutHasToBeSaid() {
        Proposal unknown = unknown(aRefund());

        for (String note : new String[] {null, "", " \t"}) {
            Change silent = new Change.Resolve(SAM, Resolution.Kind.CONFIRMED_EXECUTED, note);
            requireLost(scenario.apply(unknown, silent), Refusal.NO_NOTE);
        }
    }

    @Test
    @Tag("I6")
    void whatAHookFoundIsReadBackWithItsResult() {
        Proposal unknown = unknown(aRefund());

        Proposal settled = scenario.made(unknown, byHook());

        Resolution said = Objects.requireNonNull(scenario.now(unknown).state().resolution());
        assertThat(said).isEqualTo(settled.state().resolution());
        assertThat(said.by()).isEqualTo("reconcile:worker-2");
        assertThat(said.isByHook()).isTrue();
        assertThat(said.result()).isEqualTo(FOUND);
        assertThat(eventsOf(unknown))
                .last()
                .returns(EventType.RESOLVED, AuditEvent::type)
                .returns(new Statement.Settled(Resolution.Kind.CONFIRMED_EXECUTED, null), AuditEvent::statement);
    }

    @Test
    @Tag("I4")
    @Tag("I12")
    void aLateResultAfterTheWordChangesNothing() {
        needsVirtualClock();
        Proposal running = scenario.running(aRefund());
        clock.advance(Changes.LEASE.plus(Changes.GRACE).plusSeconds(1));
        scenario.sweep();
        Change no = new Change.Reconcile("worker-2", Resolution.Kind.CONFIRMED_NOT_EXECUTED, null);
        Proposal settled = scenario.made(running, no);

        requireLost(scenario.apply(running, Changes.finish(running)), Refusal.WRONG_STATUS);

        assertThat(scenario.now(running)).isEqualTo(settled);
    }

    @Test
    void twoWhoFindOutAtTheSameTimeAreOneAfterTheOther() throws InterruptedException {
        try (Race race = new Race(3)) {
            for (int round = 0; round < Math.min(200, setup.races()); round++) {
                Proposal unknown = unknown(aRefund());

                List<TransitionResult> results = race.run(
                        () -> scenario.apply(unknown, Changes.resolve(SAM)),
                        () -> scenario.apply(
                                unknown, new Change.Resolve(SUE, Resolution.Kind.COMPENSATED, "paid back by hand")),
                        () -> scenario.apply(unknown, byHook()));

                List<Proposal> won = results.stream()
                        .filter(TransitionResult.Applied.class::isInstance)
                        .map(result -> Scenario.applied(result).after().get(0))
                        .toList();
                assertThat(won).hasSize(1);
                assertThat(scenario.now(unknown)).isEqualTo(won.get(0));
                results.stream()
                        .filter(result -> !(result instanceof TransitionResult.Applied))
                        .forEach(result -> requireLost(result, Refusal.ALREADY_SETTLED));
                assertThat(typesOf(unknown))
                        .filteredOn(EventType.RESOLVED::equals)
                        .hasSize(1);
            }
        }
    }
}
