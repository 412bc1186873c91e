package io.toolgateway.proposal;

import io.toolgateway.policy.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of a proposal: which change may happen when, and what it makes (PROTOCOL 2.3).
 *
 * <p>Pure: every store calls it, and guards what it writes by what it has read.
 *
 * <p>Threads: all methods are pure.
 *
 * @since 0.1
 */
public final class Lifecycle {

    private static final Map<Class<? extends Change>, Row<?>> ROWS = rows();

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
        Review review = Review.awaiting(approval.stages());
        State state = State.first(ProposalStatus.PENDING, transition, review, Progress.NOT_STARTED);
        return new Proposal(id, content, now, now.plus(content.terms().validFor()), state);
    }

    /**
     * A proposal that a policy allowed, running from the start (T2).
     *
     * @param id its id
     * @param content what is proposed; its verdict must allow
     * @param now the store's clock
     * @param transition the transition's id
     * @param claim who runs it, and how long the hold lasts
     * @return the proposal, version 1, fence 1, attempt 1
     */
    public static Proposal start(ProposalId id, Content content, Instant now, UUID transition, Change.Claim claim) {
        if (!(content.terms().decision().verdict() instanceof Verdict.Allow)) {
            throw new IllegalArgumentException("only what is allowed is started");
        }
        Review review = Review.decidedByPolicy(
                content.terms().decision().actor(), content.arguments().hash());
        Lease lease = new Lease(claim.worker(), now.plus(claim.lease()));
        State state = State.first(ProposalStatus.APPROVED, transition, review, Progress.NOT_STARTED.claimed(lease));
        return new Proposal(id, content, now, now.plus(content.terms().validFor()), state);
    }

    /**
     * The undo of a step whose chain broke (T19): approved with the chain, for any worker to claim; where the step's own handler may
     * be running still, not before some minutes have passed.
     *
     * @param step the step
     * @param place its place in the chain of undos
     * @param now the store's clock
     * @param transition the id of the transition that broke the chain
     * @return the proposal, version 1
     */
    public static Proposal undo(Proposal step, ChainPosition place, Instant now, UUID transition) {
        Content content = BrokenChain.undo(step, place);
        Review review = Review.decidedByPolicy(
                BrokenChain.actor(step), content.arguments().hash());
        Progress progress = BrokenChain.mayStillRun(step, now)
                ? Progress.NOT_STARTED.waitingUntil(EffectState.NONE, now.plus(BrokenChain.GIVEN_UP_FOR))
                : Progress.NOT_STARTED;
        State state = State.first(ProposalStatus.APPROVED, transition, review, progress);
        ProposalId id = BrokenChain.undoId(step, now);
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
        return row(change).apply(proposal, change, around, transition);
    }

    /**
     * The change that the sweeper has to make now, if any.
     *
     * @param proposal the proposal as it stands
     * @param around what the store knows around it
     * @param grace how long a lease must be over before its worker counts as dead
     * @return an expiry or a reaping, or null
     */
    public static @Nullable Change due(Proposal proposal, Circumstances around, Duration grace) {
        return switch (proposal.phase()) {
            case PENDING -> expireIfDue(proposal, around, null);
            case APPROVED -> expireIfDue(proposal, around, around.toolOff() ? ReasonCode.TOOL_OFF : null);
            case RUNNING -> {
                Change.Reap reap = new Change.Reap(grace);
                yield Guards.reap(proposal, reap, around) == null ? reap : null;
            }
            default -> null;
        };
    }

    private static @Nullable Change expireIfDue(Proposal proposal, Circumstances around, @Nullable ReasonCode reason) {
        return around.now().isBefore(proposal.validUntil()) ? null : new Change.Expire(reason);
    }

    private static Map<Class<? extends Change>, Row<?>> rows() {
        Map<Class<? extends Change>, Row<?>> rows = new LinkedHashMap<>();
        rows.put(Change.Approve.class, new Row<>(Lifecycle::approval, Guards::approve, Effects::approve));
        rows.put(Change.Reject.class, new Row<>(Move.REJECT, Guards::reject, Effects::reject));
        rows.put(Change.Withdraw.class, new Row<>(Move.WITHDRAW, Guards::withdraw, Effects::withdraw));
        rows.put(Change.Supersede.class, new Row<>(Move.SUPERSEDE, Guards::supersede, Effects::supersede));
        rows.put(Change.Widen.class, new Row<>(Move.WIDEN, Guards::widen, Effects::widen));
        rows.put(Change.Delegate.class, new Row<>(Move.WIDEN, Guards::delegate, Effects::delegate));
        rows.put(Change.Expire.class, new Row<>(Lifecycle::expiry, Guards::expire, Effects::expire));
        rows.put(Change.Claim.class, new Row<>(Move.CLAIM, Guards::claim, Effects::claim));
        rows.put(Change.Heartbeat.class, new Row<>(Move.HEARTBEAT, Guards::heartbeat, Effects::heartbeat));
        rows.put(Change.Release.class, new Row<>(Move.RELEASE, Guards::release, Effects::release));
        rows.put(Change.Retry.class, new Row<>(Move.RETRY, Guards::retry, Effects::retry));
        rows.put(Change.Finish.class, new Row<>(Move.EXECUTE, Guards::finish, Effects::finish));
        rows.put(Change.Fail.class, new Row<>(Move.FAIL, Guards::fail, Effects::fail));
        rows.put(Change.Reap.class, new Row<>(Lifecycle::reaping, Guards::reap, Effects::reap));
        rows.put(Change.Abandon.class, new Row<>(Move.ABANDON, Guards::abandon, Effects::abandon));
        rows.put(Change.Resolve.class, new Row<>(Move.RESOLVE, Guards::resolve, Effects::resolve));
        rows.put(Change.Undo.class, new Row<>(Move.RESOLVE, Guards::undo, Effects::undo));
        rows.put(Change.Reconcile.class, new Row<>(Move.RESOLVE, Guards::reconcile, Effects::reconcile));
        return rows;
    }

    @SuppressWarnings("unchecked")
    private static Row<Change> row(Change change) {
        return (Row<Change>) Objects.requireNonNull(ROWS.get(change.getClass()));
    }

    private static Move approval(Proposal proposal, Instant now) {
        return proposal.state().review().lacksOneVote() ? Move.APPROVE : Move.VOTE;
    }

    private static Move expiry(Proposal proposal, Instant now) {
        if (proposal.status() != ProposalStatus.APPROVED) {
            return Move.EXPIRE_PENDING;
        }
        return proposal.state().progress().effect() == EffectState.NONE ? Move.EXPIRE_APPROVED : Move.FAIL_LATE;
    }

    private static Move reaping(Proposal proposal, Instant now) {
        boolean again = (Guards.isRepeatable(proposal) || Guards.isOneTransaction(proposal))
                && proposal.state().progress().attempt()
                        < proposal.content().tool().maxAttempts()
                && now.isBefore(proposal.validUntil());
        return again ? Move.REAP_TO_RETRY : Move.REAP_TO_UNKNOWN;
    }

    /** One kind of change: the move it asks for, what must hold, and what it makes. */
    private record Row<C extends Change>(MoveChoice choice, Guard<C> guard, Effect<C> effect) {

        Row(Move move, Guard<C> guard, Effect<C> effect) {
            this((proposal, now) -> move, guard, effect);
        }

        Step apply(Proposal proposal, C change, Circumstances around, UUID transition) {
            Move move = choice.of(proposal, around.now());
            if (!move.startsIn(proposal.phase())) {
                return new Step.Refused(Refusal.WRONG_STATUS);
            }
            Refusal refusal = guard.check(proposal, change, around);
            if (refusal != null) {
                return new Step.Refused(refusal);
            }
            State changed = effect.make(proposal, change, move, around.now());
            // A heartbeat is no transition: it leaves version and transition id alone.
            return new Step.Made(move, proposal.in(move == Move.HEARTBEAT ? changed : changed.by(transition)));
        }
    }

    @FunctionalInterface
    private interface MoveChoice {
        Move of(Proposal proposal, Instant now);
    }

    @FunctionalInterface
    private interface Guard<C> {
        @Nullable
        Refusal check(Proposal proposal, C change, Circumstances around);
    }

    @FunctionalInterface
    private interface Effect<C> {
        State make(Proposal proposal, C change, Move move, Instant now);
    }
}
