package io.toolgateway.execution;

import io.toolgateway.proposal.ProposalId;
import io.toolgateway.time.TimeSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When this process asks about which unknown outcome next: some time after it was seen first, then at intervals that double, to an
 * hour. Of very many the oldest are forgotten, and then seen first again.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Looks {

    private static final int REMEMBERED = 10_000;
    private static final Duration LONGEST = Duration.ofHours(1);

    private final TimeSource time;
    private final Duration first;
    private final Map<ProposalId, Look> looks = new LinkedHashMap<>();

    private record Look(long due, Duration pause) {}

    Looks(TimeSource time, Duration first) {
        this.time = time;
        this.first = first;
    }

    /**
     * Whether it is time to ask. What is seen for the first time is left alone for a while.
     *
     * @param atLeast how long its worker may still be under way
     */
    synchronized boolean isDue(ProposalId id, Duration atLeast) {
        Look look = looks.get(id);
        if (look == null) {
            put(id, new Look(in(longer(first, atLeast)), first));
            return false;
        }
        return time.nanoTime() - look.due() >= 0;
    }

    /** It is asked about now; when next, if it is still not known. */
    synchronized void began(ProposalId id) {
        @Nullable Look look = looks.get(id);
        Duration pause = look == null ? first : look.pause();
        Duration doubled = pause.multipliedBy(2);
        Duration next = doubled.compareTo(LONGEST) < 0 ? doubled : longer(first, LONGEST);
        put(id, new Look(in(next), next));
    }

    synchronized void forget(ProposalId id) {
        looks.remove(id);
    }

    private void put(ProposalId id, Look look) {
        // Those that are remembered come to their turn first.
        if (looks.containsKey(id) || looks.size() < REMEMBERED) {
            looks.put(id, look);
        }
    }

    private long in(Duration wait) {
        return time.nanoTime() + wait.toNanos();
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
