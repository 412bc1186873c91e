package io.toolgateway.postgres;

import java.util.ArrayList;
import java.util.List;

/**
 * Which transactions a snapshot has seen, as Postgres writes it: {@code xmin:xmax:list}.
 *
 * @param running those before {@code next} that had not ended, in their order
 * @param next all from this one on were not seen
 */
record Snapshot(List<Long> running, long next) {

    static Snapshot of(String text) {
        String[] parts = text.split(":", -1);
        List<Long> running = new ArrayList<>();
        for (String one : parts[2].split(",")) {
            if (!one.isEmpty()) {
                running.add(Long.valueOf(one));
            }
        }
        return new Snapshot(List.copyOf(running), Long.parseLong(parts[1]));
    }

    /** A span of transactions. */
    record Span(long from, long to) {}

    /** What this one has not seen of what began before another. */
    List<Span> until(Snapshot later) {
        List<Span> spans = new ArrayList<>();
        running.forEach(one -> spans.add(new Span(one, one + 1)));
        if (next < later.next) {
            spans.add(new Span(next, later.next));
        }
        return spans;
    }
}
