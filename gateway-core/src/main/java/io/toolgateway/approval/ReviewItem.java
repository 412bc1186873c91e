package io.toolgateway.approval;

import io.toolgateway.caller.Caller;
import io.toolgateway.policy.Stage;
import io.toolgateway.proposal.ArgumentsHash;
import io.toolgateway.proposal.ChainPosition;
import io.toolgateway.proposal.Entitlement;
import io.toolgateway.proposal.OpenArguments;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.proposal.Review;
import java.time.Instant;
import java.util.List;

/**
 * One thing to decide: a proposal, or a chain of them that is decided as a unit.
 *
 * @param steps the proposals in their order; at least one
 * @since 0.1
 */
public record ReviewItem(List<Proposal> steps) {

    /** Copies the steps. */
    public ReviewItem {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("an item has at least one step");
        }
    }

    /** {@return the first step, which stands for the whole} */
    public Proposal first() {
        return steps.get(0);
    }

    /** {@return the id to decide it by} */
    public ProposalId id() {
        return first().id();
    }

    /**
     * What an approval is bound to.
     *
     * @return the hash of the arguments; of a chain the hash over the steps' hashes in their order
     */
    public String hash() {
        return steps.size() == 1
                ? first().argsHash()
                : ArgumentsHash.sha256(steps.stream().map(Proposal::argsHash).toArray(String[]::new));
    }

    /** {@return this as seen, to decide about} */
    public Seen seen() {
        return new Seen(id(), hash());
    }

    /** {@return true while it waits for people} */
    public boolean isPending() {
        return first().status() == ProposalStatus.PENDING;
    }

    /** {@return when it expires} */
    public Instant validUntil() {
        return first().validUntil();
    }

    /** {@return whose approval is awaited, from the current stage on} */
    public List<Stage> awaited() {
        Review review = first().state().review();
        return review.stages().subList(review.currentStage(), review.stages().size());
    }

    /**
     * What becomes of the rest if one of the steps fails or does not start in time, in words to be shown before deciding.
     *
     * @return a sentence or two; empty unless several steps are decided as a unit
     */
    public String ifAStepFails() {
        ChainPosition chain = first().content().chain();
        if (chain == null || steps.size() == 1) {
            return "";
        }
        long writing =
                steps.stream().filter(step -> step.content().tool().writes()).count();
        if (writing <= 1) {
            return writing == 0
                    ? "No step changes anything."
                    : "One step alone changes anything: it is done, or it is not.";
        }
        return switch (chain.ending()) {
            case TRANSACTION -> "All or nothing: if a step fails, none of the steps has changed anything.";
            case COMPENSATION ->
                "All or nothing: if a step fails, what the steps before it did is undone. If it is not known whether the last"
                        + " step happened, a person has to find out first.";
            case PARTIAL ->
                "NOT all or nothing: if a step fails, the steps after it do not run, and what the steps before it did stays done.";
        };
    }

    /**
     * Which arguments are not known yet, since they are what an earlier step returns, in words to be shown before deciding.
     *
     * @return a sentence for each; empty if all that will run is known
     */
    public List<String> references() {
        return OpenArguments.of(steps);
    }

    /**
     * Whether a person may approve it now.
     *
     * @param reviewer the person
     * @return true if so
     */
    public boolean mayBeApprovedBy(Caller reviewer) {
        return isPending() && steps.stream().allMatch(step -> Entitlement.mayApprove(step, reviewer));
    }

    /**
     * Whether a person may say no to it now.
     *
     * @param reviewer the person
     * @return true if so
     */
    public boolean mayBeRejectedBy(Caller reviewer) {
        return isPending() && steps.stream().allMatch(step -> Entitlement.mayReject(step, reviewer));
    }

    /**
     * Whether a person may edit it now.
     *
     * @param reviewer the person
     * @return true if so
     */
    public boolean mayBeEditedBy(Caller reviewer) {
        return isPending() && Entitlement.whyNotEdit(first(), reviewer).isEmpty();
    }

    /**
     * Whether a person may take it back now.
     *
     * @param person the person
     * @return true of whoever asked, while it waits
     */
    public boolean mayBeWithdrawnBy(Caller person) {
        return isPending() && isOf(person);
    }

    /**
     * Whether a person has asked for it.
     *
     * @param person the person
     * @return true if so
     */
    public boolean isOf(Caller person) {
        return person.isUser(first().tenant(), first().triggeredBy());
    }

    /**
     * Whether a person may see it: whoever may decide it in any stage, and whoever asked.
     *
     * @param viewer the person
     * @return true if so
     */
    public boolean isVisibleTo(Caller viewer) {
        return isOf(viewer) || Entitlement.mayReject(first(), viewer);
    }
}
