package io.toolgateway.store;

import io.toolgateway.caller.Caller;
import io.toolgateway.caller.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;

/** Counts by caller in windows that start with the first call; windows that are over are dropped when the map has grown. */
final class WindowRateLimiter implements RateLimiter {

    private static final int CLEAN_ABOVE = 10_000;

    private final int calls;
    private final Duration window;
    private final InstantSource clock;
    private final ConcurrentHashMap<Who, Window> windows = new ConcurrentHashMap<>();

    private volatile Instant cleanAt = Instant.MIN;

    private record Who(TenantId tenant, String userId) {}

    private record Window(Instant end, int used) {}

    WindowRateLimiter(int calls, Duration window, InstantSource clock) {
        if (calls < 1 || window.isZero() || window.isNegative()) {
            throw new IllegalArgumentException("a rate limit allows at least 1 call in more than no time");
        }
        this.calls = calls;
        this.window = window;
        this.clock = clock;
    }

    @Override
    public boolean tryAcquire(Caller caller, String tool) {
        Instant now = clock.instant();
        Instant due = cleanAt;
        if (windows.size() > CLEAN_ABOVE && !now.isBefore(due)) {
            // Once a window: while all are alive, looking through them at every call would cost more than the call.
            cleanAt = now.plus(window);
            windows.values().removeIf(past -> !now.isBefore(past.end()));
        }
        Window counted = windows.compute(new Who(caller.tenant(), caller.userId()), (who, current) -> {
            boolean fresh = current == null || !now.isBefore(current.end());
            return fresh ? new Window(now.plus(window), 1) : new Window(current.end(), current.used() + 1);
        });
        return counted.used() <= calls;
    }
}
