package io.toolgateway.execution;

import io.toolgateway.proposal.Proposal;
import org.jspecify.annotations.Nullable;

/**
 * A proposal that a thread of this process runs now. When its time is over it is given up: the thread is interrupted, and the
 * lease ends.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Hold {

    private final Proposal proposal;
    private final Slots slots;
    private long endsAt;
    private @Nullable Thread thread;
    private boolean givenUp;
    private boolean leftBehind;

    /**
     * A hold, its slot taken.
     *
     * @param endsAt the monotonic time at which it is given up
     */
    Hold(Proposal proposal, Slots slots, long endsAt) {
        this.proposal = proposal;
        this.slots = slots;
        this.endsAt = endsAt;
    }

    Proposal proposal() {
        return proposal;
    }

    synchronized void begin() {
        thread = Thread.currentThread();
    }

    /** The handler starts now: its time counts from here. */
    synchronized void extend(long until) {
        endsAt = until;
    }

    synchronized long nanosLeft(long now) {
        return endsAt - now;
    }

    synchronized boolean isGivenUp() {
        return givenUp;
    }

    /** Called by another thread, once the time is over or the proposal is someone else's. */
    synchronized void giveUp() {
        if (givenUp) {
            return;
        }
        givenUp = true;
        if (thread != null) {
            thread.interrupt();
            leftBehind = slots.leaveBehind();
        }
    }

    synchronized void interrupt() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** The thread has come back, and nobody interrupts it any more for this. */
    synchronized void end() {
        thread = null;
        if (leftBehind) {
            slots.cameBack();
        } else {
            slots.giveBack();
        }
    }
}
