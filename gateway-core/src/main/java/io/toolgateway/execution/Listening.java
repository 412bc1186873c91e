package io.toolgateway.execution;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether someone still waits for the answer to a start. Who waits and who runs agree on it once: either the end is recorded while
 * someone waits for it, or whoever waited has left and the conversation has to be told.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Listening {

    /** A worker's start: nobody waits, and the store tells the conversation of every end. */
    static final Listening NOBODY = new Listening(State.NEVER);

    private enum State {
        NEVER,
        WAITS,
        ANSWERED,
        LEFT
    }

    private final AtomicReference<State> state;

    private Listening(State state) {
        this.state = new AtomicReference<>(state);
    }

    static Listening waiting() {
        return new Listening(State.WAITS);
    }

    /** Whoever waits wants to go: false if the answer is being recorded, so that it has to be waited for. */
    boolean leave() {
        return state.compareAndSet(State.WAITS, State.LEFT);
    }

    /** The end is about to be recorded: true if someone had waited and has left. */
    boolean hasLeft() {
        state.compareAndSet(State.WAITS, State.ANSWERED);
        return state.get() == State.LEFT;
    }
}
