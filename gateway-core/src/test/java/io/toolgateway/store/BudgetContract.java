package io.toolgateway.store;

import static io.toolgateway.testkit.People.ANN;
import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.People.SUE;
import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;
import static io.toolgateway.testkit.Proposals.chain;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.policy.Reservation;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.Refusal;
import io.toolgateway.proposal.Resolution;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.ProposalBuilder;
import io.toolgateway.testkit.Scenario;
import io.toolgateway.testkit.SequentialIds;
import io.toolgateway.testkit.SettableClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a proposal takes out of budgets is taken with it, and given back with what ends it without an effect. */
@Tag("P5")
@Tag("E5")
abstract class BudgetContract extends StoreContract {

    static final String KEY = "budget:refunds";
    static final Instant UNTIL = SettableClock.START.plus(Duration.ofDays(36_000));

    BudgetContract(StoreSetup setup) {
        super(setup);
    }

    @BeforeEach
    void needEffects() {
        needs(StoreSetup.Capability.EFFECTS);
    }

    @Test
    void aParkedProposalAndAStartedOneTakeWhatTheySay() {
        scenario.insert(refundOf("60"));
        scenario.insert(refundOf("40").allowed());

        requireSum("100");
        assertThat(store.insert(List.of(refundOf("0.01").build()), List.of())).satisfies(overLimit(KEY));
        assertThat(store.insert(List.of(refundOf("0.01").allowed().build()), List.of()))
                .satisfies(overLimit(KEY));
    }

    @Test
    void overTheLimitNothingIsStoredAndNothingTaken() {
        scenario.insert(refundOf("60"));

        Insertion refused = store.insert(
                List.of(aRefund()
                        .reserving(taking("other", "5"), taking(KEY, "40.01"))
                        .build()),
                List.of());

        assertThat(refused)
                .isInstanceOfSatisfying(
                        Insertion.OverLimit.class,
                        over -> assertThat(over.left()).isEqualByComparingTo("40"));
        requireSum("60");
        assertThat(probe.reserved("other").orElse(BigDecimal.ZERO)).isEqualByComparingTo("0");
        assertThat(probe.rows()).isEqualTo(1);
        scenario.insert(refundOf("40"));
    }

    @Test
    @Tag("A6")
    void theStepsOfAChainTakeTogether() {
        assertThat(store.insert(chain(refundOf("60"), aTicket(), refundOf("40.01")), List.of()))
                .satisfies(overLimit(KEY));
        assertThat(probe.rows()).isZero();

        scenario.insertChain(refundOf("60"), aTicket(), refundOf("40"));
        requireSum("100");
    }

    @Test
    @Tag("P10")
    void aDuplicateTakesNothing() {
        ProposalBuilder call = refundOf("60").keyedBy("a");
        store.insert(List.of(call.build()), List.of());

        assertThat(store.insert(List.of(refundOf("60").keyedBy("a").build()), List.of()))
                .isInstanceOf(Insertion.Existing.class);

        requireSum("60");
    }

    @Test
    @Tag("P10")
    void aRepeatedInsertionTakesNothing() {
        NewProposal call = refundOf("60").build();
        store.insert(List.of(call), List.of());

        assertThat(store.insert(List.of(call), List.of())).isInstanceOf(Insertion.Stored.class);

        requireSum("60");
    }

    @Test
    @Tag("T5")
    @Tag("T5w")
    @Tag("T5s")
    void whatPeopleEndGivesBack() {
        requireGivenBack(parked(), proposal -> Changes.reject(SAM));
        requireGivenBack(parked(), proposal -> Changes.withdraw(ANN));
        requireGivenBack(parked(), proposal -> Changes.supersede(proposal, SAM));
    }

    @Test
    @Tag("T14")
    @Tag("T17")
    void whatEndsWithoutAnEffectGivesBack() {
        requireGivenBack(approved(), proposal -> Changes.abandon());
        requireGivenBack(running(), Changes::failWithoutEffect);
    }

    @Test
    @Tag("T6")
    @Tag("T7")
    void whatExpiresGivesBackInTheSweep() {
        needsVirtualClock();
        List<Proposal> due = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            due.add(i % 2 == 0 ? scenario.insert(refundOf("1")) : scenario.approved(refundOf("1"), SAM));
        }
        scenario.insert(refundOf("7").validFor(Duration.ofHours(9)));
        requireSum("17");
        toDeadlineOf(due.get(9));

        assertThat(scenario.sweep()).hasSize(10);

        requireSum("7");
    }

    @Test
    @Tag("T17")
    @Tag("A6")
    void theRestOfABrokenChainGivesBackInTheSweep() {
        List<Proposal> steps = scenario.approvedChain(SAM, refundOf("10"), refundOf("20"), refundOf("30"));
        Proposal first = scenario.made(steps.get(0), Changes.claim("worker-1"));
        scenario.made(first, Changes.failUnknown(first));
        requireSum("60");

        assertThat(scenario.sweep()).hasSize(2);

        requireSum("10");
    }

    @Test
    @Tag("T13")
    @Tag("T14")
    @Tag("T16")
    @Tag("T8")
    void whatWasExecutedOrMayHaveBeenStaysTaken() {
        Proposal executed = running();
        scenario.made(executed, Changes.finish(executed));
        Proposal unknown = running();
        scenario.made(unknown, Changes.failUnknown(unknown));
        requireSum("20");
        needsVirtualClock();
        Proposal dead = running();
        clock.advance(Changes.LEASE.plus(Changes.GRACE).plusSeconds(1));
        scenario.made(dead, Changes.reap());
        Proposal between = scenario.running(aTicket().reserving(taking(KEY, "10")));
        between = scenario.made(between, Changes.retry(between, Duration.ofHours(9)));
        toDeadlineOf(between);
        scenario.sweep();
        requireSum("40");
    }

    @Test
    @Tag("T11")
    @Tag("T12")
    @Tag("T15")
    void whatIsStillOpenStaysTaken() {
        Proposal released = running();
        scenario.made(released, Changes.release(released));
        Proposal again = running();
        scenario.made(again, Changes.retryWithoutEffect(again, Duration.ZERO));
        requireSum("20");
    }

    @Test
    @Tag("T18")
    void whatAPersonSaysOfAnUnknownOutcomeHolds() {
        Proposal proposal = running();
        proposal = scenario.made(proposal, Changes.failUnknown(proposal));
        scenario.insert(refundOf("90"));

        scenario.made(proposal, resolve(Resolution.Kind.CONFIRMED_NOT_EXECUTED));
        requireSum("90");
        scenario.insert(refundOf("10"));
        requireSum("100");

        requireLost(scenario.apply(proposal, resolve(Resolution.Kind.CONFIRMED_EXECUTED)), Refusal.ALREADY_SETTLED);
        requireSum("100");
    }

    @Test
    @Tag("T18")
    void nobodyGivesBackWhatWasExecuted() {
        Proposal proposal = running();
        proposal = scenario.made(proposal, Changes.finish(proposal));

        requireLost(scenario.apply(proposal, resolve(Resolution.Kind.CONFIRMED_NOT_EXECUTED)), Refusal.WRONG_STATUS);

        requireSum("10");
    }

    @ParameterizedTest
    @EnumSource(names = {"CONFIRMED_EXECUTED", "COMPENSATED"})
    @Tag("T18")
    void whatHadHappenedStaysCountedThoughItWasUndone(Resolution.Kind kind) {
        Proposal proposal = running();
        proposal = scenario.made(proposal, Changes.failUnknown(proposal));

        scenario.made(proposal, resolve(kind));

        requireSum("10");
    }

    @Test
    @Tag("T5s")
    void ofARevisionTheDifferenceIsJudged() {
        Proposal parked = scenario.insert(refundOf("90"));
        UnaryOperator<ProposalBuilder> revision =
                edited -> edited.withArguments("{\"amount\":1}").revising(parked.id());

        assertThat(scenario.apply(parked, Changes.supersede(parked, SAM), insert(revision.apply(refundOf("100.01")))))
                .satisfies(overLimit(KEY));
        requireSum("90");
        scenario.made(parked, Changes.supersede(parked, SAM), insert(revision.apply(refundOf("100"))));

        requireSum("100");
    }

    @Test
    @Tag("I6")
    void aRepeatedEndGivesBackOnce() {
        Proposal parked = parked();
        scenario.insert(refundOf("50"));
        UUID transition = SequentialIds.IDS.next();
        scenario.apply(transition, parked, Changes.reject(SAM));

        assertThat(scenario.apply(transition, parked, Changes.reject(SAM)))
                .isInstanceOf(TransitionResult.AlreadyMine.class);
        requireLost(scenario.apply(parked, Changes.reject(SUE)), Refusal.WRONG_STATUS);

        requireSum("50");
    }

    @Test
    void theEndsOfOneBatchGiveBackEach() {
        List<Proposal> parked = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            parked.add(parked());
        }
        scenario.insert(refundOf("20"));
        List<Transition> ends = parked.stream()
                .map(one -> Transition.of(
                        SequentialIds.IDS.next(), one.tenant(), "user:sam", one.id(), Changes.reject(SAM)))
                .toList();

        store.apply(ends).forEach(Scenario::applied);

        requireSum("20");
    }

    @Test
    void aChainThatIsRejectedGivesBackWhole() {
        List<Proposal> steps = scenario.insertChain(refundOf("10"), aTicket(), refundOf("30"));

        Scenario.applied(store.apply(List.of(Scenario.together(steps, step -> Changes.reject(SAM))))
                .get(0));

        requireSum("0");
    }

    @Test
    void afterItsWindowNothingIsGivenBack() {
        needsVirtualClock();
        Instant end = SettableClock.START.plus(Duration.ofHours(1));
        Proposal parked = scenario.insert(aRefund().reserving(taking(KEY, "10", end)));
        clock.set(end);

        scenario.made(parked, Changes.reject(SAM));

        requireSum("10");
    }

    @Test
    void aDayAfterItsWindowItIsForgotten() {
        needsVirtualClock();
        Instant end = SettableClock.START.plus(Duration.ofHours(1));
        scenario.insert(aRefund().validFor(Duration.ofDays(9)).reserving(taking("over", "10", end)));
        scenario.insert(refundOf("10").validFor(Duration.ofDays(9)));
        clock.set(end.plus(Duration.ofDays(1)).plusMillis(1));

        assertThat(scenario.sweep()).isEmpty();

        assertThat(probe.reserved("over")).isEmpty();
        requireSum("10");
    }

    @Test
    void withinADayAfterItsWindowItIsKept() {
        needsVirtualClock();
        Instant end = SettableClock.START.plus(Duration.ofHours(1));
        scenario.insert(aRefund().validFor(Duration.ofDays(9)).reserving(taking("over", "10", end)));
        clock.set(end.plus(Duration.ofHours(23)));

        scenario.sweep();

        assertThat(probe.reserved("over"))
                .hasValueSatisfying(sum -> assertThat(sum).isEqualByComparingTo("10"));
    }

    private void requireGivenBack(Proposal proposal, Function<Proposal, Change> end) {
        requireSum("10");
        scenario.made(proposal, end.apply(proposal));
        requireSum("0");
    }

    private void requireSum(String expected) {
        assertThat(probe.reserved(KEY).orElse(BigDecimal.ZERO)).isEqualByComparingTo(expected);
    }

    private Proposal parked() {
        return scenario.insert(refundOf("10"));
    }

    private Proposal approved() {
        return scenario.approved(refundOf("10"), SAM);
    }

    private Proposal running() {
        return scenario.running(refundOf("10"));
    }

    private static SideEffect insert(ProposalBuilder revision) {
        return new SideEffect.Insert(revision.build());
    }

    private static Change resolve(Resolution.Kind kind) {
        return new Change.Resolve(SAM, kind, "seen in the books");
    }

    static ProposalBuilder refundOf(String amount) {
        return aRefund().reserving(taking(KEY, amount));
    }

    static Reservation taking(String key, String amount) {
        return taking(key, amount, UNTIL);
    }

    private static Reservation taking(String key, String amount, Instant until) {
        return new Reservation(key, new BigDecimal(amount), new BigDecimal("100"), until);
    }
}
