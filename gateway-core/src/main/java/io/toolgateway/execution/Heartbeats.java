package io.toolgateway.execution;

import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.store.StoreException;
import io.toolgateway.store.Transition;
import io.toolgateway.store.TransitionResult;
import io.toolgateway.tool.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives word of all that the workers of this process run (T10), in one call to the store; what is past its time limit, or is
 * someone else's by now, is given up. Of a proposal that does not run, but is asked about, no word is given.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Heartbeats {

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);

    private final Backing backing;
    private final Breakers breakers;
    private final Duration lease;
    private final Set<Hold> holds = ConcurrentHashMap.newKeySet();

    Heartbeats(Backing backing, Breakers breakers, Duration lease) {
        this.backing = backing;
        this.breakers = breakers;
        this.lease = lease;
    }

    void add(Hold hold) {
        holds.add(hold);
    }

    void remove(Hold hold) {
        holds.remove(hold);
    }

    /** Whether a handler of this process is under way for it, be it given up. */
    boolean isRunning(ProposalId id) {
        return holds.stream()
                .anyMatch(hold ->
                        hold.proposal().id().equals(id) && hold.proposal().phase() == Phase.RUNNING);
    }

    void interruptAll() {
        holds.forEach(Hold::interrupt);
    }

    /** How many proposals were kept alive. */
    int beat() {
        List<Hold> alive = new ArrayList<>();
        List<Transition> transitions = new ArrayList<>();
        giveUpOverdue();
        long now = backing.time().nanoTime();
        for (Hold hold : holds) {
            Duration time = hold.lease(now, lease);
            if (!time.isZero() && !time.isNegative()) {
                alive.add(hold);
                transitions.add(heartbeat(hold.proposal(), time));
            }
        }
        if (alive.isEmpty()) {
            return 0;
        }
        try {
            giveUpLost(alive, backing.store().apply(transitions));
        } catch (StoreException lost) {
            LOG.warn("the store did not answer; {} running calls were given no word of", alive.size());
        }
        return alive.size();
    }

    /** What is past its time limit; a handler that was given up so counts as a failure of the system behind its tool. */
    void giveUpOverdue() {
        long now = backing.time().nanoTime();
        for (Hold hold : holds) {
            if (hold.giveUpAt(now)) {
                givenUp(hold);
            }
        }
    }

    private void givenUp(Hold hold) {
        LOG.warn("the handler of proposal {} is given up", hold.proposal().id());
        breakers.ended(hold.proposal().tool(), Failure.TRANSIENT, Duration.ZERO);
    }

    private Transition heartbeat(Proposal held, Duration time) {
        return Transition.of(
                backing.ids().next(),
                held.tenant(),
                Holder.actor(held),
                held.id(),
                new Change.Heartbeat(Holder.fence(held), time));
    }

    private void giveUpLost(List<Hold> alive, List<TransitionResult> results) {
        for (int i = 0; i < alive.size(); i++) {
            if (!(results.get(i) instanceof TransitionResult.Applied)
                    && alive.get(i).giveUp()) {
                givenUp(alive.get(i));
            }
        }
    }
}
