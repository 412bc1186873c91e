package io.toolgateway.store;

import java.time.Duration;
import java.util.UUID;

/**
 * Asks a store to expire what is past its deadline and to reap what a dead worker holds.
 *
 * @param transition the id of the transition of every proposal changed with it
 * @param limit how many at most; at least 1
 * @param grace how long a lease must be over before its worker counts as dead
 * @since 0.1
 */
public record SweepRequest(UUID transition, int limit, Duration grace) {

    /** Refuses a limit below one. */
    public SweepRequest {
        if (limit < 1) {
            throw new IllegalArgumentException("a sweep asks for at least 1");
        }
    }
}
