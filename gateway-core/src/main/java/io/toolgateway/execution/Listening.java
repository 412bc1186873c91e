package io.toolgateway.execution;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether someone still waits for the answer to a start. Who waits and who runs agree on it once: either the end is there while
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
        RECORDING,
        LEFT,
        TOLD,
        ANSWERED
    }

    private final AtomicReference<State> state;

    private Listening(State state) {
        this.state = new AtomicReference<>(state);
    }

    static Listening waiting() {
        return new Listening(State.WAITS);
    }

    /** Whether somebody waits, or has waited: whom the store does not tell by itself. */
    boolean isAnyone() {
        return state.get() != State.NEVER;
    }

    /** Whoever waits wants to go: false if the answer is being recorded, so that it should be waited for a little. */
    boolean leave() {
        return state.compareAndSet(State.WAITS, State.LEFT);
    }

    /** Whoever waits goes, whatever is being recorded: false if the answer is there by now. */
    boolean leaveAnyway() {
        return leave() || state.compareAndSet(State.RECORDING, State.LEFT);
    }

    /** The end is about to be recorded: true if someone had waited and has left. */
    boolean hasLeft() {
        state.compareAndSet(State.WAITS, State.RECORDING);
        return state.get() == State.LEFT || state.get() == State.TOLD;
    }

    /** The end was recorded with a message to the conversation. */
    void told() {
        state.compareAndSet(State.LEFT, State.TOLD);
    }

    /** The answer is there: false if whoever waited has left before, and the conversation has not been told. */
    boolean answers() {
        state.compareAndSet(State.WAITS, State.ANSWERED);
        state.compareAndSet(State.RECORDING, State.ANSWERED);
        return state.get() != State.LEFT;
    }
}
