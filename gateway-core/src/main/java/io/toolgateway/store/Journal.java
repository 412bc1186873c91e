package io.toolgateway.store;

import io.toolgateway.audit.AuditEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * The events of the in-memory store, in the order in which they were recorded; guarded by the store's lock. Those of proposals
 * and what people have said are kept; of the others, which a busy reader makes by the million, the latest.
 */
final class Journal {

    private static final int MAX_OTHERS = 10_000;

    private record Entry(long number, AuditEvent event) {}

    private final List<Entry> ofProposals = new ArrayList<>();
    private final Deque<Entry> others = new ArrayDeque<>();
    private long last;

    AuditEvent add(AuditEvent event) {
        Entry entry = new Entry(++last, event);
        if (event.standing() != null || event.statement() != null) {
            ofProposals.add(entry);
            return event;
        }
        if (others.size() == MAX_OTHERS) {
            others.removeFirst();
        }
        others.addLast(entry);
        return event;
    }

    List<AuditEvent> matching(EventQuery query) {
        return Stream.concat(ofProposals.stream(), others.stream())
                .filter(entry -> query.matches(entry.event()))
                .sorted(Comparator.comparingLong(Entry::number))
                .map(Entry::event)
                .toList();
    }
}
