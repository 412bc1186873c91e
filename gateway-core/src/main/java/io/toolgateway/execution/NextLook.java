package io.toolgateway.execution;

import io.toolgateway.proposal.Change;
import io.toolgateway.time.TimeSource;
import java.time.Duration;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * When something that this process has given back is due again. No store wakes a waiter for that; another process finds it when it
 * looks by itself.
 *
 * <p>Threads: safe for concurrent use.
 */
final class NextLook {

    /** Whoever looks takes all that is due, so that a few moments stand for many proposals. */
    private static final int REMEMBERED = 1_000;

    private final TimeSource time;
    private final PriorityQueue<Long> due = new PriorityQueue<>();

    NextLook(TimeSource time) {
        this.time = time;
    }

    /** Notes when a proposal that is given back so may be taken again. */
    void after(Change change) {
        if (change instanceof Change.Retry retry) {
            in(retry.delay());
        } else if (change instanceof Change.Release release) {
            in(release.delay());
        }
    }

    /** Notes that something is to be asked for again as soon as anybody looks. */
    void now() {
        in(Duration.ZERO);
    }

    private synchronized void in(Duration delay) {
        if (due.size() < REMEMBERED) {
            due.add(time.nanoTime() + delay.toNanos());
        }
    }

    /** How long to wait for a wake-up, and no longer than until something is due. */
    synchronized Duration within(Duration atMost) {
        Long next = due.peek();
        long left = next == null ? Long.MAX_VALUE : Math.max(0, next - time.nanoTime());
        return left < atMost.toNanos() ? Duration.ofNanos(left) : atMost;
    }

    /** Whether something has come due since it was asked for last. */
    synchronized boolean isDue() {
        boolean isDue = false;
        for (@Nullable Long next = due.peek(); next != null && next - time.nanoTime() <= 0; next = due.peek()) {
            due.remove();
            isDue = true;
        }
        return isDue;
    }
}
