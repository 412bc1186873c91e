package io.toolgateway.postgres;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Time as Postgres keeps it. */
final class Micros {

    private static final Instant FIRST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    private Micros() {}

    /** A moment without what a timestamp drops. */
    static Instant of(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    /** A moment to compare with: one before or after all that is stored stands for any that a timestamp cannot be. */
    static Instant bounded(Instant instant) {
        Instant notTooLate = instant.isAfter(LAST) ? LAST : instant;
        return notTooLate.isBefore(FIRST) ? FIRST : notTooLate;
    }
}
