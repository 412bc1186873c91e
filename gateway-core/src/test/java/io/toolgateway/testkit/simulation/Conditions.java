package io.toolgateway.testkit.simulation;

import java.util.List;

/**
 * How likely what is in one history. Not every fault is in each: one that is alone goes further, and many together find what
 * they do to each other.
 *
 * @param delay that a step takes noticeable time
 * @param stall that a step takes as long as a lease or a validity
 * @param kill that a host dies at a step
 * @param pause that a host stands still at a step
 * @param failBefore that a store's answer is a failure, and nothing was done
 * @param failAfter that a store's answer is a failure, and it was done
 * @param slow that a handler takes longer than its lease
 * @param odd that a handler does not simply succeed
 * @param twice that people and clients do again what they have done
 * @param mischief that something around the gateway changes, each time that it is looked at
 * @param tampering that a row is changed past all guards after it was read or approved
 */
record Conditions(
        double delay,
        double stall,
        double kill,
        double pause,
        double failBefore,
        double failAfter,
        double slow,
        double odd,
        double twice,
        double mischief,
        double tampering) {

    /** The conditions of a history. */
    static Conditions thrown(Dice dice) {
        return new Conditions(
                dice.oneOf(RATES_OF_DELAY),
                rate(dice, 0.02),
                rate(dice, 0.015),
                rate(dice, 0.015),
                rate(dice, 0.08),
                rate(dice, 0.08),
                rate(dice, 0.3),
                rate(dice, 0.6),
                rate(dice, 0.6),
                rate(dice, 0.9),
                rate(dice, 0.1));
    }

    private static final List<Double> RATES_OF_DELAY = List.of(0.1, 0.3, 0.6);

    /** Not at all, seldom, or as often as that. */
    private static double rate(Dice dice, double most) {
        return switch (dice.below(5)) {
            case 0, 1 -> 0;
            case 2 -> most / 5;
            default -> most;
        };
    }

    /** What is left when the faults stop. */
    Conditions calm() {
        return new Conditions(0.3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }
}
