package io.toolgateway.execution;

import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A proposal that a thread of this process runs now. When its time is over it is given up: the thread is interrupted, and the
 * lease ends. Once the handler has come back nobody gives it up any more: what it did has to be recorded.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Hold {

    private enum Stage {
        BEFORE_HANDLER,
        IN_HANDLER,
        RECORDING
    }

    private final Proposal proposal;
    private final Slots slots;
    private final boolean isKeptAlive;
    private Stage stage = Stage.BEFORE_HANDLER;
    private long endsAt;
    private @Nullable Thread thread;
    private boolean givenUp;
    private boolean interrupted;
    private boolean leftBehind;
    private boolean isLeftToRecord;

    private Hold(Proposal proposal, Slots slots, long endsAt, boolean isKeptAlive) {
        this.proposal = proposal;
        this.slots = slots;
        this.endsAt = endsAt;
        this.isKeptAlive = isKeptAlive;
    }

    /**
     * A worker's, its slot taken: word is given of it while the proposal runs.
     *
     * @param endsAt the monotonic time at which it is given up
     */
    static Hold ofWorker(Proposal proposal, Slots slots, long endsAt) {
        return new Hold(proposal, slots, endsAt, proposal.phase() == Phase.RUNNING);
    }

    /** A proposer's, its slot taken: its lease lasts as long as its handler may take. */
    static Hold ofProposer(Proposal proposal, Slots slots, long endsAt) {
        return new Hold(proposal, slots, endsAt, false);
    }

    Proposal proposal() {
        return proposal;
    }

    synchronized void begin() {
        thread = Thread.currentThread();
    }

    /** The handler is about to start, and its time counts from here; false if it must not, since it was given up. */
    synchronized boolean beginHandler(long until) {
        if (givenUp) {
            return false;
        }
        stage = Stage.IN_HANDLER;
        endsAt = until;
        return true;
    }

    /**
     * The handler has come back, or there will be none: its thread is interrupted no more, and forgets that it was. The next may
     * start while this is recorded.
     */
    synchronized void record() {
        stage = Stage.RECORDING;
        forgetInterrupt();
        isLeftToRecord = isLeftToRecord || (!leftBehind && slots.leaveToRecord());
    }

    /** How long the lease is to last from now on; zero if no word is to be given. */
    synchronized Duration lease(long now, Duration full) {
        if (!isKeptAlive || givenUp) {
            return Duration.ZERO;
        }
        return stage == Stage.IN_HANDLER ? Duration.ofNanos(Math.min(full.toNanos(), endsAt - now)) : full;
    }

    synchronized boolean isGivenUp() {
        return givenUp;
    }

    /**
     * Gives it up if its time is over; called by another thread.
     *
     * @return true if a handler was given up by it
     */
    synchronized boolean giveUpAt(long now) {
        return endsAt - now <= 0 && giveUp();
    }

    /**
     * Gives it up, for it is someone else's.
     *
     * @return true if a handler was given up by it
     */
    synchronized boolean giveUp() {
        if (givenUp || stage == Stage.RECORDING) {
            return false;
        }
        givenUp = true;
        if (thread != null) {
            interrupt();
            leftBehind = slots.leaveBehind();
        }
        return stage == Stage.IN_HANDLER;
    }

    synchronized void interrupt() {
        if (thread != null && stage != Stage.RECORDING) {
            interrupted = true;
            thread.interrupt();
        }
    }

    /** The thread has come back, and nobody interrupts it any more for this. */
    synchronized void end() {
        forgetInterrupt();
        thread = null;
        if (leftBehind) {
            slots.cameBack();
        } else if (isLeftToRecord) {
            slots.recorded();
        } else {
            slots.giveBack();
        }
    }

    /** What the thread does next is another's. */
    private void forgetInterrupt() {
        if (interrupted && Thread.currentThread() == thread && Thread.interrupted()) {
            interrupted = false;
        }
    }
}
