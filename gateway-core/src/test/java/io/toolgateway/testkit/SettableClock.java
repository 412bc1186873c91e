package io.toolgateway.testkit;

import io.toolgateway.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it; to wait is to move it. Safe for concurrent use. */
public final class SettableClock implements TimeSource {

    /** Where a new clock stands. */
    public static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public long nanoTime() {
        return Duration.between(START, now.get()).toNanos();
    }

    @Override
    public void pause(Duration time) {
        advance(time);
    }

    /** Moves the clock by a span, backwards if it is negative. */
    public void advance(Duration span) {
        now.updateAndGet(instant -> instant.plus(span));
    }

    /** Moves the clock to a moment. */
    public void set(Instant instant) {
        now.set(instant);
    }
}
