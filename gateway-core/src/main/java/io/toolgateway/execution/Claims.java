package io.toolgateway.execution;

import io.toolgateway.store.ClaimRequest;
import io.toolgateway.store.Claimed;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Asks the store for work. A claim that was not answered is asked for again under its id until it is (PROTOCOL 2.4): what it took
 * would else end as unknown, though it never started.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Claims {

    private final Backing backing;
    private final ExecutorOptions options;
    private final Queue<ClaimRequest> unanswered = new ConcurrentLinkedQueue<>();

    Claims(Backing backing, ExecutorOptions options) {
        this.backing = backing;
        this.options = options;
    }

    /**
     * What one claim took, and when it was asked for.
     *
     * @param before the monotonic time from before the asking that was answered: the budgets count from then
     */
    record Taken(List<Claimed> claimed, long before) {
        static final Taken NOTHING = new Taken(List.of(), 0);

        boolean isEmpty() {
            return claimed.isEmpty();
        }
    }

    /**
     * What an earlier claim has taken, whatever has become of its tool's circuit since; else what is ready.
     *
     * @param tools whose calls; none takes nothing
     * @param atMost how many; an earlier claim may have taken more
     * @throws io.toolgateway.store.StoreException if the store does not answer
     */
    Taken take(Set<String> tools, int atMost) {
        Taken earlier = earlier();
        if (!earlier.isEmpty()) {
            return earlier;
        }
        return tools.isEmpty()
                ? Taken.NOTHING
                : asked(new ClaimRequest(backing.ids().next(), options.worker(), tools, atMost, options.lease()));
    }

    /**
     * What an earlier claim has taken that was not answered.
     *
     * @throws io.toolgateway.store.StoreException if the store does not answer
     */
    Taken earlier() {
        for (ClaimRequest lost = unanswered.poll(); lost != null; lost = unanswered.poll()) {
            Taken earlier = asked(lost);
            if (!earlier.isEmpty()) {
                return earlier;
            }
        }
        return Taken.NOTHING;
    }

    private Taken asked(ClaimRequest request) {
        long before = backing.time().nanoTime();
        try {
            return new Taken(backing.store().claim(request), before);
        } catch (RuntimeException | Error lost) {
            askAgain(request);
            throw lost;
        }
    }

    /** What was asked for, by whomever, has to be asked for again. */
    void askAgain(ClaimRequest request) {
        unanswered.add(request.again());
    }
}
