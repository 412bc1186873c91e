package io.toolgateway.execution;

import io.toolgateway.time.TimeSource;
import java.time.Duration;

/**
 * How much to claim beyond the slots that are free: as much as will start within a moment at the pace of the last claim's time, so
 * that quick handlers share a claim, and slow ones hold nothing that another process could run.
 *
 * <p>Threads: confined to the one that claims.
 */
final class Ahead {

    /** A few times as long as a claim takes. */
    private static final Duration MOMENT = Duration.ofMillis(20);
    /** Most of what a batch saves is saved at that size (PERFORMANCE, B2). */
    private static final int MOST = 32;
    /** When the pace was wrong, what was claimed ahead is given back; it is far from the end of its lease then. */
    private static final Duration LONGEST = Duration.ofMillis(250);

    private static final int SHARE_OF_LEASE = 4;

    private final TimeSource time;
    private final Slots slots;
    private final Duration patience;
    private long since;
    private long endedThen;

    Ahead(TimeSource time, Slots slots, Duration lease) {
        this.time = time;
        this.slots = slots;
        Duration share = lease.dividedBy(SHARE_OF_LEASE);
        this.patience = share.compareTo(LONGEST) < 0 ? share : LONGEST;
        this.since = time.nanoTime();
    }

    /** How many more than there are free slots; asked once for each claim. */
    int more() {
        long now = time.nanoTime();
        long ended = slots.ended();
        long elapsed = now - since;
        long more = elapsed <= 0 ? 0 : (ended - endedThen) * MOMENT.toNanos() / elapsed;
        since = now;
        endedThen = ended;
        return (int) Math.min(more, MOST);
    }

    /** How long something that was claimed may wait for a slot. */
    Duration patience(long claimedAt) {
        return patience.minusNanos(time.nanoTime() - claimedAt);
    }
}
