package io.toolgateway.policy;

import java.time.Duration;
import java.util.Map;

/**
 * How often the caller proposed the same tool before: a snapshot that the gateway takes for the windows a policy names.
 *
 * <p>Counted are recorded proposals of the same tenant, user and tool, whatever came of them; reads that run at once leave no
 * proposal and are not counted.
 *
 * @param callsWithin count by window
 * @since 0.1
 */
public record History(Map<Duration, Long> callsWithin) {

    /** A caller without a past. */
    public static final History NONE = new History(Map.of());

    /** Copies the counts. */
    public History {
        callsWithin = Map.copyOf(callsWithin);
    }

    /**
     * The count for a window that the policy has named.
     *
     * @param window how far back
     * @return the count; 0 for a window that was not taken
     */
    public long calls(Duration window) {
        return callsWithin.getOrDefault(window, 0L);
    }
}
