package io.toolgateway.store;

import static io.toolgateway.policy.Approvers.byCaller;
import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Approvers.byUser;
import static io.toolgateway.testkit.People.ACME;
import static io.toolgateway.testkit.People.ANN;
import static io.toolgateway.testkit.People.BEA;
import static io.toolgateway.testkit.People.EVE;
import static io.toolgateway.testkit.People.GLOBEX;
import static io.toolgateway.testkit.People.MAX;
import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.People.SUE;
import static io.toolgateway.testkit.Proposals.aRefund;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.audit.Statement;
import io.toolgateway.caller.Caller;
import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Stage;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.Refusal;
import io.toolgateway.proposal.Review;
import io.toolgateway.proposal.Vote;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.SequentialIds;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who may decide what, and what an approval is bound to. */
abstract class ReviewContract extends StoreContract {

    /** Someone whom no test knows otherwise. */
    private static final String TOM = "c0ffee00-0000-4000-8000-000000000703";

    ReviewContract(StoreSetup setup) {
        super(setup);
    }

    @Test
    @Tag("T4")
    @Tag("A3")
    void anApprovalKeepsWhoSawWhat() {
        Proposal approved = scenario.approved(aRefund(), SAM);

        Review review = scenario.now(approved).state().review();
        assertThat(review.approvedHash()).isEqualTo(approved.argsHash());
        assertThat(review.decidedBy()).isEqualTo("user:" + SAM.userId());
        assertThat(review.reviewedBy()).isEqualTo(SAM.userId());
        assertThat(review.reviewedAt()).isNotNull();
        assertThat(review.votes()).hasSize(1);
        assertThat(review.votes().get(0).seenHash()).isEqualTo(approved.argsHash());
    }

    @Test
    @Tag("A3")
    @Tag("I8")
    void anApprovalOfOtherArgumentsIsRefused() {
        Proposal parked = scenario.insert(aRefund());
        String other =
                scenario.insert(aRefund().withArguments("{\"amount\":1}")).argsHash();

        requireUnmoved(parked, new Change.Approve(SAM, other, parked.version()), Refusal.WRONG_HASH);
    }

    @Test
    @Tag("A3")
    @Tag("I8")
    void aNoToOtherArgumentsIsRefused() {
        Proposal parked = scenario.insert(aRefund());
        String other =
                scenario.insert(aRefund().withArguments("{\"amount\":1}")).argsHash();

        requireUnmoved(parked, new Change.Reject(SAM, other, "no"), Refusal.WRONG_HASH);
        requireUnmoved(parked, new Change.Withdraw(ANN, other, "no"), Refusal.WRONG_HASH);
        assertThat(scenario.made(parked, new Change.Reject(SAM, parked.argsHash(), "no"))
                        .phase())
                .isEqualTo(Phase.REJECTED);
    }

    @Test
    @Tag("T4")
    void aYesKeepsItsReason() {
        Proposal parked = scenario.insert(aRefund());
        scenario.made(parked, new Change.Approve(SAM, parked.argsHash(), parked.version(), "as agreed \u00fc"));

        Review review = scenario.now(parked).state().review();
        assertThat(review.note()).isEqualTo("as agreed \u00fc");
        assertThat(review.votes()).extracting(Vote::note).containsExactly("as agreed \u00fc");
        assertThat(eventsOf(parked).get(1).statement())
                .isEqualTo(new Statement.Voted(0, parked.argsHash(), "as agreed \u00fc"));
    }

    @Test
    void anApprovalOfAnEarlierStateIsRefused() {
        Proposal parked = scenario.insert(aRefund());
        Proposal widened = scenario.made(parked, Changes.widen(parked, byRole("billing_admin")));

        requireUnmoved(widened, Changes.approve(parked, SAM), Refusal.WRONG_VERSION);
        requireUnmoved(widened, Changes.supersede(parked, SAM), Refusal.WRONG_VERSION);
        requireUnmoved(widened, Changes.widen(parked, byCaller()), Refusal.WRONG_VERSION);
    }

    @Test
    @Tag("A2")
    @Tag("I5")
    void aPersonWithoutTheRoleDecidesNothing() {
        Proposal parked = scenario.insert(aRefund());

        requireUnmoved(parked, Changes.approve(parked, BEA), Refusal.NOT_ENTITLED);
        requireUnmoved(parked, Changes.reject(BEA), Refusal.NOT_ENTITLED);
        requireUnmoved(parked, Changes.supersede(parked, BEA), Refusal.NOT_ENTITLED);
        requireUnmoved(parked, Changes.withdraw(BEA), Refusal.NOT_ENTITLED);
    }

    @Test
    @Tag("A2")
    @Tag("I5")
    void whoeverAskedCannotApproveWithTheRoleAlone() {
        Proposal parked = scenario.insert(aRefund().by(EVE));

        requireUnmoved(parked, Changes.approve(parked, EVE), Refusal.OWN_REQUEST);
        requireUnmoved(parked, Changes.reject(EVE), Refusal.OWN_REQUEST);
    }

    @Test
    @Tag("A2")
    void whoeverAskedConfirmsWhereTheCallerIsNamed() {
        Proposal parked = scenario.insert(aRefund().parkedFor(byCaller()));

        requireUnmoved(parked, Changes.approve(parked, SAM), Refusal.NOT_ENTITLED);
        assertThat(scenario.made(parked, Changes.approve(parked, ANN)).phase()).isEqualTo(Phase.APPROVED);
    }

    @Test
    @Tag("A2")
    void eitherKindApprovesWhereEitherMay() {
        Proposal first = scenario.insert(aRefund().parkedFor(byCaller().or(byRole("billing_admin"))));
        Proposal second = scenario.insert(aRefund().parkedFor(byCaller().or(byRole("billing_admin"))));

        assertThat(scenario.made(first, Changes.approve(first, ANN)).phase()).isEqualTo(Phase.APPROVED);
        assertThat(scenario.made(second, Changes.approve(second, BEA)).phase()).isEqualTo(Phase.APPROVED);
    }

    @Test
    @Tag("P6")
    @Tag("I18")
    void aReviewerOfAnotherTenantDecidesNothing() {
        Proposal parked = scenario.insert(aRefund());

        requireUnmoved(parked, Changes.approve(parked, MAX), Refusal.NOT_ENTITLED);
        requireUnmoved(parked, Changes.reject(MAX), Refusal.NOT_ENTITLED);
        Caller sameName = Caller.of(GLOBEX.value(), ANN.userId()).withRoles("supervisor");
        requireUnmoved(parked, Changes.withdraw(sameName), Refusal.NOT_ENTITLED);
        requireUnmoved(parked, Changes.approve(parked, sameName), Refusal.NOT_ENTITLED);
    }

    @Test
    @Tag("P6")
    @Tag("I18")
    void anotherTenantsProposalIsNotFound() {
        Proposal parked = scenario.insert(aRefund());
        StatusProbe.Row before = rowOf(parked);

        for (Change change : Changes.every(parked)) {
            Transition crossing =
                    Transition.of(SequentialIds.IDS.next(), GLOBEX, "user:" + MAX.userId(), parked.id(), change);
            assertThat(store.apply(List.of(crossing))).containsExactly(new TransitionResult.NotFound(parked.id()));
        }

        assertThat(rowOf(parked)).isEqualTo(before);
        assertThat(store.find(GLOBEX, parked.id())).isEmpty();
    }

    @Test
    void anUnknownProposalIsNotFound() {
        Proposal parked = scenario.insert(aRefund());
        var nobody = aRefund().build().id();

        assertThat(store.apply(List.of(Transition.of(
                        SequentialIds.IDS.next(),
                        parked.tenant(),
                        "user:" + SAM.userId(),
                        nobody,
                        Changes.reject(SAM)))))
                .containsExactly(new TransitionResult.NotFound(nobody));
        assertThat(store.find(parked.tenant(), nobody)).isEmpty();
    }

    @Test
    @Tag("A4")
    @Tag("T5")
    void theFirstDecisionStands() {
        Proposal rejected = scenario.insert(aRefund());
        scenario.made(rejected, Changes.reject(SAM));
        Proposal approved = scenario.approved(aRefund(), SAM);

        requireUnmoved(rejected, Changes.approve(scenario.now(rejected), SUE), Refusal.WRONG_STATUS);
        requireUnmoved(approved, Changes.reject(SUE), Refusal.WRONG_STATUS);
        assertThat(scenario.claim(10))
                .extracting(claimed -> claimed.proposal().id())
                .containsExactly(approved.id());
    }

    @Test
    @Tag("T5")
    void aNoKeepsItsReason() {
        Proposal parked = scenario.insert(aRefund());
        scenario.made(parked, Changes.reject(SAM));

        Review review = scenario.now(parked).state().review();
        assertThat(review.note()).isEqualTo("not this one");
        assertThat(review.reviewedBy()).isEqualTo(SAM.userId());
        assertThat(review.approvedHash()).isNull();
    }

    @Test
    @Tag("T5w")
    void whoeverAskedTakesItBack() {
        Proposal parked = scenario.insert(aRefund());

        requireUnmoved(parked, Changes.withdraw(SAM), Refusal.NOT_ENTITLED);
        assertThat(scenario.made(parked, Changes.withdraw(ANN)).phase()).isEqualTo(Phase.REJECTED);
    }

    @Test
    @Tag("T4e")
    void whoWasLetInApproves() {
        Proposal parked = scenario.insert(aRefund());
        requireUnmoved(parked, Changes.approve(parked, BEA), Refusal.NOT_ENTITLED);

        Proposal widened = scenario.made(parked, Changes.widen(parked, byRole("billing_admin")));

        assertThat(widened.validUntil()).isEqualTo(parked.validUntil());
        assertThat(scenario.made(widened, Changes.approve(widened, BEA)).phase())
                .isEqualTo(Phase.APPROVED);
    }

    @Test
    @Tag("T4e")
    void whoWasHandedItApprovesWithoutTheRoleAndItIsOnRecord() {
        Proposal parked = scenario.insert(aRefund());

        Proposal handed = scenario.made(parked, Changes.delegate(parked, SAM, BEA));

        Stage open = new Stage(byRole("supervisor").or(byUser(BEA.userId())), 1);
        assertThat(scenario.now(handed).state().review().stages()).containsExactly(open);
        assertThat(handed.validUntil()).isEqualTo(parked.validUntil());
        assertThat(eventsOf(parked).get(1).statement())
                .isEqualTo(new Statement.Widened(List.of(open), "while I am away"));
        assertThat(scenario.made(handed, Changes.approve(handed, BEA)).phase()).isEqualTo(Phase.APPROVED);
    }

    @Test
    @Tag("T4e")
    void whoWasHandedItMayHandItOnAndSayNo() {
        Proposal parked = scenario.insert(aRefund());
        Proposal handed = scenario.made(parked, Changes.delegate(parked, SAM, BEA));

        Proposal again = scenario.made(handed, Changes.delegate(handed, BEA, Caller.of(ACME.value(), TOM)));

        assertThat(scenario.made(again, Changes.reject(BEA)).phase()).isEqualTo(Phase.REJECTED);
    }

    @Test
    @Tag("T4e")
    @Tag("I5")
    void nobodyHandsOnWhatTheyMayNotApproveAndNobodyLetsInWhoeverAsked() {
        Proposal parked = scenario.insert(aRefund());
        String other =
                scenario.insert(aRefund().withArguments("{\"amount\":1}")).argsHash();

        requireUnmoved(parked, Changes.delegate(parked, BEA, BEA), Refusal.NOT_ENTITLED);
        requireUnmoved(parked, Changes.delegate(parked, ANN, BEA), Refusal.OWN_REQUEST);
        requireUnmoved(parked, Changes.delegate(parked, MAX, BEA), Refusal.NOT_ENTITLED);
        requireUnmoved(parked, Changes.delegate(parked, SAM, ANN), Refusal.OWN_REQUEST);
        requireUnmoved(parked, Changes.delegate(parked, SAM, SAM), Refusal.NOT_WIDER);
        requireUnmoved(
                parked, new Change.Delegate(SAM, other, BEA.userId(), parked.version(), null), Refusal.WRONG_HASH);
        Proposal handed = scenario.made(parked, Changes.delegate(parked, SAM, BEA));
        requireUnmoved(handed, Changes.delegate(parked, SAM, SUE), Refusal.WRONG_VERSION);
        requireUnmoved(handed, Changes.delegate(handed, SAM, BEA), Refusal.NOT_WIDER);
        Caller sameName = Caller.of(GLOBEX.value(), BEA.userId());
        requireUnmoved(handed, Changes.approve(handed, sameName), Refusal.NOT_ENTITLED);
    }

    @Test
    @Tag("T4e")
    void whoeverAskedStaysOutThoughTheirNameIsLetIn() {
        Proposal parked = scenario.insert(aRefund());

        Proposal widened = scenario.made(parked, Changes.widen(parked, byUser(ANN.userId())));

        requireUnmoved(widened, Changes.approve(widened, ANN), Refusal.OWN_REQUEST);
    }

    @Test
    @Tag("T4e")
    void itIsHandedOnInTheStageThatIsVotedOn() {
        Proposal parked = scenario.insert(aRefund()
                .parkedFor(Verdict.requireApproval(byRole("supervisor")).then(byRole("billing_admin"))));
        Proposal voted = scenario.made(parked, Changes.approve(parked, SAM));

        requireUnmoved(voted, Changes.delegate(voted, SAM, SUE), Refusal.ALREADY_VOTED);
        Proposal handed = scenario.made(voted, Changes.delegate(voted, BEA, SUE));

        assertThat(handed.state().review().stages().get(0)).isEqualTo(new Stage(byRole("supervisor"), 1));
        assertThat(scenario.made(handed, Changes.approve(handed, SUE)).phase()).isEqualTo(Phase.APPROVED);
    }

    @Test
    @Tag("T5s")
    void aStepOfAChainIsNotEdited() {
        Proposal step = scenario.insertChain(aRefund(), aRefund()).get(0);

        requireUnmoved(step, Changes.supersede(step, SAM), Refusal.PART_OF_CHAIN);
    }

    @Test
    @Tag("T4e")
    void theRequirementIsNeverNarrowed() {
        Proposal parked =
                scenario.insert(aRefund().parkedFor(byRole("supervisor").or(byCaller())));

        requireNotWider(parked, List.of(new Stage(byRole("supervisor"), 1)));
        requireNotWider(parked, List.of(new Stage(byCaller(), 1)));
        requireNotWider(parked, List.of());
        Proposal handed = scenario.made(scenario.insert(aRefund()), widenedFor(byUser(BEA.userId())));
        requireNotWider(handed, List.of(new Stage(byRole("supervisor"), 1)));
        requireNotWider(parked, List.of(new Stage(byRole("supervisor").or(byCaller()), 2)));
        requireNotWider(
                parked,
                List.of(new Stage(byRole("supervisor").or(byCaller()), 1), new Stage(byRole("billing_admin"), 1)));
    }

    private static Change.Widen widenedFor(Approvers more) {
        return new Change.Widen(List.of(new Stage(byRole("supervisor").or(more), 1)), "sweeper", 1);
    }

    private void requireNotWider(Proposal parked, List<Stage> stages) {
        requireUnmoved(parked, new Change.Widen(stages, "sweeper", parked.version()), Refusal.NOT_WIDER);
    }

    private void requireUnmoved(Proposal proposal, Change change, Refusal refusal) {
        StatusProbe.Row before = rowOf(proposal);
        int events = eventsOf(proposal).size();
        TransitionResult result = scenario.apply(proposal, change);
        requireLost(result, refusal);
        assertThat(((TransitionResult.Lost) result).current().version())
                .as("the row that stood against it")
                .isEqualTo(before.version());
        assertThat(rowOf(proposal)).isEqualTo(before);
        assertThat(eventsOf(proposal)).hasSize(events);
    }
}
