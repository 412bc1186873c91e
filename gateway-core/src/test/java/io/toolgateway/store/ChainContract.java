package io.toolgateway.store;

import static io.toolgateway.testkit.People.MAX;
import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.policy.Approvers;
import io.toolgateway.proposal.ChainEnding;
import io.toolgateway.proposal.ChainPosition;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.EffectState;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.proposal.Refusal;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.Scenario;
import io.toolgateway.testkit.SequentialIds;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several calls, decided as a unit, run in order. */
@Tag("A6")
@Tag("I11")
abstract class ChainContract extends StoreContract {

    ChainContract(StoreSetup setup) {
        super(setup);
    }

    @Test
    void theStepsAreReadInTheirOrder() {
        List<Proposal> steps = scenario.insertChain(aRefund(), aTicket(), aRefund());

        for (Proposal step : steps) {
            assertThat(ids(store.chainOf(step))).isEqualTo(ids(steps));
        }
        assertThat(store.chainOf(scenario.insert(aRefund()))).hasSize(1);
    }

    @Test
    void theStepsOfAChainHaveOneDeadline() {
        List<Proposal> steps = scenario.insertChain(aRefund(), aTicket(), aRefund());

        assertThat(steps)
                .extracting(Proposal::validUntil)
                .containsOnly(steps.get(0).validUntil());
        assertThat(steps)
                .extracting(Proposal::createdAt)
                .containsOnly(steps.get(0).createdAt());
    }

    @Test
    void aChainIsApprovedAsAUnit() {
        List<Proposal> steps = scenario.approvedChain(SAM, aRefund(), aTicket());

        assertThat(store.chainOf(steps.get(0))).extracting(Proposal::phase).containsOnly(Phase.APPROVED);
    }

    @Test
    void oneStepsRefusalLeavesAllAsTheyAre() {
        List<Proposal> steps =
                scenario.insertChain(aRefund(), aTicket(), aTicket().parkedFor(Approvers.byRole("billing_admin")));
        List<StatusProbe.Row> before = steps.stream().map(this::rowOf).toList();

        TransitionResult result = decide(steps, step -> Changes.approve(step, SAM));

        requireLost(result, Refusal.NOT_ENTITLED);
        assertThat(((TransitionResult.Lost) result).current().id())
                .isEqualTo(steps.get(2).id());
        assertThat(steps.stream().map(this::rowOf).toList()).isEqualTo(before);
        assertThat(steps).allSatisfy(step -> assertThat(eventsOf(step)).hasSize(1));
    }

    @Test
    void aStepOfAnotherTenantLeavesAllAsTheyAre() {
        Proposal mine = scenario.insert(aRefund());
        Proposal foreign = scenario.insert(aRefund().by(MAX));
        StatusProbe.Row before = rowOf(mine);

        assertThat(decide(List.of(mine, foreign), step -> Changes.approve(step, SAM)))
                .isEqualTo(new TransitionResult.NotFound(foreign.id()));

        assertThat(rowOf(mine)).isEqualTo(before);
    }

    @Test
    void aRepeatedDecisionOfAChainIsMine() {
        List<Proposal> steps = scenario.insertChain(aRefund(), aTicket());
        Transition transition = Scenario.together(steps, step -> Changes.approve(step, SAM));
        Scenario.applied(store.apply(List.of(transition)).get(0));

        assertThat(store.apply(List.of(transition)).get(0))
                .isInstanceOfSatisfying(
                        TransitionResult.AlreadyMine.class,
                        mine -> assertThat(ids(mine.current())).isEqualTo(ids(steps)));
    }

    @Test
    void aStepIsClaimedWhenTheOneBeforeItIsExecuted() {
        List<Proposal> steps = scenario.approvedChain(SAM, aRefund(), aTicket(), aRefund());

        for (Proposal step : steps) {
            List<Claimed> claimed = scenario.claim(10);
            assertThat(claimed).extracting(c -> c.proposal().id()).containsExactly(step.id());
            requireOthersWait(steps, step);
            Proposal running = claimed.get(0).proposal();
            scenario.made(running, Changes.finish(running));
        }

        assertThat(store.chainOf(steps.get(0))).extracting(Proposal::phase).containsOnly(Phase.EXECUTED);
    }

    private void requireOthersWait(List<Proposal> steps, Proposal running) {
        int next = steps.indexOf(running) + 1;
        if (next < steps.size()) {
            requireLost(scenario.apply(steps.get(next), Changes.claim("worker-2")), Refusal.NOT_ITS_TURN);
        }
    }

    @Test
    @Tag("T17")
    void theRestOfABrokenChainIsAbandonedInOneSweep() {
        List<Proposal> steps = scenario.approvedChain(SAM, aRefund(), aTicket(), aTicket(), aTicket());
        breakFirst(steps);

        assertThat(scenario.sweep()).hasSize(3);

        requireAborted(steps.subList(1, 4));
    }

    @Test
    @Tag("T17")
    void theRestIsAbandonedWhateverTheOrderOfTheIds() {
        List<Proposal> parked = insertWithFallingIds();
        Scenario.applied(decide(parked, step -> Changes.approve(step, SAM)));
        breakFirst(parked);

        assertThat(scenario.sweep()).hasSize(3);

        requireAborted(parked.subList(1, 4));
    }

    @Test
    @Tag("T16")
    @Tag("T17")
    void aSweepThatTakesAStepFromADeadWorkerAbandonsTheRestToo() {
        needsVirtualClock();
        List<Proposal> parked = insertWithFallingIds();
        Scenario.applied(decide(parked, step -> Changes.approve(step, SAM)));
        scenario.claim(1);
        clock.advance(Changes.LEASE.plus(Changes.GRACE).plus(setup.tick()));

        assertThat(scenario.sweep()).hasSize(4);

        requireAborted(parked.subList(1, 4));
        assertThat(scenario.sweep()).isEmpty();
    }

    @Test
    @Tag("A4")
    @Tag("T7")
    void aChainThatNobodyStartedExpiresAsAWhole() {
        needsVirtualClock();
        List<Proposal> steps = scenario.approvedChain(SAM, aRefund(), aTicket(), aTicket());
        toDeadlineOf(steps.get(0));

        assertThat(scenario.sweep()).hasSize(3);

        assertThat(store.chainOf(steps.get(0))).extracting(Proposal::phase).containsOnly(Phase.EXPIRED);
    }

    @Test
    void stepsAfterALostDecisionAreNeverClaimed() {
        List<Proposal> steps = scenario.insertChain(aRefund(), aTicket());
        Scenario.applied(decide(steps, step -> Changes.reject(SAM)));

        assertThat(scenario.claim(10)).isEmpty();
        assertThat(scenario.sweep()).isEmpty();
    }

    @Test
    void aStepThatIsTriedAgainHoldsTheNextOneBack() {
        List<Proposal> steps = scenario.approvedChain(SAM, aTicket(), aTicket());
        Proposal running = scenario.claim(1).get(0).proposal();
        scenario.made(running, Changes.retry(running, Duration.ZERO));

        assertThat(scenario.claim(10))
                .extracting(c -> c.proposal().id())
                .containsExactly(steps.get(0).id());
        assertThat(scenario.sweep()).extracting(AuditEvent::type).isEmpty();
    }

    @Test
    void aStepThatIsApprovedAfterTheChainBrokeEndsAtTheNextSweep() {
        List<Proposal> steps = scenario.insertChain(aRefund(), aTicket(), aTicket());
        scenario.made(steps.get(0), Changes.reject(SAM));
        assertThat(scenario.sweep()).isEmpty();

        scenario.made(steps.get(2), Changes.approve(steps.get(2), SAM));
        assertThat(scenario.sweep()).hasSize(1);
        scenario.made(steps.get(1), Changes.approve(steps.get(1), SAM));
        assertThat(scenario.sweep()).hasSize(1);

        requireAborted(steps.subList(1, 3));
    }

    @Test
    void onlyWhatComesBehindABrokenStepEnds() {
        List<Proposal> steps = scenario.insertChain(aRefund(), aTicket(), aTicket(), aTicket());
        List.of(0, 1, 3).forEach(i -> scenario.made(steps.get(i), Changes.approve(steps.get(i), SAM)));

        scenario.made(steps.get(2), Changes.reject(SAM));
        assertThat(scenario.sweep()).hasSize(1);

        requireAborted(steps.subList(3, 4));
        Proposal first = scenario.claim(1).get(0).proposal();
        scenario.made(first, Changes.finish(first));
        assertThat(scenario.claim(10))
                .extracting(c -> c.proposal().id())
                .containsExactly(steps.get(1).id());
    }

    /** Ids of one millisecond have no order. */
    private List<Proposal> insertWithFallingIds() {
        UUID chain = SequentialIds.IDS.next();
        List<ProposalId> ids = growingIds(4);
        List<NewProposal> steps = List.of(
                aRefund().withId(ids.get(3)).inChain(step(chain, 0)).build(),
                aTicket().withId(ids.get(2)).inChain(step(chain, 1)).build(),
                aTicket().withId(ids.get(1)).inChain(step(chain, 2)).build(),
                aTicket().withId(ids.get(0)).inChain(step(chain, 3)).build());
        return ((Insertion.Stored) store.insert(steps, List.of())).proposals();
    }

    private static ChainPosition step(UUID chain, int index) {
        return new ChainPosition(chain, index, 4, ChainEnding.PARTIAL, false);
    }

    private void breakFirst(List<Proposal> steps) {
        Proposal running = scenario.claim(1).get(0).proposal();
        assertThat(running.id()).isEqualTo(steps.get(0).id());
        scenario.made(running, Changes.failWithoutEffect(running));
        assertThat(scenario.claim(10)).isEmpty();
    }

    private void requireAborted(List<Proposal> steps) {
        assertThat(steps).allSatisfy(step -> {
            Proposal now = scenario.now(step);
            assertThat(now.phase()).isEqualTo(Phase.FAILED);
            assertThat(now.state().reason()).isEqualTo(ReasonCode.CHAIN_ABORTED);
            assertThat(now.state().progress().effect()).isEqualTo(EffectState.NONE);
        });
    }

    private TransitionResult decide(List<Proposal> steps, Function<Proposal, Change> change) {
        return store.apply(List.of(Scenario.together(steps, change))).get(0);
    }

    private static List<ProposalId> growingIds(int count) {
        return Stream.generate(() -> new ProposalId(SequentialIds.IDS.next()))
                .limit(count)
                .toList();
    }

    private static List<ProposalId> ids(List<Proposal> proposals) {
        return proposals.stream().map(Proposal::id).toList();
    }
}
