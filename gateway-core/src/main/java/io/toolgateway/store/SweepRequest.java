package io.toolgateway.store;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;

/**
 * Asks a store to expire what is past its deadline and to reap what a dead worker holds.
 *
 * @param transition the id of the transition of every proposal changed with it
 * @param limit how many at most; at least 1
 * @param grace how long a lease must be over before its worker counts as dead
 * @param leftAlone tools that whoever asks does not start at the moment, since the systems behind them fail: said where one expires
 * @since 0.1
 */
public record SweepRequest(UUID transition, int limit, Duration grace, Set<String> leftAlone) {

    /** Refuses a limit below one; copies the tools. */
    public SweepRequest {
        leftAlone = Set.copyOf(leftAlone);
        if (limit < 1) {
            throw new IllegalArgumentException("a sweep asks for at least 1");
        }
    }

    /**
     * Asks where every tool may be started.
     *
     * @param transition the id of the transition of every proposal changed with it
     * @param limit how many at most; at least 1
     * @param grace how long a lease must be over before its worker counts as dead
     */
    public SweepRequest(UUID transition, int limit, Duration grace) {
        this(transition, limit, grace, Set.of());
    }
}
