package io.toolgateway.proposal;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far the execution of a proposal has come.
 *
 * @param effect whether something may have happened
 * @param effectBefore the same before the latest claim, to go back to when a handler did not start
 * @param attempt how many starts are on record
 * @param fence grows with every claim and every reaping; only its latest holder may finish
 * @param lease the hold of a running worker, or null
 * @param nextAttemptAt no claim before this moment, or null for at once
 * @since 0.1
 */
public record Progress(
        EffectState effect,
        EffectState effectBefore,
        int attempt,
        long fence,
        @Nullable Lease lease,
        @Nullable Instant nextAttemptAt) {

    static final Progress NOT_STARTED = new Progress(EffectState.NONE, EffectState.NONE, 0, 0, null, null);

    Progress claimed(Lease lease) {
        return new Progress(EffectState.POSSIBLE, effect, attempt + 1, fence + 1, lease, null);
    }

    Progress extended(Instant until) {
        Lease held = Objects.requireNonNull(lease);
        return new Progress(effect, effectBefore, attempt, fence, new Lease(held.owner(), until), nextAttemptAt);
    }

    /** The worker found before the call that it must not run: as if it had never been claimed, but for the fence. */
    Progress released(Instant nextAttemptAt) {
        return new Progress(effectBefore, effectBefore, attempt - 1, fence, null, nextAttemptAt);
    }

    Progress ended(EffectState effect) {
        return new Progress(effect, effect, attempt, fence, null, null);
    }

    Progress waitingUntil(EffectState effect, Instant at) {
        return new Progress(effect, effect, attempt, fence, null, at);
    }

    /** The worker is gone: a late finish must not match any more. */
    Progress reaped(EffectState effect) {
        return new Progress(effect, effect, attempt, fence + 1, null, null);
    }
}
