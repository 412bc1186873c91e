package io.toolgateway.postgres.faults;

import io.toolgateway.testkit.faults.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How long it took after each fault until what is shown was equal to the record, at one moment and under load, see {@link Mirror};
 * and whether it was ever ahead of it. Confined to one thread.
 */
final class Aftermaths {

    /** I10. */
    static final Duration SOON = Duration.ofSeconds(2);

    /** Who is not equal by then is given up. */
    private static final Duration GIVEN_UP = Duration.ofSeconds(10);

    /** What a machine that is busy with other things may take. */
    static final Duration LONGEST = Duration.ofSeconds(9);

    private final Mirror mirror;
    private final Map<String, List<Long>> millis = new LinkedHashMap<>();
    private final List<String> ahead = new ArrayList<>();
    private final List<String> late = new ArrayList<>();
    private String kind;
    private List<String> different = List.of();

    Aftermaths(Mirror mirror, String kind) {
        this.mirror = mirror;
        this.kind = kind;
    }

    /** What kind of fault comes next. */
    void next(String kind) {
        this.kind = kind;
    }

    /** A fault is over: looks until both are equal. */
    void look() {
        long begun = System.nanoTime();
        long[] equal = {begun + GIVEN_UP.toNanos()};
        boolean isEqual = Pace.until(() -> isEqual(equal), GIVEN_UP);
        long took = Duration.ofNanos(equal[0] - begun).toMillis();
        millis.computeIfAbsent(kind, none -> new ArrayList<>()).add(took);
        if (!isEqual || took > SOON.toMillis()) {
            late.add(kind + " after " + took + " ms: " + different);
        }
    }

    private boolean isEqual(long[] at) {
        Mirror.Look look = mirror.isWhole() ? mirror.look() : null;
        if (look == null) {
            different = List.of("it was not whole, or not there");
            return false;
        }
        ahead.addAll(look.ahead());
        if (look.different().isEmpty()) {
            at[0] = look.at();
            return true;
        }
        different = look.different().stream().limit(3).toList();
        return false;
    }

    /** What was ahead of the record (I13). */
    List<String> ahead() {
        return ahead;
    }

    /** What took longer than it may. */
    List<String> late() {
        return late;
    }

    /** The time that so many of a hundred were not slower than, over all kinds. */
    Duration percentile(int percent) {
        return Duration.ofMillis(
                percentile(millis.values().stream().flatMap(List::stream).toList(), percent));
    }

    private static long percentile(List<Long> millis, int percent) {
        List<Long> sorted = millis.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get((sorted.size() * percent + 99) / 100 - 1);
    }

    /** For people. */
    String line() {
        return millis.entrySet().stream()
                .map(one -> "%s: %d, p50 %d ms, p99 %d ms, max %d ms"
                        .formatted(
                                one.getKey(),
                                one.getValue().size(),
                                percentile(one.getValue(), 50),
                                percentile(one.getValue(), 99),
                                percentile(one.getValue(), 100)))
                .collect(Collectors.joining("; ", "    view equal again after ", ""));
    }
}
