package io.toolgateway.testkit.simulation;

import java.time.Duration;
import java.time.Instant;

/** How long things take in the histories: short enough that everything happens to many calls of one. */
final class Pace {

    static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    static final Duration LEASE = Duration.ofSeconds(10);
    static final Duration GRACE = Duration.ofSeconds(2);
    static final Duration SWEEP = Duration.ofSeconds(6);
    static final Duration POLL = Duration.ofSeconds(12);
    static final Duration VALID = Duration.ofSeconds(70);
    static final Duration VALID_BRIEFLY = Duration.ofSeconds(15);
    /** Then others may decide as well. */
    static final Duration UNDECIDED = Duration.ofSeconds(12);

    static final Duration TIME_LIMIT = Duration.ofSeconds(8);

    /** A handler that takes so long is given up while it runs. */
    static final Duration BEYOND_LEASE = LEASE.plus(GRACE).plus(SWEEP);

    /** Longer than this no call is made, whatever the faults. */
    static final Duration FAULTS_END = Duration.ofMinutes(4);

    /** PROTOCOL I7: lease or handler, grace, a sweep that has just missed it and one that is slow; the calls' own time. */
    static final Duration SETTLING =
            LEASE.plus(GRACE).plus(SWEEP).plus(SWEEP).plus(TIME_LIMIT).plus(Duration.ofSeconds(4));

    private Pace() {}

    static Instant at(long nanos) {
        return START.plusNanos(nanos);
    }
}
