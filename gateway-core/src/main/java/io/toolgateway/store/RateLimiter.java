package io.toolgateway.store;

import io.toolgateway.caller.Caller;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Bounds how often a caller may propose. A seam of its own, so that hosts may share one.
 *
 * <p>Threads: must be safe for concurrent use.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface RateLimiter {

    /** No bound. */
    RateLimiter UNLIMITED = (caller, tool) -> true;

    /**
     * Counts one call.
     *
     * @param caller who proposes
     * @param tool the tool's name
     * @return false if the call is one too many
     */
    boolean tryAcquire(Caller caller, String tool);

    /**
     * So many calls of one caller in any window that starts with the first of them, in this process.
     *
     * @param calls how many; at least 1
     * @param window how long
     * @param clock the time
     * @return the limiter
     */
    static RateLimiter perCaller(int calls, Duration window, InstantSource clock) {
        return new WindowRateLimiter(calls, window, clock);
    }
}
