package io.toolgateway.proposal;

import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the changes make of a state; the guards have been asked before. */
final class Effects {

    private Effects() {}

    static State approve(Proposal proposal, Change.Approve approve, Move move, Instant now) {
        State state = proposal.state();
        String user = approve.reviewer().userId();
        Review voted = state.review()
                .with(new Vote(state.review().currentStage(), user, approve.seenHash(), now, approve.note()));
        return move == Move.VOTE
                ? state.with(voted)
                : state.to(ProposalStatus.APPROVED, null)
                        .with(voted.decided(approve.seenHash(), user, now, approve.note()));
    }

    static State reject(Proposal proposal, Change.Reject reject, Move move, Instant now) {
        return rejected(proposal, ReasonCode.DECLINED, reject.reviewer().userId(), reject.note(), now);
    }

    static State withdraw(Proposal proposal, Change.Withdraw withdraw, Move move, Instant now) {
        return rejected(proposal, ReasonCode.WITHDRAWN, withdraw.caller().userId(), withdraw.note(), now);
    }

    static State supersede(Proposal proposal, Change.Supersede supersede, Move move, Instant now) {
        return rejected(proposal, ReasonCode.SUPERSEDED, supersede.reviewer().userId(), supersede.note(), now);
    }

    static State widen(Proposal proposal, Change.Widen widen, Move move, Instant now) {
        return proposal.state().with(proposal.state().review().widened(widen.stages(), null));
    }

    static State delegate(Proposal proposal, Change.Delegate delegate, Move move, Instant now) {
        Review review = proposal.state().review();
        List<Stage> stages = new ArrayList<>(review.stages());
        stages.set(review.currentStage(), stages.get(review.currentStage()).admitting(Approvers.byUser(delegate.to())));
        return proposal.state().with(review.widened(stages, delegate.note()));
    }

    static State expire(Proposal proposal, Change.Expire expire, Move move, Instant now) {
        return move == Move.FAIL_LATE
                ? proposal.state().to(ProposalStatus.FAILED, ReasonCode.DEADLINE_AFTER_ATTEMPT)
                : proposal.state().to(ProposalStatus.EXPIRED, expire.reason());
    }

    static State claim(Proposal proposal, Change.Claim claim, Move move, Instant now) {
        Lease lease = new Lease(claim.worker(), now.plus(claim.lease()));
        return proposal.state().with(proposal.state().progress().claimed(lease));
    }

    static State heartbeat(Proposal proposal, Change.Heartbeat heartbeat, Move move, Instant now) {
        return proposal.state().with(proposal.state().progress().extended(now.plus(heartbeat.lease())));
    }

    static State release(Proposal proposal, Change.Release release, Move move, Instant now) {
        return proposal.state().with(proposal.state().progress().released(now.plus(release.delay())));
    }

    static State retry(Proposal proposal, Change.Retry retry, Move move, Instant now) {
        Progress progress = proposal.state().progress();
        return proposal.state()
                .with(progress.waitingUntil(effect(progress, retry.noEffect()), now.plus(retry.delay())))
                .with(retry.execution().stamped(now));
    }

    static State finish(Proposal proposal, Change.Finish finish, Move move, Instant now) {
        State state = proposal.state();
        return state.to(ProposalStatus.EXECUTED, null)
                .with(state.progress().ended(EffectState.APPLIED))
                .with(finish.execution().stamped(now));
    }

    static State fail(Proposal proposal, Change.Fail fail, Move move, Instant now) {
        State state = proposal.state();
        return state.to(ProposalStatus.FAILED, fail.reason())
                .with(state.progress().ended(effect(state.progress(), fail.noEffect())))
                .with(fail.execution().stamped(now));
    }

    static State reap(Proposal proposal, Change.Reap reap, Move move, Instant now) {
        Progress progress = proposal.state().progress();
        boolean rolledBack = Guards.isOneTransaction(proposal);
        State reaped = proposal.state().with(progress.reaped(rolledBack ? progress.effectBefore() : progress.effect()));
        ReasonCode reason = rolledBack ? ReasonCode.HANDLER_ERROR : ReasonCode.OUTCOME_UNKNOWN;
        return move == Move.REAP_TO_RETRY ? reaped : reaped.to(ProposalStatus.FAILED, reason);
    }

    static State abandon(Proposal proposal, Change.Abandon abandon, Move move, Instant now) {
        State failed = proposal.state().to(ProposalStatus.FAILED, abandon.reason());
        // It ran with the steps before it, in a transaction that nobody knows the end of.
        State ended = abandon.reason() == ReasonCode.OUTCOME_UNKNOWN
                ? failed.with(failed.progress().ended(EffectState.POSSIBLE))
                : failed;
        return abandon.found() == null ? ended : ended.with(Execution.notStarted(abandon.found()));
    }

    static State resolve(Proposal proposal, Change.Resolve resolve, Move move, Instant now) {
        String user = resolve.reviewer().userId();
        return proposal.state().with(new Resolution(resolve.kind(), user, resolve.note(), now));
    }

    static State undo(Proposal proposal, Change.Undo undo, Move move, Instant now) {
        return proposal.state().with(new Resolution(undo.kind(), BrokenChain.actor(proposal), null, now));
    }

    static State reconcile(Proposal proposal, Change.Reconcile reconcile, Move move, Instant now) {
        String by = Resolution.byHook(reconcile.worker());
        return proposal.state().with(new Resolution(reconcile.kind(), by, null, now, reconcile.result()));
    }

    private static State rejected(
            Proposal proposal, ReasonCode reason, String user, @Nullable String note, Instant now) {
        State state = proposal.state();
        return state.to(ProposalStatus.REJECTED, reason).with(state.review().decided(null, user, now, note));
    }

    /** An attempt that is declared to have had none takes back only its own effect, not an earlier one's. */
    private static EffectState effect(Progress progress, boolean noEffect) {
        return noEffect ? progress.effectBefore() : progress.effect();
    }
}
