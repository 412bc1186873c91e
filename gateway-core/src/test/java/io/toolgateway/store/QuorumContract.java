package io.toolgateway.store;

import static io.toolgateway.policy.Approvers.byCaller;
import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Verdict.requireApproval;
import static io.toolgateway.testkit.People.ANN;
import static io.toolgateway.testkit.People.BEA;
import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.People.SUE;
import static io.toolgateway.testkit.Proposals.aRefund;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.audit.EventType;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.Refusal;
import io.toolgateway.proposal.Vote;
import io.toolgateway.testkit.Changes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** More than one approver: votes, quorums, stages. */
@Tag("A2")
@Tag("T4v")
abstract class QuorumContract extends StoreContract {

    QuorumContract(StoreSetup setup) {
        super(setup);
    }

    @Test
    void theVoteThatCompletesTheQuorumApproves() {
        Proposal parked = scenario.insert(
                aRefund().parkedFor(requireApproval(byRole("supervisor")).from(2)));

        Proposal voted = scenario.made(parked, Changes.approve(parked, SAM));
        assertThat(voted.phase()).isEqualTo(Phase.PENDING);
        assertThat(scenario.claim(1)).isEmpty();
        Proposal approved = scenario.made(voted, Changes.approve(voted, SUE));

        assertThat(approved.phase()).isEqualTo(Phase.APPROVED);
        assertThat(approved.state().review().votes())
                .extracting(Vote::reviewer)
                .containsExactly(SAM.userId(), SUE.userId());
        assertThat(approved.state().review().reviewedBy()).isEqualTo(SUE.userId());
        assertThat(typesOf(parked)).containsExactly(EventType.PARKED, EventType.VOTED, EventType.APPROVED);
    }

    @Test
    void onePersonVotesOnceInAStage() {
        Proposal parked = scenario.insert(
                aRefund().parkedFor(requireApproval(byRole("supervisor")).from(2)));
        Proposal voted = scenario.made(parked, Changes.approve(parked, SAM));
        StatusProbe.Row before = rowOf(voted);

        requireLost(scenario.apply(voted, Changes.approve(voted, SAM)), Refusal.ALREADY_VOTED);

        assertThat(rowOf(voted)).isEqualTo(before);
    }

    @Test
    void aSecondVoteNeedsTheStateAfterTheFirst() {
        Proposal parked = scenario.insert(
                aRefund().parkedFor(requireApproval(byRole("supervisor")).from(2)));
        scenario.made(parked, Changes.approve(parked, SAM));

        requireLost(scenario.apply(parked, Changes.approve(parked, SUE)), Refusal.WRONG_VERSION);
    }

    @Test
    void stagesFollowEachOther() {
        Proposal parked = scenario.insert(aRefund()
                .parkedFor(
                        requireApproval(byCaller()).then(byRole("supervisor")).then(byRole("billing_admin"))));

        requireLost(scenario.apply(parked, Changes.approve(parked, SAM)), Refusal.NOT_YET);
        Proposal confirmed = scenario.made(parked, Changes.approve(parked, ANN));
        requireLost(scenario.apply(confirmed, Changes.approve(confirmed, BEA)), Refusal.NOT_YET);
        requireLost(scenario.apply(confirmed, Changes.approve(confirmed, ANN)), Refusal.ALREADY_VOTED);
        Proposal agreed = scenario.made(confirmed, Changes.approve(confirmed, SAM));
        requireLost(scenario.apply(agreed, Changes.approve(agreed, SUE)), Refusal.STAGE_OVER);
        assertThat(agreed.phase()).isEqualTo(Phase.PENDING);
        Proposal approved = scenario.made(agreed, Changes.approve(agreed, BEA));

        assertThat(approved.phase()).isEqualTo(Phase.APPROVED);
        assertThat(approved.state().review().votes()).extracting(Vote::stage).containsExactly(0, 1, 2);
    }

    @Test
    void whoeverMayApproveInAnyStageMayRejectInEach() {
        Proposal parked = scenario.insert(
                aRefund().parkedFor(requireApproval(byRole("supervisor")).then(byRole("billing_admin"))));

        assertThat(scenario.made(parked, Changes.reject(BEA)).phase()).isEqualTo(Phase.REJECTED);
    }

    @Test
    void aNoAfterAVoteIsANo() {
        Proposal parked = scenario.insert(
                aRefund().parkedFor(requireApproval(byRole("supervisor")).from(2)));
        Proposal voted = scenario.made(parked, Changes.approve(parked, SAM));

        Proposal rejected = scenario.made(voted, Changes.reject(SUE));

        assertThat(rejected.phase()).isEqualTo(Phase.REJECTED);
        assertThat(rejected.state().review().approvedHash()).isNull();
        requireLost(scenario.apply(rejected, Changes.approve(rejected, SUE)), Refusal.WRONG_STATUS);
    }

    @Test
    void votesAreKeptWhenMoreArePermittedToVote() {
        Proposal parked = scenario.insert(
                aRefund().parkedFor(requireApproval(byRole("supervisor")).from(2)));
        Proposal voted = scenario.made(parked, Changes.approve(parked, SAM));

        Proposal widened = scenario.made(voted, Changes.widen(voted, byRole("billing_admin")));

        assertThat(scenario.made(widened, Changes.approve(widened, BEA)).phase())
                .isEqualTo(Phase.APPROVED);
    }
}
