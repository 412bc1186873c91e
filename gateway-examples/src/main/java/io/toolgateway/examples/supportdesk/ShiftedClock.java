package io.toolgateway.examples.supportdesk;

import io.toolgateway.time.TimeSource;
import java.time.Duration;
import java.time.Instant;

/** The system's clocks, put forward at will: a deadline passes without waiting for it. */
final class ShiftedClock implements TimeSource {

    private volatile Duration shift = Duration.ZERO;

    /** Called by one thread at a time. */
    void advance(Duration by) {
        shift = shift.plus(by);
    }

    @Override
    public Instant instant() {
        return SYSTEM.instant().plus(shift);
    }

    @Override
    public long nanoTime() {
        return SYSTEM.nanoTime() + shift.toNanos();
    }
}
