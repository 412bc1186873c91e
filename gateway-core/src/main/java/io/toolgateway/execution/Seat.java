package io.toolgateway.execution;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A slot for what {@code propose()} starts; given back once it is closed and nothing runs on it any more.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Seat {

    private @Nullable Slots slots;
    private boolean isRunning;
    private boolean isClosed;

    private Seat(@Nullable Slots slots) {
        this.slots = slots;
    }

    /** On the thread of whoever asks, which is its own slot. */
    static Seat onCallersThread() {
        return new Seat(null);
    }

    /** Its slot taken. */
    static Seat in(Slots slots) {
        return new Seat(slots);
    }

    synchronized boolean isOnCallersThread() {
        return slots == null;
    }

    /** Its slot, to be given back by whoever takes it over; empty on the caller's thread. */
    synchronized Optional<Slots> handOver() {
        Optional<Slots> mine = Optional.ofNullable(slots);
        slots = null;
        return mine;
    }

    synchronized void setRunning(boolean running) {
        isRunning = running;
        giveBackIfDone();
    }

    synchronized void close() {
        isClosed = true;
        giveBackIfDone();
    }

    private void giveBackIfDone() {
        if (isClosed && !isRunning && slots != null) {
            slots.giveBack();
            slots = null;
        }
    }
}
