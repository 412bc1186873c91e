package io.toolgateway.examples.benchmarks.postgres;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;

/** One of several that are measured in turns. */
final class Variant {

    /** What others may take of the machine before a slice counts as disturbed. */
    private static final double CALM = 0.10;

    private final String name;
    private final Callable<Slice> slice;
    private final List<Slice> slices = new ArrayList<>();

    Variant(String name, Callable<Slice> slice) {
        this.name = name;
        this.slice = slice;
    }

    String name() {
        return name;
    }

    /** Measures all in turns; the first round warms up and is forgotten. */
    static void rounds(int rounds, List<Variant> variants) throws Exception {
        for (int round = 0; round <= rounds; round++) {
            for (Variant variant : variants) {
                Slice slice = variant.slice.call();
                if (round > 0) {
                    variant.slices.add(slice);
                }
            }
        }
        variants.forEach(variant -> System.out.println(variant.line()));
    }

    /** The median over the calm slices, or over the calmer half where fewer are calm. */
    double median(ToDoubleFunction<Slice> figure) {
        return middle(kept().stream().mapToDouble(figure).sorted().toArray());
    }

    /** The median of the ratios round by round, over the rounds in which both were calm, or the calmer half of them. */
    double ratioTo(Variant baseline, ToDoubleFunction<Slice> figure) {
        List<double[]> rounds = new ArrayList<>();
        for (int i = 0; i < slices.size(); i++) {
            Slice mine = slices.get(i);
            Slice its = baseline.slices.get(i);
            rounds.add(new double[] {
                Math.max(mine.foreign(), its.foreign()), figure.applyAsDouble(mine) / figure.applyAsDouble(its)
            });
        }
        rounds.sort(Comparator.comparingDouble(round -> round[0]));
        long calm = rounds.stream().filter(round -> round[0] <= CALM).count();
        return middle(rounds.stream()
                .limit(Math.max(calm, (rounds.size() + 1) / 2))
                .mapToDouble(round -> round[1])
                .sorted()
                .toArray());
    }

    private List<Slice> kept() {
        List<Slice> byCalm = slices.stream()
                .sorted(Comparator.comparingDouble(Slice::foreign))
                .toList();
        long calm = byCalm.stream().filter(one -> one.foreign() <= CALM).count();
        return byCalm.subList(0, (int) Math.max(calm, (byCalm.size() + 1) / 2));
    }

    private static double middle(double[] sorted) {
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private String latency(double quantile) {
        double micros = median(one -> one.quantile(quantile));
        return Double.isNaN(micros) ? "-" : Report.micros(micros);
    }

    private String line() {
        return String.format(
                "  %-50s %,9.0f/s  p50 %11s  p99 %11s  CPU %5.0f + %4.0f + %3.0f us each  foreign %3.0f %%",
                name,
                median(Slice::perSecond),
                latency(0.5),
                latency(0.99),
                median(Slice::clientMicros),
                median(Slice::serverMicros),
                median(Slice::redisMicros),
                100 * median(Slice::foreign));
    }
}
