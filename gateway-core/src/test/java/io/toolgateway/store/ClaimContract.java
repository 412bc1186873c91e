package io.toolgateway.store;

import static io.toolgateway.testkit.People.BEA;
import static io.toolgateway.testkit.People.MAX;
import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.audit.EventType;
import io.toolgateway.caller.Caller;
import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.EffectState;
import io.toolgateway.proposal.Lease;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Progress;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.Refusal;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.Scenario;
import io.toolgateway.testkit.SequentialIds;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who gets what to do, and what a claim puts on record before the handler starts. */
@Tag("T9")
abstract class ClaimContract extends StoreContract {

    ClaimContract(StoreSetup setup) {
        super(setup);
    }

    @Test
    @Tag("I6")
    void aClaimIsTheStartRecord() {
        Proposal approved = scenario.approved(aRefund(), SAM);
        UUID transition = SequentialIds.IDS.next();

        Claimed claimed = store.claim(new ClaimRequest(transition, "worker-7", Scenario.TOOLS, 1, Changes.LEASE))
                .get(0);

        Progress progress = claimed.proposal().state().progress();
        assertThat(progress.attempt()).isEqualTo(1);
        assertThat(progress.fence()).isEqualTo(1);
        assertThat(progress.effect()).isEqualTo(EffectState.POSSIBLE);
        assertThat(Objects.requireNonNull(progress.lease()).owner()).isEqualTo("worker-7");
        assertThat(claimed.proposal().state().lastTransition()).isEqualTo(transition);
        assertThat(claimed.event().type()).isEqualTo(EventType.CLAIMED);
        assertThat(typesOf(approved)).containsExactly(EventType.PARKED, EventType.APPROVED, EventType.CLAIMED);
        assertThat(scenario.now(approved)).isEqualTo(claimed.proposal());
    }

    @Test
    void theOldestComeFirstAndNoMoreThanAskedFor() {
        List<ProposalId> approved = List.of(
                scenario.approved(aRefund(), SAM).id(),
                scenario.approved(aTicket(), SAM).id(),
                scenario.approved(aRefund(), SAM).id());

        assertThat(ids(scenario.claim(2))).containsExactlyElementsOf(approved.subList(0, 2));
        assertThat(ids(scenario.claim(2))).containsExactly(approved.get(2));
        assertThat(scenario.claim(2)).isEmpty();
    }

    @Test
    void othersToolsAreLeftAlone() {
        scenario.approved(aRefund(), SAM);
        Proposal ticket = scenario.approved(aTicket(), SAM);

        assertThat(ids(store.claim(claimOf(Set.of("create_support_ticket"))))).containsExactly(ticket.id());
        assertThat(store.claim(claimOf(Set.of("no_such_tool")))).isEmpty();
        assertThat(store.claim(claimOf(Set.of()))).isEmpty();
    }

    @Test
    void aWorkerServesAllTenants() {
        Proposal acme = scenario.approved(aRefund(), SAM);
        Proposal parked = scenario.insert(aRefund().by(MAX).parkedFor(Approvers.byCaller()));
        Proposal globex = scenario.made(parked, Changes.approve(parked, MAX));

        assertThat(ids(scenario.claim(10))).containsExactly(acme.id(), globex.id());
    }

    @Test
    @Tag("P1")
    @Tag("I1")
    void whatNobodyApprovedIsNotClaimed() {
        scenario.insert(aRefund());
        Proposal rejected = scenario.insert(aRefund());
        scenario.made(rejected, Changes.reject(SAM));
        Proposal voted = scenario.insert(aRefund()
                .parkedFor(
                        Verdict.requireApproval(Approvers.byRole("supervisor")).from(2)));
        scenario.made(voted, Changes.approve(voted, SAM));

        assertThat(scenario.claim(10)).isEmpty();
    }

    @Test
    @Tag("T2")
    void whatAPolicyAllowedRunsFromTheStart() {
        Proposal started = scenario.insert(aRefund().allowed());

        assertThat(started.phase()).isEqualTo(Phase.RUNNING);
        assertThat(started.state().review().decidedBy()).isEqualTo("policy:large refunds@2026-11");
        assertThat(started.state().review().approvedHash()).isEqualTo(started.argsHash());
        assertThat(started.state().progress().fence()).isEqualTo(1);
        assertThat(started.state().progress().attempt()).isEqualTo(1);
        assertThat(lease(started).owner()).isEqualTo("proposer");
        assertThat(Duration.between(started.createdAt(), lease(started).until()))
                .isEqualTo(Changes.LEASE);
        assertThat(scenario.claim(10)).isEmpty();
    }

    @Test
    @Tag("I3")
    void theBudgetEndsWithTheLeaseOrTheValidity() {
        needsVirtualClock();
        Proposal roomy = scenario.approved(aRefund(), SAM);
        assertThat(scenario.claim(1))
                .singleElement()
                .satisfies(c -> assertThat(c.budget()).isEqualTo(Changes.LEASE));
        Proposal tight = scenario.approved(aRefund().validFor(Duration.ofHours(3)), SAM);
        clock.set(tight.validUntil().minusSeconds(7));

        assertThat(scenario.claim(1))
                .singleElement()
                .satisfies(c -> assertThat(c.budget()).isEqualTo(Duration.ofSeconds(7)));
        assertThat(roomy.validUntil()).isAfter(tight.validUntil());
    }

    @Test
    @Tag("E7")
    void aClaimAskedForAgainGivesWhatItTookAndNoMore() {
        scenario.approved(aRefund(), SAM);
        scenario.approved(aTicket(), SAM);
        ClaimRequest two = new ClaimRequest(SequentialIds.IDS.next(), "worker-7", Scenario.TOOLS, 2, Changes.LEASE);
        List<Claimed> taken = store.claim(two);
        Proposal later = scenario.approved(aRefund(), SAM);
        ClaimRequest five = new ClaimRequest(two.transition(), "worker-7", Scenario.TOOLS, 5, Changes.LEASE);

        List<Claimed> again = store.claim(five.again());

        assertThat(again)
                .extracting(Claimed::proposal)
                .containsExactlyElementsOf(taken.stream().map(Claimed::proposal).toList());
        assertThat(again).extracting(c -> c.event().type()).containsOnly(EventType.CLAIMED);
        assertThat(phaseOf(later)).isEqualTo(Phase.APPROVED);
        assertThat(typesOf(taken.get(0).proposal()))
                .containsExactly(EventType.PARKED, EventType.APPROVED, EventType.CLAIMED);
    }

    @Test
    @Tag("E7")
    void aClaimThatTookNothingTakesNothingWhenItIsAskedForAgain() {
        ClaimRequest none = claimOf(Scenario.TOOLS);
        assertThat(store.claim(none)).isEmpty();
        Proposal later = scenario.approved(aRefund(), SAM);

        assertThat(store.claim(none.again())).isEmpty();
        assertThat(store.claim(claimOf(Scenario.TOOLS).again())).isEmpty();
        assertThat(phaseOf(later)).isEqualTo(Phase.APPROVED);
    }

    @Test
    @Tag("E7")
    void whatIsNotHeldByAClaimAnyMoreIsNotGivenAgain() {
        scenario.approved(aRefund(), SAM);
        scenario.approved(aTicket(), SAM);
        ClaimRequest request = claimOf(Scenario.TOOLS);
        List<Claimed> taken = store.claim(request);
        scenario.made(taken.get(0).proposal(), Changes.finish(taken.get(0).proposal()));

        assertThat(ids(store.claim(request.again())))
                .containsExactly(taken.get(1).proposal().id());
    }

    @Test
    @Tag("I3")
    @Tag("E7")
    void theBudgetOfAClaimAskedForAgainCountsFromWhenItWasTaken() {
        needsVirtualClock();
        scenario.approved(aRefund(), SAM);
        ClaimRequest request = claimOf(Scenario.TOOLS);
        store.claim(request);
        clock.advance(Changes.LEASE.minusSeconds(2));

        assertThat(store.claim(request.again()))
                .singleElement()
                .satisfies(c -> assertThat(c.budget()).isLessThanOrEqualTo(Duration.ofSeconds(2)));
    }

    @Test
    @Tag("T10")
    @Tag("I12")
    void onlyTheHolderOfTheFenceMovesIt() {
        Proposal first = scenario.running(aTicket());
        Proposal again =
                scenario.made(scenario.made(first, Changes.retry(first, Duration.ZERO)), Changes.claim("worker-2"));
        StatusProbe.Row before = rowOf(again);

        requireWrongFence(first);

        assertThat(rowOf(again)).isEqualTo(before);
        assertThat(scenario.made(again, Changes.finish(again)).phase()).isEqualTo(Phase.EXECUTED);
    }

    @Test
    @Tag("T4")
    @Tag("I6")
    void whatIsApprovedCanBeClaimedBehindItsApproval() {
        Proposal first = scenario.insert(aRefund());
        Proposal second = scenario.insert(aTicket());
        List<ClaimRequest> claims = List.of(claimOf(Scenario.TOOLS), claimOf(Scenario.TOOLS));

        List<TransitionResult> results = store.apply(List.of(
                approvalOf(first, SAM),
                approvalOf(second, SAM),
                claims.get(0).transitionOf(first),
                claims.get(1).transitionOf(second)));

        assertThat(results).hasOnlyElementsOfType(TransitionResult.Applied.class);
        assertThat(afterOf(results.get(0)).phase()).isEqualTo(Phase.APPROVED);
        assertThat(afterOf(results.get(2))).isEqualTo(scenario.now(first));
        assertThat(afterOf(results.get(3))).isEqualTo(scenario.now(second));
        for (Proposal one : List.of(first, second)) {
            Proposal now = scenario.now(one);
            assertThat(now.phase()).isEqualTo(Phase.RUNNING);
            assertThat(now.state().review().decidedBy()).isEqualTo("user:" + SAM.userId());
            assertThat(lease(now).owner()).isEqualTo("worker-1");
            assertThat(typesOf(one)).containsExactly(EventType.PARKED, EventType.APPROVED, EventType.CLAIMED);
        }
        assertThat(scenario.claim(10)).isEmpty();
        assertThat(scenario.made(scenario.now(first), Changes.finish(scenario.now(first)))
                        .phase())
                .isEqualTo(Phase.EXECUTED);
    }

    @Test
    @Tag("T4v")
    @Tag("I1")
    void aClaimBehindAVoteThatIsNotTheLastTakesNothing() {
        Proposal waits = scenario.insert(aRefund()
                .parkedFor(
                        Verdict.requireApproval(Approvers.byRole("supervisor")).from(2)));

        List<TransitionResult> results = store.apply(
                List.of(approvalOf(waits, SAM), claimOf(Scenario.TOOLS).transitionOf(waits)));

        assertThat(afterOf(results.get(0)).phase()).isEqualTo(Phase.PENDING);
        requireLost(results.get(1), Refusal.WRONG_STATUS);
        assertThat(phaseOf(waits)).isEqualTo(Phase.PENDING);
        assertThat(scenario.now(waits).state().review().votes()).hasSize(1);
    }

    @Test
    @Tag("T4")
    @Tag("I1")
    void aClaimBehindARefusedApprovalTakesNothing() {
        Proposal waits = scenario.insert(aRefund());

        List<TransitionResult> results = store.apply(
                List.of(approvalOf(waits, BEA), claimOf(Scenario.TOOLS).transitionOf(waits)));

        requireLost(results.get(0), Refusal.NOT_ENTITLED);
        requireLost(results.get(1), Refusal.WRONG_STATUS);
        assertThat(phaseOf(waits)).isEqualTo(Phase.PENDING);
    }

    @Test
    @Tag("E7")
    void whatWasClaimedBehindItsApprovalIsGivenAgainLikeAnyOther() {
        Proposal waits = scenario.insert(aRefund());
        ClaimRequest claim = claimOf(Scenario.TOOLS);
        List<Transition> both = List.of(approvalOf(waits, SAM), claim.transitionOf(waits));
        Proposal claimed = afterOf(store.apply(both).get(1));

        List<TransitionResult> again = store.apply(both);

        requireLost(again.get(0), Refusal.WRONG_STATUS);
        assertThat(again.get(1)).isEqualTo(new TransitionResult.AlreadyMine(List.of(claimed)));
        assertThat(store.claim(claim.again())).extracting(Claimed::proposal).containsExactly(claimed);
        assertThat(typesOf(waits)).containsExactly(EventType.PARKED, EventType.APPROVED, EventType.CLAIMED);
    }

    private static Transition approvalOf(Proposal proposal, Caller reviewer) {
        return Transition.of(
                SequentialIds.IDS.next(),
                proposal.tenant(),
                "user:" + reviewer.userId(),
                proposal.id(),
                Changes.approve(proposal, reviewer));
    }

    private static Proposal afterOf(TransitionResult result) {
        return ((TransitionResult.Applied) result).after().get(0);
    }

    /** What the worker of an earlier attempt tries. */
    private void requireWrongFence(Proposal earlier) {
        List.of(
                        Changes.heartbeat(earlier),
                        Changes.release(earlier),
                        Changes.retry(earlier, Duration.ZERO),
                        Changes.finish(earlier),
                        Changes.failUnknown(earlier))
                .forEach(change -> requireLost(scenario.apply(earlier, change), Refusal.WRONG_FENCE));
    }

    private static ClaimRequest claimOf(Set<String> tools) {
        return new ClaimRequest(SequentialIds.IDS.next(), "worker-1", tools, 10, Changes.LEASE);
    }

    private static List<ProposalId> ids(List<Claimed> claimed) {
        return claimed.stream().map(c -> c.proposal().id()).toList();
    }

    private static Lease lease(Proposal proposal) {
        return Objects.requireNonNull(proposal.state().progress().lease());
    }
}
