package io.toolgateway.testkit;

import io.toolgateway.policy.Approvers;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import java.time.Duration;
import java.util.Set;

/** Where a proposal can stand, and which changes the protocol has from there: written out, not taken from the code. */
public enum Place {
    /** Waits for people. */
    PENDING(
            Phase.PENDING,
            Set.of(
                    Change.Approve.class,
                    Change.Reject.class,
                    Change.Withdraw.class,
                    Change.Supersede.class,
                    Change.Widen.class,
                    Change.Delegate.class,
                    Change.Expire.class)),
    /** Approved and never started. */
    APPROVED(Phase.APPROVED, Set.of(Change.Expire.class, Change.Claim.class, Change.Abandon.class)),
    /** Between two attempts, of which the first may have had an effect. */
    BETWEEN_ATTEMPTS(Phase.APPROVED, Set.of(Change.Expire.class, Change.Claim.class, Change.Abandon.class)),
    /** Held by a worker. */
    RUNNING(
            Phase.RUNNING,
            Set.of(
                    Change.Heartbeat.class,
                    Change.Release.class,
                    Change.Retry.class,
                    Change.Finish.class,
                    Change.Fail.class,
                    Change.Reap.class)),
    /** A person said no. */
    REJECTED(Phase.REJECTED, Set.of()),
    /** The handler returned. */
    EXECUTED(Phase.EXECUTED, Set.of()),
    /** Time ran out. */
    EXPIRED(Phase.EXPIRED, Set.of()),
    /** Did not end well, and nobody knows what happened. */
    FAILED(Phase.FAILED, Set.of(Change.Resolve.class, Change.Reconcile.class));

    private final Phase phase;
    private final Set<Class<? extends Change>> allowed;

    Place(Phase phase, Set<Class<? extends Change>> allowed) {
        this.phase = phase;
        this.allowed = allowed;
    }

    /** The phase of the state machine. */
    public Phase phase() {
        return phase;
    }

    /** Whether the protocol has a move for such a change from here. */
    public boolean allows(Change change) {
        return allowed.contains(change.getClass());
    }

    /** Brings a proposal here: a ticket, for which Sam and the asker may decide. Expiry needs a clock that can be set. */
    public Proposal reach(Scenario scenario, SettableClock clock) {
        ProposalBuilder ticket =
                Proposals.aTicket().parkedFor(Approvers.byRole("supervisor").or(Approvers.byCaller()));
        return switch (this) {
            case PENDING -> scenario.insert(ticket);
            case APPROVED -> scenario.approved(ticket, People.SAM);
            case BETWEEN_ATTEMPTS -> {
                Proposal running = scenario.running(ticket);
                yield scenario.made(running, Changes.retry(running, Duration.ZERO));
            }
            case RUNNING -> scenario.running(ticket);
            case REJECTED -> scenario.made(scenario.insert(ticket), Changes.reject(People.SAM));
            case EXECUTED -> {
                Proposal running = scenario.running(ticket);
                yield scenario.made(running, Changes.finish(running));
            }
            case EXPIRED -> {
                Proposal parked = scenario.insert(ticket);
                clock.set(parked.validUntil());
                yield scenario.made(parked, Changes.expire());
            }
            case FAILED -> {
                Proposal running = scenario.running(ticket);
                yield scenario.made(running, Changes.failUnknown(running));
            }
        };
    }
}
