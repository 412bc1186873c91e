package io.toolgateway.proposal;

import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Stage;
import io.toolgateway.tool.Effect;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The guards of the changes; where the change may start at all has been asked of the table of moves before. */
final class Guards {

    private Guards() {}

    static @Nullable Refusal approve(Proposal proposal, Change.Approve approve, Circumstances around) {
        if (!Entitlement.mayApprove(proposal, approve.reviewer())) {
            return Entitlement.whyNotApprove(proposal, approve.reviewer());
        }
        if (!around.now().isBefore(proposal.validUntil())) {
            return Refusal.TOO_LATE;
        }
        if (!approve.seenHash().equals(proposal.argsHash())) {
            return Refusal.WRONG_HASH;
        }
        if (approve.version() != proposal.version()) {
            return Refusal.WRONG_VERSION;
        }
        Review review = proposal.state().review();
        return review.hasVoted(review.currentStage(), approve.reviewer().userId()) ? Refusal.ALREADY_VOTED : null;
    }

    static @Nullable Refusal reject(Proposal proposal, Change.Reject reject, Circumstances around) {
        if (!Entitlement.mayReject(proposal, reject.reviewer())) {
            return Entitlement.whyNotReject(proposal, reject.reviewer());
        }
        return seen(proposal, reject.seenHash());
    }

    static @Nullable Refusal withdraw(Proposal proposal, Change.Withdraw withdraw, Circumstances around) {
        if (!withdraw.caller().isUser(proposal.tenant(), proposal.triggeredBy())) {
            return Refusal.NOT_ENTITLED;
        }
        return seen(proposal, withdraw.seenHash());
    }

    static @Nullable Refusal supersede(Proposal proposal, Change.Supersede supersede, Circumstances around) {
        Optional<Refusal> unfit = Entitlement.whyNotEdit(proposal, supersede.reviewer());
        if (unfit.isPresent()) {
            return unfit.get();
        }
        if (!around.now().isBefore(proposal.validUntil())) {
            return Refusal.TOO_LATE;
        }
        Refusal unseen = seen(proposal, supersede.seenHash());
        if (unseen != null) {
            return unseen;
        }
        return supersede.version() == proposal.version() ? null : Refusal.WRONG_VERSION;
    }

    static @Nullable Refusal delegate(Proposal proposal, Change.Delegate delegate, Circumstances around) {
        if (!Entitlement.mayApprove(proposal, delegate.reviewer())) {
            return Entitlement.whyNotApprove(proposal, delegate.reviewer());
        }
        if (!around.now().isBefore(proposal.validUntil())) {
            return Refusal.TOO_LATE;
        }
        Refusal unseen = seen(proposal, delegate.seenHash());
        if (unseen != null) {
            return unseen;
        }
        if (delegate.version() != proposal.version()) {
            return Refusal.WRONG_VERSION;
        }
        return admitted(proposal, delegate);
    }

    /** Whoever asked is let in by a policy alone, and nobody is let in twice. */
    private static @Nullable Refusal admitted(Proposal proposal, Change.Delegate delegate) {
        Review review = proposal.state().review();
        Approvers approvers = review.stages().get(review.currentStage()).approvers();
        if (delegate.to().equals(proposal.triggeredBy())) {
            return approvers.caller() ? Refusal.NOT_WIDER : Refusal.OWN_REQUEST;
        }
        boolean isIn = approvers.users().contains(delegate.to())
                || delegate.to().equals(delegate.reviewer().userId());
        return isIn ? Refusal.NOT_WIDER : null;
    }

    static @Nullable Refusal widen(Proposal proposal, Change.Widen widen, Circumstances around) {
        if (widen.version() != proposal.version()) {
            return Refusal.WRONG_VERSION;
        }
        return isWider(widen.stages(), proposal.state().review().stages()) ? null : Refusal.NOT_WIDER;
    }

    static @Nullable Refusal expire(Proposal proposal, Change.Expire expire, Circumstances around) {
        return around.now().isBefore(proposal.validUntil()) ? Refusal.NOT_DUE : null;
    }

    static @Nullable Refusal claim(Proposal proposal, Change.Claim claim, Circumstances around) {
        Progress progress = proposal.state().progress();
        Instant next = progress.nextAttemptAt();
        if (!around.now().isBefore(proposal.validUntil())) {
            return Refusal.TOO_LATE;
        }
        if (around.toolOff()) {
            return Refusal.TOOL_OFF;
        }
        if (!around.itsTurn()) {
            return Refusal.NOT_ITS_TURN;
        }
        if (next != null && around.now().isBefore(next)) {
            return Refusal.WAITING;
        }
        if (progress.attempt() >= proposal.content().tool().maxAttempts()) {
            return Refusal.NO_ATTEMPT_LEFT;
        }
        if (!isRepeatable(proposal) && progress.effect() != EffectState.NONE) {
            return Refusal.NOT_REPEATABLE;
        }
        return proposal.argsHash().equals(proposal.state().review().approvedHash()) ? null : Refusal.ARGS_CHANGED;
    }

    static @Nullable Refusal heartbeat(Proposal proposal, Change.Heartbeat heartbeat, Circumstances around) {
        return fence(proposal, heartbeat.fence());
    }

    static @Nullable Refusal release(Proposal proposal, Change.Release release, Circumstances around) {
        return fence(proposal, release.fence());
    }

    static @Nullable Refusal retry(Proposal proposal, Change.Retry retry, Circumstances around) {
        Progress progress = proposal.state().progress();
        if (progress.fence() != retry.fence()) {
            return Refusal.WRONG_FENCE;
        }
        if (progress.attempt() >= proposal.content().tool().maxAttempts()) {
            return Refusal.NO_ATTEMPT_LEFT;
        }
        return retry.noEffect() || isRepeatable(proposal) ? null : Refusal.NOT_REPEATABLE;
    }

    static @Nullable Refusal finish(Proposal proposal, Change.Finish finish, Circumstances around) {
        return fence(proposal, finish.fence());
    }

    static @Nullable Refusal fail(Proposal proposal, Change.Fail fail, Circumstances around) {
        return fence(proposal, fail.fence());
    }

    static @Nullable Refusal reap(Proposal proposal, Change.Reap reap, Circumstances around) {
        Lease lease = Objects.requireNonNull(proposal.state().progress().lease(), "a running proposal has a lease");
        return around.now().isAfter(lease.until().plus(reap.grace())) ? null : Refusal.LEASE_ALIVE;
    }

    static @Nullable Refusal abandon(Proposal proposal, Change.Abandon abandon, Circumstances around) {
        return null;
    }

    static @Nullable Refusal resolve(Proposal proposal, Change.Resolve resolve, Circumstances around) {
        if (!Entitlement.mayFindOut(proposal, resolve.reviewer())) {
            return Refusal.NOT_ENTITLED;
        }
        Refusal refusal = unsettled(proposal);
        if (refusal != null) {
            return refusal;
        }
        return resolve.note() == null || resolve.note().isBlank() ? Refusal.NO_NOTE : null;
    }

    static @Nullable Refusal reconcile(Proposal proposal, Change.Reconcile reconcile, Circumstances around) {
        if (proposal.content().undoes() != null) {
            // The hook knows of the call, and the undo goes by the call's key.
            return Refusal.WRONG_STATUS;
        }
        Refusal refusal = unsettled(proposal);
        return refusal == null && proposal.state().resolution() != null ? Refusal.ALREADY_SETTLED : refusal;
    }

    /** Only what is unknown can be found out, and the first word stands. */
    private static @Nullable Refusal unsettled(Proposal proposal) {
        if (isSettled(proposal)) {
            return Refusal.ALREADY_SETTLED;
        }
        if (!proposal.hasUnknownOutcome()) {
            return Refusal.WRONG_STATUS;
        }
        return proposal.isUnsettled() ? null : Refusal.ALREADY_SETTLED;
    }

    /** By whoever found it out: what a chain says is no finding. */
    private static boolean isSettled(Proposal proposal) {
        return proposal.content().chain() == null
                ? proposal.state().resolution() != null
                : BrokenChain.isSettledByPerson(proposal);
    }

    /** A person's word stands. */
    static @Nullable Refusal undo(Proposal proposal, Change.Undo undo, Circumstances around) {
        Resolution said = proposal.state().resolution();
        boolean isSaid = said != null && said.kind() == undo.kind();
        return proposal.content().chain() == null || BrokenChain.isSettledByPerson(proposal) || isSaid
                ? Refusal.WRONG_STATUS
                : null;
    }

    static boolean isRepeatable(Proposal proposal) {
        return proposal.content().tool().effect() != Effect.NON_IDEMPOTENT;
    }

    /**
     * Whether what it does is committed with its record, so that nothing has happened while it is not on record: a step of a chain
     * that is one transaction. If its commit comes after its worker was given up, the fence refuses it.
     */
    static boolean isOneTransaction(Proposal proposal) {
        ChainPosition chain = proposal.content().chain();
        return chain != null
                && chain.ending() == ChainEnding.TRANSACTION
                && proposal.content().tool().writes();
    }

    private static @Nullable Refusal seen(Proposal proposal, @Nullable String hash) {
        return hash == null || hash.equals(proposal.argsHash()) ? null : Refusal.WRONG_HASH;
    }

    private static @Nullable Refusal fence(Proposal proposal, long fence) {
        return proposal.state().progress().fence() == fence ? null : Refusal.WRONG_FENCE;
    }

    /** Whether each stage admits at least whom it admitted, with the same quorum. */
    private static boolean isWider(List<Stage> wider, List<Stage> than) {
        if (wider.size() != than.size()) {
            return false;
        }
        for (int i = 0; i < wider.size(); i++) {
            Stage mine = wider.get(i);
            Stage theirs = than.get(i);
            if (!mine.approvers().admitAll(theirs.approvers()) || mine.quorum() != theirs.quorum()) {
                return false;
            }
        }
        return true;
    }
}
