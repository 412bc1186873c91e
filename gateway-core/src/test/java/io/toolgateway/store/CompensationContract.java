package io.toolgateway.store;

import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.outcome.Outcomes;
import io.toolgateway.proposal.BrokenChain;
import io.toolgateway.proposal.ChainEnding;
import io.toolgateway.proposal.ChainPosition;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.proposal.Refusal;
import io.toolgateway.proposal.Resolution;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.ProposalBuilder;
import io.toolgateway.testkit.Race;
import io.toolgateway.testkit.Scenario;
import io.toolgateway.testkit.SequentialIds;
import io.toolgateway.tool.Effect;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A chain that ends by compensation: wherever and however it breaks, what was done is undone, and each step says so truly. */
@Tag("A6")
@Tag("I11")
@Tag("T19")
abstract class CompensationContract extends StoreContract {

    private static final int STEPS = 4;

    CompensationContract(StoreSetup setup) {
        super(setup);
    }

    /** How a step can end otherwise than executed. */
    enum End {
        FAILED {
            @Override
            List<AuditEvent> make(CompensationContract test, Proposal running) {
                return test.applied(running, Changes.failWithoutEffect(running));
            }
        },
        UNKNOWN {
            @Override
            List<AuditEvent> make(CompensationContract test, Proposal running) {
                return test.applied(running, Changes.failUnknown(running));
            }
        },
        ABANDONED {
            @Override
            List<AuditEvent> make(CompensationContract test, Proposal running) {
                Proposal released = test.scenario.made(running, Changes.release(running));
                return test.applied(released, Changes.abandon());
            }
        },
        REAPED {
            @Override
            List<AuditEvent> make(CompensationContract test, Proposal running) {
                test.needsVirtualClock();
                test.clock.advance(Changes.LEASE.plus(Changes.GRACE).plus(test.setup.tick()));
                return test.scenario.sweep();
            }
        },
        EXPIRED {
            @Override
            List<AuditEvent> make(CompensationContract test, Proposal running) {
                test.needsVirtualClock();
                test.scenario.made(running, Changes.release(running));
                test.toDeadlineOf(running);
                return test.scenario.sweep();
            }
        },
        EXPIRED_AFTER_ATTEMPT {
            @Override
            List<AuditEvent> make(CompensationContract test, Proposal running) {
                test.needsVirtualClock();
                test.scenario.made(running, Changes.retryWithoutEffect(running, Duration.ZERO));
                test.toDeadlineOf(running);
                return test.scenario.sweep();
            }
        };

        abstract List<AuditEvent> make(CompensationContract test, Proposal running);

        boolean isUnknown() {
            return this == UNKNOWN || this == REAPED;
        }
    }

    static Stream<Arguments> everyBreak() {
        return IntStream.range(0, STEPS)
                .boxed()
                .flatMap(index -> Stream.of(End.values()).map(end -> Arguments.of(index, end)));
    }

    @ParameterizedTest
    @MethodSource("everyBreak")
    void whatWasDoneIsUndoneInReverseOrder(int index, End end) {
        List<Proposal> steps = chain();
        Proposal running = executeUpTo(index);

        List<Proposal> undos = scenario.undos(end.make(this, running));

        List<ProposalId> expected = new ArrayList<>();
        boolean aPersonFirst = end.isUnknown() && index == STEPS - 1;
        if (end.isUnknown() && !aPersonFirst) {
            expected.add(steps.get(index).id());
        }
        for (int i = index - 1; i >= 0 && !aPersonFirst; i--) {
            expected.add(steps.get(i).id());
        }
        assertThat(undos).extracting(undo -> undo.content().undoes()).isEqualTo(expected);
        requireToldOfUndoing(steps, expected);
        if (end == End.REAPED && !expected.isEmpty()) {
            requireNotBeforeTheHandlerHasEnded();
        }
        runAll(undos);
        requireUndone(steps, expected);
        assertThat(scenario.claim(10)).isEmpty();
        assertThat(scenario.undos(scenario.sweep())).isEmpty();
    }

    private void requireNotBeforeTheHandlerHasEnded() {
        clock.advance(BrokenChain.GIVEN_UP_FOR.minusSeconds(1));
        assertThat(scenario.claim(10)).isEmpty();
        clock.advance(Duration.ofSeconds(1).plus(setup.tick()));
    }

    private void requireToldOfUndoing(List<Proposal> steps, List<ProposalId> undone) {
        for (Proposal step : steps) {
            assertThat(said(step)).isEqualTo(undone.contains(step.id()) ? Resolution.Kind.TO_BE_UNDONE : null);
        }
    }

    private void runAll(List<Proposal> undos) {
        for (Proposal undo : undos) {
            List<Claimed> claimed = scenario.claim(10);
            assertThat(claimed).extracting(c -> c.proposal().id()).containsExactly(undo.id());
            Proposal running = claimed.get(0).proposal();
            scenario.made(running, Changes.finish(running));
        }
    }

    private void requireUndone(List<Proposal> steps, List<ProposalId> undone) {
        for (Proposal step : steps) {
            assertThat(said(step)).isEqualTo(undone.contains(step.id()) ? Resolution.Kind.COMPENSATED : null);
        }
    }

    @Test
    @Tag("I9")
    void whoeverMadeAStepBreakItsChainIsToldAtOnceThatItIsToBeUndone() {
        chain();
        Proposal second = executeUpTo(1);

        Proposal told = scenario.made(second, Changes.failUnknown(second));

        assertThat(told.state().resolution()).isNotNull().returns(Resolution.Kind.TO_BE_UNDONE, Resolution::kind);
        assertThat(Outcomes.of(told)).isInstanceOf(Outcome.Undoing.class);
        assertThat(told).isEqualTo(scenario.now(told));
    }

    @Test
    void anUndoIsTheSameCallForTheSameUserUnderAKeyOfItsOwn() {
        List<Proposal> steps = chain();
        Proposal second = executeUpTo(1);

        Proposal undo =
                scenario.undosAfter(second, Changes.failWithoutEffect(second)).get(0);

        Proposal step = steps.get(0);
        assertThat(undo.phase()).isEqualTo(Phase.APPROVED);
        assertThat(undo.arguments()).isEqualTo(step.arguments());
        assertThat(undo.argsHash()).isEqualTo(step.argsHash());
        assertThat(undo.content().origin().caller())
                .isEqualTo(step.content().origin().caller());
        assertThat(undo.content().origin().request())
                .isEqualTo(step.content().origin().request());
        assertThat(undo.content().origin().callId()).isNull();
        assertThat(undo.content().arguments().idempotencyKey())
                .isNotEqualTo(step.content().arguments().idempotencyKey());
        assertThat(undo.state().review().decidedBy())
                .isEqualTo("chain:"
                        + Objects.requireNonNull(step.content().chain()).chainId());
        assertThat(rowOf(undo)).isNotNull();
    }

    @Test
    void aChainThatIsWholeUndoesNothing() {
        List<Proposal> steps = chain();
        Proposal last = executeUpTo(STEPS - 1);

        assertThat(scenario.undosAfter(last, Changes.finish(last))).isEmpty();

        requireUndone(steps, List.of());
    }

    @Test
    void aReadAfterTheLastWriteMayFail() {
        scenario.approvedChain(ChainEnding.COMPENSATION, SAM, aRefund(), aTicket(), aRead());
        Proposal read = executeUpTo(2);

        assertThat(scenario.undosAfter(read, Changes.failWithoutEffect(read))).isEmpty();
    }

    @Test
    void aReadBetweenThemIsNotUndone() {
        List<Proposal> steps = scenario.approvedChain(ChainEnding.COMPENSATION, SAM, aRefund(), aRead(), aTicket());
        Proposal last = executeUpTo(2);

        assertThat(scenario.undosAfter(last, Changes.failWithoutEffect(last)))
                .extracting(undo -> undo.content().undoes())
                .containsExactly(steps.get(0).id());
    }

    @Test
    void whatMayStayHalfDoneStaysSo() {
        scenario.approvedChain(ChainEnding.PARTIAL, SAM, aRefund(), aTicket());
        Proposal second = executeUpTo(1);

        assertThat(scenario.undosAfter(second, Changes.failWithoutEffect(second)))
                .isEmpty();
    }

    @Test
    void aChainThatNobodyStartedExpiresAsAWholeAndUndoesNothing() {
        needsVirtualClock();
        List<Proposal> steps = chain();
        toDeadlineOf(steps.get(0));

        assertThat(scenario.sweep()).hasSize(STEPS);

        assertThat(store.chainOf(steps.get(0))).extracting(Proposal::phase).containsOnly(Phase.EXPIRED);
    }

    @Test
    @Tag("T18")
    void whatAPersonFindsNotToHaveHappenedIsTheEndOfItsChain() {
        List<Proposal> steps = chain();
        Proposal last = executeUpTo(STEPS - 1);
        Proposal unknown = scenario.made(last, Changes.failUnknown(last));

        List<Proposal> undos = scenario.undosAfter(unknown, Changes.resolveAsNotExecuted(SAM));

        assertThat(undos).hasSize(STEPS - 1);
        runAll(undos);
        assertThat(steps.subList(0, STEPS - 1))
                .allSatisfy(step -> assertThat(said(step)).isEqualTo(Resolution.Kind.COMPENSATED));
    }

    @Test
    @Tag("T18")
    void whatAPersonFindsToHaveHappenedMakesItsChainWhole() {
        List<Proposal> steps = chain();
        Proposal last = executeUpTo(STEPS - 1);
        Proposal unknown = scenario.made(last, Changes.failUnknown(last));

        assertThat(scenario.undosAfter(unknown, Changes.resolve(SAM))).isEmpty();
        assertThat(said(steps.get(0))).isNull();
    }

    @Test
    @Tag("T18")
    void whatAPersonSaysOfAStepThatCouldNotBeUndoneStands() {
        List<Proposal> steps = chain();
        Proposal third = executeUpTo(2);
        List<Proposal> undos = scenario.undosAfter(third, Changes.failWithoutEffect(third));
        Change byHand = new Change.Resolve(SAM, Resolution.Kind.COMPENSATED, "by hand");
        requireLost(scenario.apply(steps.get(1), byHand), Refusal.WRONG_STATUS);
        Proposal undo = scenario.claim(1).get(0).proposal();
        Proposal failed = scenario.made(undo, Changes.failUnknown(undo));
        assertThat(said(steps.get(1))).isEqualTo(Resolution.Kind.NOT_UNDONE);

        scenario.made(scenario.now(steps.get(1)), byHand);
        scenario.made(failed, Changes.resolveAsNotExecuted(SAM));

        assertThat(undo.id()).isEqualTo(undos.get(0).id());
        assertThat(said(steps.get(1))).isEqualTo(Resolution.Kind.COMPENSATED);
    }

    @Test
    @Tag("E7")
    void aToolsHookIsAskedOfNoUndoAndOfNothingThatCouldNotBeUndone() {
        List<Proposal> steps = chain();
        Proposal second = executeUpTo(1);
        scenario.undosAfter(second, Changes.failWithoutEffect(second));
        Proposal undo = scenario.claim(1).get(0).proposal();
        scenario.made(undo, Changes.failUnknown(undo));

        assertThat(store.unsettled(UnsettledQuery.ofTools(Scenario.TOOLS))).isEmpty();
        assertThat(store.unsettled(UnsettledQuery.of(undo.tenant())))
                .extracting(Proposal::id)
                .containsExactlyInAnyOrder(steps.get(0).id(), undo.id());
        requireLost(scenario.apply(undo, Changes.reconcile()), Refusal.WRONG_STATUS);
        requireLost(scenario.apply(steps.get(0), Changes.reconcile()), Refusal.ALREADY_SETTLED);
    }

    @Test
    @Tag("T18")
    void whatAPersonSaysOfAStepThatCouldNotBeUndoneUndoesNothingAgain() {
        for (Change found : List.of(Changes.resolve(SAM), Changes.resolveAsNotExecuted(SAM))) {
            List<Proposal> steps = chain();
            Proposal third = executeUpTo(2);
            scenario.undosAfter(third, Changes.failWithoutEffect(third));
            Proposal undo = scenario.claim(1).get(0).proposal();
            scenario.made(undo, Changes.failUnknown(undo));
            scenario.sweep();

            assertThat(scenario.undosAfter(steps.get(1), found)).isEmpty();
            assertThat(scenario.undosAfter(steps.get(0), found)).isEmpty();
            assertThat(scenario.claim(10)).isEmpty();
        }
    }

    @Test
    @Tag("T18")
    void whatAPersonSaidOfAStepThatCouldNotBeUndoneIsSaidOnce() {
        List<Proposal> steps = chain();
        Proposal second = executeUpTo(1);
        scenario.undosAfter(second, Changes.failWithoutEffect(second));
        Proposal undo = scenario.claim(1).get(0).proposal();
        scenario.made(undo, Changes.failUnknown(undo));
        Change byHand = new Change.Resolve(SAM, Resolution.Kind.COMPENSATED, "by hand");
        scenario.made(scenario.now(steps.get(0)), byHand);

        requireLost(scenario.apply(steps.get(0), byHand), Refusal.ALREADY_SETTLED);
    }

    @ParameterizedTest
    @EnumSource(
            value = ToolResult.Status.class,
            names = {"PENDING", "FAILURE"})
    void whatIsOnlySaidToBeUndoneLaterIsNotUndone(ToolResult.Status status) {
        List<Proposal> steps = chain();
        Proposal second = executeUpTo(1);
        scenario.undosAfter(second, Changes.failWithoutEffect(second));
        Proposal undo = scenario.claim(1).get(0).proposal();

        scenario.made(
                undo,
                Changes.finish(
                        undo,
                        status == ToolResult.Status.PENDING
                                ? ToolResult.pending("On its way.")
                                : ToolResult.failure("gone", "Gone.")));

        assertThat(said(steps.get(0))).isEqualTo(Resolution.Kind.NOT_UNDONE);
        assertThat(eventsOf(steps.get(0))).last().returns(true, AuditEvent::isOutcomeUnknown);
    }

    @Test
    @Tag("P9")
    void anUndoIsNoCallOfTheUsers() {
        List<Proposal> steps = chain();
        Proposal second = executeUpTo(1);
        Proposal undo =
                scenario.undosAfter(second, Changes.failWithoutEffect(second)).get(0);
        ProposalQuery query =
                ProposalQuery.of(undo.tenant()).triggeredBy(undo.triggeredBy()).ofTool(undo.tool());

        assertThat(store.count(query)).isEqualTo(STEPS + 1);
        assertThat(store.count(query.ofCalls())).isEqualTo(STEPS);
        assertThat(store.search(query.ofCalls()).proposals())
                .extracting(Proposal::id)
                .containsExactlyInAnyOrderElementsOf(
                        steps.stream().map(Proposal::id).toList());
    }

    @Test
    void anUndoThatFailsIsForAPersonAndSoIsWhatCouldNotBeUndoneAfterIt() {
        List<Proposal> steps = chain();
        Proposal last = executeUpTo(STEPS - 1);
        List<Proposal> undos = scenario.undosAfter(last, Changes.failWithoutEffect(last));
        Proposal undo = scenario.claim(1).get(0).proposal();

        scenario.made(undo, Changes.failUnknown(undo));
        scenario.sweep();

        assertThat(steps.subList(0, STEPS - 1))
                .allSatisfy(step -> assertThat(said(step)).isEqualTo(Resolution.Kind.NOT_UNDONE));
        assertThat(undos.subList(1, undos.size()))
                .allSatisfy(later ->
                        assertThat(scenario.now(later).state().reason()).isEqualTo(ReasonCode.CHAIN_ABORTED));
        assertThat(scenario.claim(10)).isEmpty();
    }

    @Test
    @Tag("T15")
    void anUndoWhoseWorkerDiesIsTriedAgain() {
        needsVirtualClock();
        List<Proposal> steps = chain();
        Proposal second = executeUpTo(1);
        List<Proposal> undos = scenario.undosAfter(second, Changes.failWithoutEffect(second));
        scenario.claim(1);
        clock.advance(Changes.LEASE.plus(Changes.GRACE).plus(setup.tick()));
        scenario.sweep();

        runAll(undos);

        assertThat(said(steps.get(0))).isEqualTo(Resolution.Kind.COMPENSATED);
    }

    @Test
    void aTransitionThatIsSentAgainOrdersNothingTwice() {
        chain();
        Proposal second = executeUpTo(1);
        Transition breaking = Transition.of(
                SequentialIds.IDS.next(), second.tenant(), "worker:w", second.id(), Changes.failWithoutEffect(second));
        store.apply(List.of(breaking));
        long rows = probe.rows();

        assertThat(store.apply(List.of(breaking)).get(0)).isInstanceOf(TransitionResult.AlreadyMine.class);

        assertThat(probe.rows()).isEqualTo(rows).isEqualTo(STEPS + 1);
    }

    @Test
    void aStepThatRunsPastTheDeadlineOfTheNextOneIsUndoneWithIt() {
        needsVirtualClock();
        List<Proposal> steps = chain();
        toJustBeforeDeadlineOf(steps.get(0));
        Proposal first = scenario.claim(1).get(0).proposal();
        toDeadlineOf(first);
        assertThat(scenario.undos(scenario.sweep())).isEmpty();

        scenario.made(first, Changes.finish(first));
        scenario.sweep();

        assertThat(said(steps.get(0))).isEqualTo(Resolution.Kind.TO_BE_UNDONE);
        assertThat(scenario.claim(10))
                .extracting(c -> c.proposal().content().undoes())
                .containsExactly(steps.get(0).id());
    }

    @Test
    @Tag("F28")
    void theLastStepToEndIsTheOneThatUndoes() throws Exception {
        needsVirtualClock();
        try (Race race = new Race(2)) {
            for (int i = 0; i < Math.min(setup.races(), 100); i++) {
                aRaceForTheEnd(race);
            }
        }
    }

    private void aRaceForTheEnd(Race race) throws InterruptedException {
        List<Proposal> steps = scenario.approvedChain(ChainEnding.COMPENSATION, SAM, aRefund(), aTicket());
        toJustBeforeDeadlineOf(steps.get(0));
        Proposal first = scenario.claim(1).get(0).proposal();
        toDeadlineOf(first);

        race.run(() -> List.of(scenario.made(first, Changes.finish(first))), () -> scenario.sweep());

        scenario.sweep();
        assertThat(said(steps.get(0))).isEqualTo(Resolution.Kind.TO_BE_UNDONE);
        Proposal undo = scenario.claim(1).get(0).proposal();
        scenario.made(undo, Changes.finish(undo));
    }

    private List<Proposal> chain() {
        return scenario.approvedChain(ChainEnding.COMPENSATION, SAM, aRefund(), aRefund(), aRefund(), aRefund());
    }

    /** A ticket's look-up in the tools of the contract. */
    private static ProposalBuilder aRead() {
        return aTicket().having(Effect.READ_ONLY);
    }

    /** Executes the steps before one; gives that one, running. */
    private Proposal executeUpTo(int index) {
        for (int i = 0; i < index; i++) {
            Proposal running = scenario.claim(1).get(0).proposal();
            scenario.made(running, Changes.finish(running));
        }
        Proposal running = scenario.claim(1).get(0).proposal();
        ChainPosition chain = Objects.requireNonNull(running.content().chain());
        assertThat(chain.index()).isEqualTo(index);
        return running;
    }

    private List<AuditEvent> applied(Proposal proposal, Change change) {
        return Scenario.applied(scenario.apply(proposal, change)).events();
    }

    private Resolution.@Nullable Kind said(Proposal step) {
        Resolution resolution = scenario.now(step).state().resolution();
        return resolution == null ? null : resolution.kind();
    }
}
