package io.toolgateway.testkit.simulation;

import io.toolgateway.testkit.checker.Violation;
import java.util.List;
import java.util.function.LongFunction;

/** What a history breaks, in words that two class loaders share. */
public final class BrokenInvariants implements LongFunction<List<String>> {

    @Override
    public List<String> apply(long seed) {
        return Simulation.quietly(seed).violations().stream()
                .map(Violation::invariant)
                .distinct()
                .map(Enum::name)
                .toList();
    }
}
