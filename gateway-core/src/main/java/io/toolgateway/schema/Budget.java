package io.toolgateway.schema;

/**
 * What one check may cost on this thread. A step is one character seen by one instruction of a pattern; going through a
 * reference or an alternative counts as a thousand, an alternative that did not fit as ten thousand.
 */
final class Budget {

    private static final long STEPS = 100_000_000;
    private static final long EACH_BRANCH = 1_000;
    private static final long EACH_DEAD_END = 10_000;

    private static final ThreadLocal<long[]> LEFT = ThreadLocal.withInitial(() -> new long[1]);

    private Budget() {}

    static void begin() {
        LEFT.get()[0] = STEPS;
    }

    static void branch() {
        spend(EACH_BRANCH);
    }

    /** An alternative that did not fit, which everit reports by an exception. */
    static void deadEnd() {
        spend(EACH_DEAD_END);
    }

    static void spend(long steps) {
        long[] left = LEFT.get();
        left[0] -= steps;
        if (left[0] < 0) {
            throw new Spent();
        }
    }

    /** Thrown through an engine, which would take a mere refusal under {@code not} for consent. */
    static final class Spent extends RuntimeException {

        private static final long serialVersionUID = 1;

        Spent() {
            super("a check cost more than " + STEPS + " steps", null, false, false);
        }
    }
}
