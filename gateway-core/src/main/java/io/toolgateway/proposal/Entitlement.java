package io.toolgateway.proposal;

import io.toolgateway.caller.Caller;
import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Stage;

/**
 * Who may decide a proposal (SPEC A2).
 *
 * <p>Whoever asked decides only where the stage names the caller, whatever roles are held; anyone else needs one of the
 * stage's roles; nobody decides across tenants.
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

    private static boolean admits(Approvers approvers, Proposal proposal, Caller reviewer) {
        if (!reviewer.tenant().equals(proposal.tenant())) {
            return false;
        }
        return reviewer.userId().equals(proposal.triggeredBy())
                ? approvers.caller()
                : reviewer.isAnyOf(approvers.roles());
    }
}
