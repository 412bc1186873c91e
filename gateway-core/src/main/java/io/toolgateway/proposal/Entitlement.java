package io.toolgateway.proposal;

import io.toolgateway.caller.Caller;
import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Stage;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Who may decide a proposal (SPEC A2).
 *
 * <p>Whoever asked decides only where the stage names the caller, whatever roles are held; anyone else needs one of the
 * stage's roles or to be named by it; nobody decides across tenants.
 *
 * @since 0.1
 */
public final class Entitlement {

    private Entitlement() {}

    /**
     * Whether a person may vote in the current stage.
     *
     * @param proposal the proposal
     * @param reviewer the person
     * @return true if so
     */
    public static boolean mayApprove(Proposal proposal, Caller reviewer) {
        Review review = proposal.state().review();
        int stage = review.currentStage();
        return stage < review.stages().size()
                && admits(review.stages().get(stage).approvers(), proposal, reviewer);
    }

    /**
     * Whether a person may say no: whoever may vote in any stage may.
     *
     * @param proposal the proposal
     * @param reviewer the person
     * @return true if so
     */
    public static boolean mayReject(Proposal proposal, Caller reviewer) {
        return proposal.state().review().stages().stream()
                .map(Stage::approvers)
                .anyMatch(approvers -> admits(approvers, proposal, reviewer));
    }

    /** Why a person may not vote in the current stage; only of one who may not. */
    static Refusal whyNotApprove(Proposal proposal, Caller reviewer) {
        Review review = proposal.state().review();
        List<Integer> stages = stagesOf(proposal, reviewer);
        if (stages.isEmpty()) {
            return whyNotReject(proposal, reviewer);
        }
        if (stages.stream().anyMatch(stage -> stage > review.currentStage())) {
            return Refusal.NOT_YET;
        }
        boolean hasVoted = stages.stream().anyMatch(stage -> review.hasVoted(stage, reviewer.userId()));
        return hasVoted ? Refusal.ALREADY_VOTED : Refusal.STAGE_OVER;
    }

    /** Why a person may not say no; only of one who may not. */
    static Refusal whyNotReject(Proposal proposal, Caller reviewer) {
        return reviewer.isUser(proposal.tenant(), proposal.triggeredBy()) ? Refusal.OWN_REQUEST : Refusal.NOT_ENTITLED;
    }

    /**
     * Why a person may not edit a proposal that waits: who could say no to it may, of what is no step of a chain.
     *
     * @param proposal the proposal
     * @param reviewer the person
     * @return why not; empty if the person may
     */
    public static Optional<Refusal> whyNotEdit(Proposal proposal, Caller reviewer) {
        if (!mayReject(proposal, reviewer)) {
            return Optional.of(whyNotReject(proposal, reviewer));
        }
        return proposal.content().chain() == null ? Optional.empty() : Optional.of(Refusal.PART_OF_CHAIN);
    }

    private static List<Integer> stagesOf(Proposal proposal, Caller reviewer) {
        List<Stage> stages = proposal.state().review().stages();
        return IntStream.range(0, stages.size())
                .filter(stage -> admits(stages.get(stage).approvers(), proposal, reviewer))
                .boxed()
                .toList();
    }

    /**
     * Whether a person may settle an unknown outcome: whoever could have said no to it, or holds one of some roles besides. Not
     * whoever asked, unless a stage names the caller.
     *
     * @param proposal the proposal
     * @param person the person
     * @param besides the roles that settle what nobody reviewed
     * @return true if so
     */
    public static boolean maySettle(Proposal proposal, Caller person, Set<String> besides) {
        return mayFindOut(proposal, person) && (mayReject(proposal, person) || person.isAnyOf(besides));
    }

    /** What a store can tell without knowing the roles of a host's tools. */
    static boolean mayFindOut(Proposal proposal, Caller person) {
        boolean isOwn = person.isUser(proposal.tenant(), proposal.triggeredBy());
        return person.tenant().equals(proposal.tenant()) && (!isOwn || mayReject(proposal, person));
    }

    private static boolean admits(Approvers approvers, Proposal proposal, Caller reviewer) {
        return approvers.admit(proposal.tenant(), proposal.triggeredBy(), reviewer);
    }
}
