package io.toolgateway.store;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Asks a store to expire what is past its deadline and to reap what a dead worker holds.
 *
 * @param transition the id of the transition of every proposal changed with it
 * @param limit how many at most; at least 1
 * @param grace how long a lease must be over before its worker counts as dead
 * @param leftAlone tools that whoever asks does not start at the moment, since the systems behind them fail: said where one expires
 * @param announcing what is sent about the moves that are made with it
 * @since 0.1
 */
public record SweepRequest(
        UUID transition, int limit, Duration grace, Set<String> leftAlone, List<SideEffect.Announce> announcing) {

    /** Refuses a limit below one; copies the tools and the announcements. */
    public SweepRequest {
        announcing = List.copyOf(announcing);
        leftAlone = Set.copyOf(leftAlone);
        if (limit < 1) {
            throw new IllegalArgumentException("a sweep asks for at least 1");
        }
    }

    /**
     * Asks where every tool may be started and nobody is told.
     *
     * @param transition the id of the transition of every proposal changed with it
     * @param limit how many at most; at least 1
     * @param grace how long a lease must be over before its worker counts as dead
     */
    public SweepRequest(UUID transition, int limit, Duration grace) {
        this(transition, limit, grace, Set.of(), List.of());
    }
}
