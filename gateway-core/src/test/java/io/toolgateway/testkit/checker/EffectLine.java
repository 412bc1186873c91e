package io.toolgateway.testkit.checker;

import java.time.Instant;

/**
 * A line of the handlers' own file, which no store of ours has touched. The order of the lines is the order of the effects.
 *
 * @param kind whether the handler began, or its effect was there
 * @param token the argument that names the call, made by the test
 * @param tool the tool
 * @param key the idempotency key that the handler was given
 * @param fence the fence that it was given
 * @param attempt the attempt that it was told
 * @param argsHash made by the handler from the arguments it saw
 * @param process which process ran it
 * @param at when, by the clock of its host
 */
public record EffectLine(
        Kind kind,
        String token,
        String tool,
        String key,
        long fence,
        int attempt,
        String argsHash,
        String process,
        Instant at) {

    /** What a line tells. */
    public enum Kind {
        /** The handler began. */
        BEGUN,
        /** The effect is there; the handler is about to return. */
        DONE,
        /** The handler is about to say that it did nothing. */
        UNDONE
    }
}
