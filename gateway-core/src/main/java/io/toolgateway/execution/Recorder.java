package io.toolgateway.execution;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Execution;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.store.Conversations;
import io.toolgateway.store.SideEffect;
import io.toolgateway.store.StoreException;
import io.toolgateway.store.Transition;
import io.toolgateway.store.TransitionResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what came of a start, in the name of the worker that holds or held the proposal. What the store does not answer in time is
 * asked for again later, as long as the process lives. Safe for concurrent use.
 */
final class Recorder {

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

    private static final int TRIES_AT_ONCE = 3;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final Backing backing;
    private final NextLook nextLook;
    private final Queue<Open> open = new ConcurrentLinkedQueue<>();

    Recorder(Backing backing, NextLook nextLook) {
        this.backing = backing;
        this.nextLook = nextLook;
    }

    /** What the store has to be asked about again. */
    @FunctionalInterface
    private interface Open {

        /** Asks; false if it is to be asked again. */
        boolean ask();
    }

    /** The conversation hears of an end whose proposer has left; of what is tried again when that ends. */
    Transition transition(UUID id, Proposal held, Change change, Listening listening) {
        Transition transition =
                new Transition(id, held.tenant(), Holder.actor(held), Map.of(held.id(), change), backing.effects());
        return listening.hasLeft() ? told(held, transition) : transition;
    }

    /** With the message to its conversation, and announced as what nobody waits for any more, if it is an end. */
    private Transition told(Proposal held, Transition transition) {
        Change change = transition.changes().get(held.id());
        boolean isEnd = change instanceof Change.Finish || change instanceof Change.Fail;
        boolean isTold = !isEnd || transition.effects().stream().anyMatch(SideEffect.Send.class::isInstance);
        if (isTold) {
            return transition;
        }
        Transition unheard = new Transition(
                transition.id(),
                transition.tenant(),
                transition.actor(),
                transition.changes(),
                List.copyOf(backing.announcements(true)));
        return Conversations.told(held).map(unheard::with).orElse(unheard);
    }

    /**
     * Makes a transition, under the same id again and again while the store does not answer: a try that had reached it is not made
     * twice. Whoever waited for it may leave meanwhile; the next try tells the conversation.
     *
     * @param listening who waits for it
     * @param patience how long it is tried, after a few tries at once
     * @throws StoreException if it could not be recorded for now
     */
    Proposal record(Proposal held, Change change, Transition transition, Listening listening, Duration patience) {
        return settled(held, change, applied(held, change, transition, listening, patience));
    }

    private TransitionResult applied(
            Proposal held, Change change, Transition transition, Listening listening, Duration patience) {
        long end = backing.time().nanoTime() + patience.toNanos();
        Duration pause = FIRST_PAUSE;
        for (int tries = 1; ; tries++) {
            try {
                boolean isTold = listening.hasLeft();
                TransitionResult result = apply(isTold ? told(held, transition) : transition);
                if (isTold) {
                    listening.told();
                }
                return result;
            } catch (StoreException lost) {
                LOG.warn("the store did not answer {}; it is asked again", transition.actor());
                if (tries >= TRIES_AT_ONCE && !paused(pause, end)) {
                    askLater(held, change, listening.isAnyone() ? told(held, transition) : transition);
                    throw lost;
                }
                pause = tries < TRIES_AT_ONCE ? pause : shorter(pause.multipliedBy(2), LONGEST_PAUSE);
            }
        }
    }

    private TransitionResult apply(Transition transition) {
        return backing.store().apply(List.of(transition)).get(0);
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

    /** Only what the fence guards: anything else another worker may have seen otherwise by then. */
    private void askLater(Proposal held, Change change, Transition transition) {
        boolean isFenced = change instanceof Change.Finish
                || change instanceof Change.Fail
                || change instanceof Change.Retry
                || change instanceof Change.Release;
        if (!isFenced) {
            return;
        }
        open.add(() -> {
            settled(held, change, apply(transition));
            return true;
        });
    }

    /**
     * What a handler's own transaction committed, or did not, without an answer: its transition must not be made without it. Once the
     * record says that it came through, the conversation is told, for whoever waited was told that it is not known.
     */
    void tellLater(Proposal held, UUID transition) {
        open.add(() -> {
            Proposal now = backing.store().find(held.tenant(), held.id()).orElse(held);
            boolean isMine = now.state().lastTransition().equals(transition);
            if (isMine) {
                tell(held, transition);
            }
            return isMine || now.status().isFinal() || Holder.fence(now) != Holder.fence(held);
        });
    }

    /** Asks again about what the store has not answered; what it answers not now either, the next time. */
    void askAgain() {
        for (int left = open.size(); left > 0; left--) {
            Open one = open.poll();
            if (one != null && !isAnswered(one)) {
                open.add(one);
            }
        }
    }

    private static boolean isAnswered(Open one) {
        try {
            return one.ask();
        } catch (StoreException lost) {
            LOG.debug("the store does not answer yet: {}", lost.getMessage());
            return false;
        } catch (RuntimeException damaged) {
            LOG.error("what was to be recorded cannot be", damaged);
            return true;
        }
    }

    /** The answer is there: where nobody waits for it any more, and the conversation has not been told, it is now. */
    Proposal answered(Proposal held, Proposal after, Listening listening) {
        UUID transition = after.state().lastTransition();
        if (!listening.answers() && after.status().isFinal()) {
            try {
                tell(held, transition);
            } catch (StoreException lost) {
                tellLater(held, transition);
            }
        }
        return after;
    }

    /** The transition that ended it, once more with the message: if it is still the last one, nothing but that is done. */
    private void tell(Proposal held, UUID transition) {
        // Never possible after an end, so that nothing else can come of it.
        Change none = new Change.Heartbeat(Holder.fence(held), Duration.ZERO);
        Transition again = Transition.of(transition, held.tenant(), Holder.actor(held), held.id(), none);
        Conversations.told(held).ifPresent(message -> apply(again.with(message)));
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
