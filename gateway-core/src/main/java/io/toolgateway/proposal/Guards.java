package io.toolgateway.proposal;

import io.toolgateway.tool.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The guards of the moves, one method a change; the table of phases has been asked before. */
final class Guards {

    private Guards() {}

    static @Nullable Refusal refusal(Proposal proposal, Change change, Circumstances around) {
        Instant now = around.now();
        if (change instanceof Change.Approve approve) {
            return approve(proposal, approve, now);
        } else if (change instanceof Change.Reject reject) {
            return Entitlement.mayReject(proposal, reject.reviewer()) ? null : Refusal.NOT_ENTITLED;
        } else if (change instanceof Change.Withdraw withdraw) {
            return withdraw.caller().isUser(proposal.tenant(), proposal.triggeredBy()) ? null : Refusal.NOT_ENTITLED;
        } else if (change instanceof Change.Supersede supersede) {
            return supersede(proposal, supersede);
        } else if (change instanceof Change.Widen widen) {
            return widen(proposal, widen);
        } else if (change instanceof Change.Expire) {
            return now.isBefore(proposal.validUntil()) ? Refusal.NOT_DUE : null;
        } else if (change instanceof Change.Claim) {
            return claim(proposal, around);
        } else if (change instanceof Change.Heartbeat heartbeat) {
            return fence(proposal, heartbeat.fence());
        } else if (change instanceof Change.Release release) {
            return fence(proposal, release.fence());
        } else if (change instanceof Change.Retry retry) {
            return retry(proposal, retry);
        } else if (change instanceof Change.Finish finish) {
            return fence(proposal, finish.fence());
        } else if (change instanceof Change.Fail fail) {
            return fence(proposal, fail.fence());
        } else if (change instanceof Change.Reap reap) {
            return reap(proposal, reap.grace(), now);
        } else if (change instanceof Change.Resolve resolve) {
            return resolve.reviewer().tenant().equals(proposal.tenant()) ? null : Refusal.NOT_ENTITLED;
        }
        return null;
    }

    private static @Nullable Refusal approve(Proposal proposal, Change.Approve approve, Instant now) {
        if (!Entitlement.mayApprove(proposal, approve.reviewer())) {
            return Refusal.NOT_ENTITLED;
        }
        if (!now.isBefore(proposal.validUntil())) {
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

    private static @Nullable Refusal supersede(Proposal proposal, Change.Supersede supersede) {
        if (!Entitlement.mayReject(proposal, supersede.reviewer())) {
            return Refusal.NOT_ENTITLED;
        }
        return supersede.version() == proposal.version() ? null : Refusal.WRONG_VERSION;
    }

    private static @Nullable Refusal widen(Proposal proposal, Change.Widen widen) {
        if (widen.version() != proposal.version()) {
            return Refusal.WRONG_VERSION;
        }
        return Lifecycle.isWider(widen.stages(), proposal.state().review().stages()) ? null : Refusal.NOT_WIDER;
    }

    private static @Nullable Refusal claim(Proposal proposal, Circumstances around) {
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
        return proposal.argsHash().equals(proposal.state().review().approvedHash()) ? null : Refusal.ARGS_CHANGED;
    }

    private static @Nullable Refusal retry(Proposal proposal, Change.Retry retry) {
        Refusal refusal = fence(proposal, retry.fence());
        if (refusal != null) {
            return refusal;
        }
        boolean repeatable = proposal.content().tool().effect() != Effect.NON_IDEMPOTENT;
        if (!repeatable) {
            return retry.noEffect() ? attemptsOfOne(proposal) : Refusal.NOT_REPEATABLE;
        }
        return proposal.state().progress().attempt() < proposal.content().tool().maxAttempts()
                ? null
                : Refusal.NO_ATTEMPT_LEFT;
    }

    /** A tool that must not be repeated may be tried again only if the attempt had no effect, and then it has one left. */
    private static @Nullable Refusal attemptsOfOne(Proposal proposal) {
        return proposal.state().progress().effectBefore() == EffectState.NONE ? null : Refusal.NOT_REPEATABLE;
    }

    private static @Nullable Refusal fence(Proposal proposal, long fence) {
        return proposal.state().progress().fence() == fence ? null : Refusal.WRONG_FENCE;
    }

    private static @Nullable Refusal reap(Proposal proposal, Duration grace, Instant now) {
        Lease lease = Objects.requireNonNull(proposal.state().progress().lease(), "a running proposal has a lease");
        return now.isAfter(lease.until().plus(grace)) ? null : Refusal.LEASE_ALIVE;
    }
}
