package io.toolgateway.limit;

import io.toolgateway.caller.Caller;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how often callers may propose. A seam of its own, so that hosts may share one.
 *
 * <p>Threads: must be safe for concurrent use.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface RateLimiter {

    /** No bound. */
    RateLimiter UNLIMITED = (caller, tool) -> new Answer.Passed();

    /** Whether a call may be made now. */
    sealed interface Answer {

        /** It may, and is counted. */
        record Passed() implements Answer {}

        /**
         * It is one too many, and counted nowhere.
         *
         * @param retryAfter after how long it would pass if nobody else came; null if that is not known
         */
        record Refused(@Nullable Duration retryAfter) implements Answer {}
    }

    /**
     * Counts one call, if it may be made.
     *
     * @param caller who proposes
     * @param tool the tool's name
     * @return whether it may
     */
    Answer tryAcquire(Caller caller, String tool);

    /**
     * A limiter that counts in this process, to be built: with n processes up to n times as many calls pass.
     *
     * @return what has to be said about it
     */
    static RateLimiterBuilder inProcess() {
        return new RateLimiterBuilder();
    }
}
