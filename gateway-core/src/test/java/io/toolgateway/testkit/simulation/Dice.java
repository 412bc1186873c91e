package io.toolgateway.testkit.simulation;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** The one source of chance of a history: the same seed throws the same. Confined to whoever holds the baton. */
final class Dice {

    private final SplittableRandom random;

    Dice(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Whether something happens that happens so often, of one. */
    boolean chance(double often) {
        return often > 0 && random.nextDouble() < often;
    }

    /** A number from 0 on, below a bound. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    long nextLong() {
        return random.nextLong();
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    /** Nanoseconds of a span. */
    long between(Duration least, Duration most) {
        return random.nextLong(least.toNanos(), most.toNanos() + 1);
    }
}
