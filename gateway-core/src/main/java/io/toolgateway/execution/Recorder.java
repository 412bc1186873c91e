package io.toolgateway.execution;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Execution;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.store.Conversations;
import io.toolgateway.store.StoreException;
import io.toolgateway.store.Transition;
import io.toolgateway.store.TransitionResult;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records what came of a start, in the name of the worker that holds or held the proposal. Safe for concurrent use. */
final class Recorder {

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

    private static final int TRIES_AT_ONCE = 3;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final Backing backing;
    private final NextLook nextLook;

    Recorder(Backing backing, NextLook nextLook) {
        this.backing = backing;
        this.nextLook = nextLook;
    }

    /** The conversation hears of an end whose proposer has left; of what is tried again when that ends. */
    Transition transition(UUID id, Proposal held, Change change, Listening listening) {
        Transition transition = Transition.of(id, held.tenant(), Holder.actor(held), held.id(), change);
        boolean hasLeft = listening.hasLeft();
        boolean isEnd = change instanceof Change.Finish || change instanceof Change.Fail;
        return hasLeft && isEnd ? Conversations.told(held).map(transition::with).orElse(transition) : transition;
    }

    /**
     * Makes a transition, under the same id again and again while the store does not answer: a try that had reached it is not made
     * twice.
     *
     * @param patience how long it is tried, after a few tries at once
     * @throws StoreException if it could not be recorded; once the lease is over, its outcome counts as not known
     */
    Proposal record(Proposal held, Change change, Transition transition, Duration patience) {
        return settled(held, change, applied(transition, patience));
    }

    private TransitionResult applied(Transition transition, Duration patience) {
        long end = backing.time().nanoTime() + patience.toNanos();
        Duration pause = FIRST_PAUSE;
        for (int tries = 1; ; tries++) {
            try {
                return backing.store().apply(List.of(transition)).get(0);
            } catch (StoreException lost) {
                LOG.warn("the store did not answer {}; it is asked again", transition.actor());
                if (tries >= TRIES_AT_ONCE && !paused(pause, end)) {
                    throw lost;
                }
                pause = tries < TRIES_AT_ONCE ? pause : shorter(pause.multipliedBy(2), LONGEST_PAUSE);
            }
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** False if there is no time left, or the thread is told to stop. */
    private boolean paused(Duration pause, long end) {
        if (end - backing.time().nanoTime() <= pause.toNanos()) {
            return false;
        }
        try {
            backing.time().pause(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What became of a change that was asked for. */
    Proposal settled(Proposal held, Change change, TransitionResult result) {
        if (result instanceof TransitionResult.Applied applied) {
            applied.events().forEach(backing.listener()::on);
            nextLook.after(change);
            return applied.after().get(0);
        }
        if (result instanceof TransitionResult.AlreadyMine mine) {
            return mine.current().get(0);
        }
        if (result instanceof TransitionResult.Lost lost) {
            return late(held, change, lost.current());
        }
        throw new IllegalStateException("proposal " + held.id() + " is gone from its store");
    }

    /** Someone else has given this worker up: what it did is told, and changes nothing. */
    private Proposal late(Proposal held, Change change, Proposal current) {
        Execution execution = execution(change);
        if (execution != null) {
            AuditEvent event = AuditEvent.lateResult(
                    current, execution, Holder.worker(held), backing.time().instant());
            backing.store().record(List.of(event));
            backing.listener().on(event);
        }
        return current;
    }

    private static @Nullable Execution execution(Change change) {
        if (change instanceof Change.Finish finish) {
            return finish.execution();
        }
        if (change instanceof Change.Retry retry) {
            return retry.execution();
        }
        return change instanceof Change.Fail fail ? fail.execution() : null;
    }
}
