package io.toolgateway.store;

import io.toolgateway.caller.Caller;
import io.toolgateway.caller.TenantId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The inbox of one process, under the lock of its store. */
final class InMemoryInbox implements Inbox {

    private final Lock lock;
    private final Supplier<Instant> now;
    private final Map<TenantId, Box> boxes = new HashMap<>();
    private long last;

    InMemoryInbox(Lock lock, Supplier<Instant> now) {
        this.lock = lock;
        this.now = now;
    }

    private record Row(Entry entry, long number, Instant at, Set<String> readBy) {

        Item item(String user) {
            return new Item(entry, number, at, readBy.contains(user));
        }
    }

    /** The entries of a tenant by their numbers. */
    private record Box(NavigableMap<Long, Row> rows, Map<UUID, Row> byId) {

        void removeBefore(Instant oldest) {
            while (!rows.isEmpty() && rows.firstEntry().getValue().at().isBefore(oldest)) {
                byId.remove(rows.pollFirstEntry().getValue().entry().id());
            }
        }
    }

    @Override
    public void put(Entry entry) {
        doing(() -> {
            Box box = boxes.computeIfAbsent(entry.tenant(), none -> new Box(new TreeMap<>(), new HashMap<>()));
            box.removeBefore(oldest());
            if (!box.byId().containsKey(entry.id())) {
                Row row = new Row(entry, ++last, now.get(), new HashSet<>());
                box.rows().put(row.number(), row);
                box.byId().put(entry.id(), row);
            }
        });
    }

    @Override
    public List<Item> list(Caller reader, long before, int limit) {
        Inbox.requireLimit(limit);
        return locked(() -> rows(reader)
                .filter(row -> row.number() < before)
                .limit(limit)
                .map(row -> row.item(reader.userId()))
                .toList());
    }

    @Override
    public long unread(Caller reader) {
        return locked(() -> rows(reader)
                .filter(row -> !row.readBy().contains(reader.userId()))
                .limit(MOST_COUNTED)
                .count());
    }

    @Override
    public void markRead(Caller reader, Collection<UUID> ids) {
        Set<UUID> marked = Set.copyOf(ids);
        doing(() -> {
            rows(reader)
                    .filter(row -> marked.contains(row.entry().id()))
                    .forEach(row -> row.readBy().add(reader.userId()));
        });
    }

    @Override
    public void markAllRead(Caller reader) {
        doing(() -> {
            rows(reader).forEach(row -> row.readBy().add(reader.userId()));
        });
    }

    /** What is for a person, newest first. */
    private Stream<Row> rows(Caller reader) {
        Box box = boxes.get(reader.tenant());
        Instant oldest = oldest();
        return box == null
                ? Stream.empty()
                : box.rows().descendingMap().values().stream()
                        .filter(row -> !row.at().isBefore(oldest))
                        .filter(row -> row.entry().audience().includes(reader));
    }

    private Instant oldest() {
        return now.get().minus(KEPT_FOR);
    }

    private void doing(Runnable task) {
        lock.lock();
        try {
            task.run();
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(Supplier<T> task) {
        lock.lock();
        try {
            return task.get();
        } finally {
            lock.unlock();
        }
    }
}
