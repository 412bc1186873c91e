package io.toolgateway.postgres;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Time as Postgres keeps it. */
final class Micros {

    private Micros() {}

    /** A moment without what a timestamp drops. */
    static Instant of(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }
}
