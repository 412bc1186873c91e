package io.toolgateway.policy;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How often the caller proposed the same tool before: a snapshot that the gateway takes for the windows a policy names.
 *
 * <p>Counted are recorded proposals of the same tenant, user and tool, whatever came of them; reads that run at once leave no
 * proposal and are not counted.
 *
 * <p>Threads: immutable.
 *
 * @since 0.1
 */
public final class History {

    /** A caller without a past: no call in any window. */
    public static final History NONE = new History(null);

    /**
     * What a worker judges by before a start: history was judged when proposing, and by now it holds the call itself. Rules
     * that look at history are not asked again; a policy of the host's own sees no call in any window.
     */
    public static final History JUDGED_BEFORE = new History(null);

    private final @Nullable Map<Duration, Long> callsWithin;

    private History(@Nullable Map<Duration, Long> callsWithin) {
        this.callsWithin = callsWithin;
    }

    /**
     * A snapshot.
     *
     * @param callsWithin the count of each window that the policy named
     * @return the history
     */
    public static History of(Map<Duration, Long> callsWithin) {
        return new History(Map.copyOf(callsWithin));
    }

    /**
     * The count for a window that the policy has named.
     *
     * @param window how far back
     * @return the count
     * @throws IllegalStateException if the window was not taken: a condition that hides its windows must not read as "none"
     */
    public long calls(Duration window) {
        if (callsWithin == null) {
            return 0;
        }
        Long calls = callsWithin.get(window);
        if (calls == null) {
            throw new IllegalStateException("no history was taken for " + window + "; name it in historyWindows()");
        }
        return calls;
    }
}
