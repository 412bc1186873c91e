package io.toolgateway.examples.benchmarks.postgres;

import java.util.ArrayList;
import java.util.List;

/** The table at the end: one line for each goal. */
final class Report {

    private final List<String> lines = new ArrayList<>();

    Report() {
        lines.add(String.format(
                "%-3s %-50s %14s %14s %7s %7s %7s  %s", "#", "goal", "ours", "baseline", "ratio", "must", "stretch", "met"));
    }

    /** A ratio that should be small. */
    void atMost(String goal, String what, String ours, String baseline, double ratio, double must, double stretch) {
        add(goal, what, ours, baseline, ratio, must, stretch, ratio <= stretch, ratio <= must);
    }

    /** A ratio that should be large. */
    void atLeast(String goal, String what, String ours, String baseline, double ratio, double must, double stretch) {
        add(goal, what, ours, baseline, ratio, must, stretch, ratio >= stretch, ratio >= must);
    }

    /** A ratio for which no goal is set. */
    void beside(String goal, String what, String ours, String baseline, double ratio) {
        keep(String.format("%-3s %-50s %14s %14s %7.2f %7s %7s", goal, what, ours, baseline, ratio, "-", "-"));
    }

    private void add(
            String goal,
            String what,
            String ours,
            String baseline,
            double ratio,
            double must,
            double stretch,
            boolean isStretch,
            boolean isMust) {
        keep(String.format(
                "%-3s %-50s %14s %14s %7.2f %7.2f %7.2f  %s",
                goal, what, ours, baseline, ratio, must, stretch, isStretch ? "stretch" : isMust ? "must" : "NO"));
    }

    private void keep(String line) {
        lines.add(line);
        System.out.println("  => " + line);
    }

    void print() {
        System.out.println();
        lines.forEach(System.out::println);
    }

    static String perSecond(double value) {
        return String.format("%,.0f/s", value);
    }

    static String micros(double value) {
        return String.format("%,.0f us", value);
    }
}
