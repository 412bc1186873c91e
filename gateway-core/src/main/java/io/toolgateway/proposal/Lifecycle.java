package io.toolgateway.proposal;

import io.toolgateway.policy.Stage;
import io.toolgateway.policy.Verdict;
import io.toolgateway.tool.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of a proposal: which change may happen when, and what it makes (PROTOCOL 2.3).
 *
 * <p>Pure: every store keeps to it, in memory by calling it, elsewhere by the same guards in SQL or Lua.
 *
 * <p>Threads: all methods are pure.
 *
 * @since 0.1
 */
public final class Lifecycle {

    private Lifecycle() {}

    /**
     * A proposal that waits for people (T1).
     *
     * @param id its id
     * @param content what is proposed; its verdict must require approval
     * @param now the store's clock
     * @param transition the transition's id
     * @return the proposal, version 1
     */
    public static Proposal park(ProposalId id, Content content, Instant now, UUID transition) {
        if (!(content.terms().decision().verdict() instanceof Verdict.RequireApproval approval)) {
            throw new IllegalArgumentException("only what requires approval is parked");
        }
        return first(
                id,
                content,
                now,
                transition,
                ProposalStatus.PENDING,
                Review.awaiting(approval.stages()),
                Progress.NOT_STARTED);
    }

    /**
     * A proposal that a policy allowed, running from the start (T2).
     *
     * @param id its id
     * @param content what is proposed; its verdict must allow
     * @param now the store's clock
     * @param transition the transition's id
     * @param worker who runs it
     * @param lease how long the hold lasts
     * @return the proposal, version 1, fence 1, attempt 1
     */
    public static Proposal start(
            ProposalId id, Content content, Instant now, UUID transition, String worker, Duration lease) {
        if (!(content.terms().decision().verdict() instanceof Verdict.Allow)) {
            throw new IllegalArgumentException("only what is allowed is started");
        }
        Review review = Review.decidedByPolicy(
                content.terms().decision().actor(), content.arguments().hash());
        return first(
                id,
                content,
                now,
                transition,
                ProposalStatus.APPROVED,
                review,
                Progress.NOT_STARTED.claimed(new Lease(worker, now.plus(lease))));
    }

    private static Proposal first(
            ProposalId id,
            Content content,
            Instant now,
            UUID transition,
            ProposalStatus status,
            Review review,
            Progress progress) {
        State state = new State(status, null, 1, transition, review, progress, null, null);
        return new Proposal(id, content, now, now.plus(content.terms().validFor()), state);
    }

    /**
     * Says whether a change may happen, and what it makes.
     *
     * @param proposal the proposal as it stands
     * @param change what is wanted
     * @param around what the store knows around it
     * @param transition the transition's id
     * @return the proposal after the change, or why not
     */
    public static Step apply(Proposal proposal, Change change, Circumstances around, UUID transition) {
        Move move = move(proposal, change, around.now());
        if (!move.startsIn(proposal.phase())) {
            return new Step.Refused(Refusal.WRONG_STATUS);
        }
        Refusal refusal = Guards.refusal(proposal, change, around);
        if (refusal != null) {
            return new Step.Refused(refusal);
        }
        State changed = change(proposal, change, move, around.now());
        // A heartbeat is no transition: it leaves version and transition id alone.
        return new Step.Made(move, proposal.in(move == Move.HEARTBEAT ? changed : changed.by(transition)));
    }

    /**
     * The change that the sweeper has to make now, if any.
     *
     * @param proposal the proposal as it stands
     * @param now the store's clock
     * @param grace how long a lease must be over before its worker counts as dead
     * @return an expiry or a reaping, or null
     */
    public static @Nullable Change due(Proposal proposal, Instant now, Duration grace) {
        return switch (proposal.phase()) {
            case PENDING, APPROVED -> now.isBefore(proposal.validUntil()) ? null : new Change.Expire(null);
            case RUNNING -> {
                Change.Reap reap = new Change.Reap(grace);
                yield Guards.refusal(proposal, reap, Circumstances.clear(now)) == null ? reap : null;
            }
            default -> null;
        };
    }

    private static Move move(Proposal proposal, Change change, Instant now) {
        if (change instanceof Change.Approve) {
            return completes(proposal) ? Move.APPROVE : Move.VOTE;
        } else if (change instanceof Change.Reject) {
            return Move.REJECT;
        } else if (change instanceof Change.Withdraw) {
            return Move.WITHDRAW;
        } else if (change instanceof Change.Supersede) {
            return Move.SUPERSEDE;
        } else if (change instanceof Change.Widen) {
            return Move.WIDEN;
        } else if (change instanceof Change.Expire) {
            return expiry(proposal);
        } else if (change instanceof Change.Claim) {
            return Move.CLAIM;
        } else if (change instanceof Change.Heartbeat) {
            return Move.HEARTBEAT;
        } else if (change instanceof Change.Release) {
            return Move.RELEASE;
        } else if (change instanceof Change.Retry) {
            return Move.RETRY;
        } else if (change instanceof Change.Finish) {
            return Move.EXECUTE;
        } else if (change instanceof Change.Fail) {
            return Move.FAIL;
        } else if (change instanceof Change.Reap) {
            return mayTryAgain(proposal, now) ? Move.REAP_TO_RETRY : Move.REAP_TO_UNKNOWN;
        } else if (change instanceof Change.Abandon) {
            return Move.ABANDON;
        }
        return Move.RESOLVE;
    }

    /** Whether one more vote is all that is missing. */
    private static boolean completes(Proposal proposal) {
        Review review = proposal.state().review();
        int stage = review.currentStage();
        if (stage != review.stages().size() - 1) {
            return false;
        }
        Review after = review.with(new Vote(stage, "", "", proposal.createdAt()));
        return after.currentStage() == review.stages().size();
    }

    private static Move expiry(Proposal proposal) {
        if (proposal.phase() != Phase.APPROVED) {
            return Move.EXPIRE_PENDING;
        }
        return proposal.state().progress().effect() == EffectState.NONE ? Move.EXPIRE_APPROVED : Move.FAIL_LATE;
    }

    private static boolean mayTryAgain(Proposal proposal, Instant now) {
        return proposal.content().tool().effect() != Effect.NON_IDEMPOTENT
                && proposal.state().progress().attempt()
                        < proposal.content().tool().maxAttempts()
                && now.isBefore(proposal.validUntil());
    }

    private static State change(Proposal proposal, Change change, Move move, Instant now) {
        State state = proposal.state();
        Progress progress = state.progress();
        if (change instanceof Change.Approve approve) {
            return approved(state, approve, move, now);
        } else if (change instanceof Change.Reject reject) {
            return rejected(state, ReasonCode.DECLINED, reject.reviewer().userId(), reject.note(), now);
        } else if (change instanceof Change.Withdraw withdraw) {
            return rejected(state, ReasonCode.WITHDRAWN, withdraw.caller().userId(), withdraw.note(), now);
        } else if (change instanceof Change.Supersede supersede) {
            return rejected(state, ReasonCode.SUPERSEDED, supersede.reviewer().userId(), null, now);
        } else if (change instanceof Change.Widen widen) {
            return state.with(state.review().widened(widen.stages()));
        } else if (change instanceof Change.Expire expire) {
            return move == Move.FAIL_LATE
                    ? state.to(ProposalStatus.FAILED, ReasonCode.DEADLINE_AFTER_ATTEMPT)
                    : state.to(ProposalStatus.EXPIRED, expire.reason());
        } else if (change instanceof Change.Claim claim) {
            return state.with(progress.claimed(new Lease(claim.worker(), now.plus(claim.lease()))));
        } else if (change instanceof Change.Heartbeat heartbeat) {
            return state.with(progress.extended(now.plus(heartbeat.lease())));
        } else if (change instanceof Change.Release) {
            return state.with(progress.released());
        } else if (change instanceof Change.Retry retry) {
            EffectState effect = retry.noEffect() ? progress.effectBefore() : progress.effect();
            return state.with(progress.waitingUntil(effect, now.plus(retry.delay())))
                    .with(retry.execution().stamped(now));
        } else if (change instanceof Change.Finish finish) {
            return state.to(ProposalStatus.EXECUTED, null)
                    .with(progress.ended(EffectState.APPLIED))
                    .with(finish.execution().stamped(now));
        } else if (change instanceof Change.Fail fail) {
            EffectState effect = fail.noEffect() ? progress.effectBefore() : progress.effect();
            return state.to(ProposalStatus.FAILED, fail.reason())
                    .with(progress.ended(effect))
                    .with(fail.execution().stamped(now));
        } else if (change instanceof Change.Reap) {
            State reaped = state.with(progress.reaped());
            return move == Move.REAP_TO_RETRY ? reaped : reaped.to(ProposalStatus.FAILED, ReasonCode.OUTCOME_UNKNOWN);
        } else if (change instanceof Change.Abandon abandon) {
            return state.to(ProposalStatus.FAILED, abandon.reason());
        }
        Change.Resolve resolve = (Change.Resolve) change;
        return state.with(new Resolution(resolve.kind(), resolve.reviewer().userId(), resolve.note(), now));
    }

    private static State approved(State state, Change.Approve approve, Move move, Instant now) {
        String user = approve.reviewer().userId();
        Review review = state.review().with(new Vote(state.review().currentStage(), user, approve.seenHash(), now));
        return move == Move.VOTE
                ? state.with(review)
                : state.to(ProposalStatus.APPROVED, null).with(review.decided(approve.seenHash(), user, now, null));
    }

    private static State rejected(State state, ReasonCode reason, String user, @Nullable String note, Instant now) {
        return state.to(ProposalStatus.REJECTED, reason).with(state.review().decided(null, user, now, note));
    }

    /** Whether each stage admits at least whom it admitted, with no larger quorum. */
    static boolean isWider(List<Stage> wider, List<Stage> than) {
        if (wider.size() != than.size()) {
            return false;
        }
        for (int i = 0; i < wider.size(); i++) {
            Stage mine = wider.get(i);
            Stage theirs = than.get(i);
            boolean admits =
                    mine.approvers().roles().containsAll(theirs.approvers().roles())
                            && (mine.approvers().caller() || !theirs.approvers().caller());
            if (!admits || mine.quorum() != theirs.quorum()) {
                return false;
            }
        }
        return true;
    }
}
