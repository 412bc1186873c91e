package io.toolgateway.audit;

import io.toolgateway.time.TimeSource;
import java.time.Duration;
import java.time.Instant;

/** A clock that stands until it is told to go on. */
final class TestTime implements TimeSource {

    private Instant now = Instant.parse("2026-01-15T10:30:00Z");
    private long nanos;

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public void pause(Duration time) {
        pass(time);
    }

    void pass(Duration time) {
        now = now.plus(time);
        nanos += time.toNanos();
    }
}
