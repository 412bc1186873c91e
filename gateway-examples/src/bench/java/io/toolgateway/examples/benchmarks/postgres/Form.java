package io.toolgateway.examples.benchmarks.postgres;

import java.util.Locale;

/**
 * How long and how large.
 *
 * @param warmSeconds how long everything runs before anything is measured
 * @param warmStarts how many single jobs each runs before any is measured
 * @param rounds how often all that is compared is measured, one after the other
 * @param sliceMillis how long one measurement takes
 * @param cycles how many life cycles one measurement of the full cycle makes
 * @param starts how many starts one measurement of approve-to-start makes
 * @param smallHistory rows of the short history
 * @param longHistory rows of the long one
 * @param churn life cycles without VACUUM
 * @param idleSeconds how long nothing happens
 */
record Form(
        int warmSeconds,
        int warmStarts,
        int rounds,
        int sliceMillis,
        int cycles,
        int starts,
        int smallHistory,
        int longHistory,
        int churn,
        int idleSeconds) {

    private static final Form QUICK = new Form(15, 3_000, 3, 300, 1_500, 60, 10_000, 100_000, 10_000, 6);
    private static final Form DEFAULT = new Form(40, 5_000, 5, 700, 4_000, 150, 10_000, 1_000_000, 100_000, 10);
    private static final Form FULL = new Form(60, 10_000, 9, 1_000, 6_000, 300, 10_000, 5_000_000, 100_000, 20);

    static Form of(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "quick" -> QUICK;
            case "default", "" -> DEFAULT;
            case "full" -> FULL;
            default -> throw new IllegalArgumentException("-Dbenchmark.form is quick, default or full, not " + name);
        };
    }
}
