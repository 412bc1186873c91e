package io.toolgateway.testkit.checker;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/** What is known of one proposal. */
record Case(Row row, List<EffectLine> lines, List<Recorded> events, List<Answer> answers, Bounds bounds) {

    /** The events that changed the row, in the order of its versions. */
    List<Recorded> transitions() {
        return events.stream()
                .filter(Recorded::isTransition)
                .sorted(Comparator.comparingLong(Recorded::version))
                .toList();
    }

    List<EffectLine> starts() {
        return lines(EffectLine.Kind.BEGUN);
    }

    List<EffectLine> done() {
        return lines(EffectLine.Kind.DONE);
    }

    /** The starts that may have had an effect: all but those whose handler said that it did nothing. */
    List<EffectLine> mayHaveDone() {
        List<EffectLine> undone = lines(EffectLine.Kind.UNDONE);
        return starts().stream()
                .filter(start -> undone.stream().noneMatch(line -> line.fence() == start.fence()))
                .toList();
    }

    private List<EffectLine> lines(EffectLine.Kind kind) {
        return lines.stream().filter(line -> line.kind() == kind).toList();
    }

    List<Recorded> claims() {
        return transitions().stream().filter(Recorded::isClaim).toList();
    }

    /** Collects what is found of this proposal. */
    Findings findings() {
        return new Findings(row);
    }

    /** Violations of one proposal. */
    static final class Findings {

        private final Row row;
        private final List<Violation> found = new ArrayList<>();

        private Findings(Row row) {
            this.row = row;
        }

        void require(boolean holds, Invariant invariant, String what) {
            require(holds, invariant, () -> what);
        }

        /** Words cost more than most rules, and are seldom needed. */
        void require(boolean holds, Invariant invariant, Supplier<String> what) {
            if (!holds) {
                found.add(new Violation(invariant, row.id(), what.get()));
            }
        }

        List<Violation> found() {
            return found;
        }
    }
}
