package io.toolgateway.store;

import io.toolgateway.caller.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;

/** The outbox of one process, under the lock of its store. */
final class InMemoryOutbox implements Outbox {

    private static final int DROPPED_AT_ONCE = 1_000;

    private final Lock lock;
    private final Supplier<Instant> now;
    private final TreeMap<Long, Entry> all = new TreeMap<>();
    private final Map<UUID, Entry> byId = new HashMap<>();
    private final Map<String, NavigableSet<Entry>> ofKind = new HashMap<>();
    private final Map<Topic, NavigableSet<Entry>> ofTopic = new HashMap<>();
    private long last;

    InMemoryOutbox(Lock lock, Supplier<Instant> now) {
        this.lock = lock;
        this.now = now;
    }

    /** A message and when it is due; those that wait longest come first. */
    private record Entry(SideEffect.Send message, long number, Instant sentAt, Instant due, int attempts)
            implements Comparable<Entry> {

        private static final Comparator<Entry> BY_DUE =
                Comparator.comparing(Entry::due).thenComparingLong(Entry::number);

        @Override
        public int compareTo(Entry other) {
            return BY_DUE.compare(this, other);
        }

        Entry taken(Instant heldUntil) {
            return new Entry(message, number, sentAt, heldUntil, attempts + 1);
        }

        Entry dueAt(Instant due) {
            return new Entry(message, number, sentAt, due, attempts);
        }

        Message toMessage() {
            return new Message(message.id(), message.topic(), message.body(), attempts);
        }
    }

    /** The store's lock is held. */
    void add(SideEffect.Send message) {
        if (!byId.containsKey(message.id())) {
            put(new Entry(message, ++last, now.get(), message.notBefore(), 0));
        }
    }

    @Override
    public List<Message> take(TakeRequest request) {
        lock.lock();
        try {
            Instant time = now.get();
            NavigableSet<Entry> waiting = request.topic() == null
                    ? ofKind.getOrDefault(request.kind(), new TreeSet<>())
                    : ofTopic.getOrDefault(request.topic(), new TreeSet<>());
            List<Entry> due = waiting.stream()
                    .takeWhile(entry -> !entry.due().isAfter(time))
                    .limit(request.limit())
                    .sorted(Comparator.comparingLong(Entry::number))
                    .toList();
            return due.stream()
                    .map(entry -> replaced(entry, entry.taken(time.plus(request.holdFor()))))
                    .map(Entry::toMessage)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void postpone(TenantId tenant, UUID id, Duration by) {
        TakeRequest.requireHold(by);
        lock.lock();
        try {
            Entry entry = byId.get(id);
            if (entry != null && entry.message().topic().tenant().equals(tenant)) {
                replaced(entry, entry.dueAt(now.get().plus(by)));
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void acknowledge(TenantId tenant, Collection<UUID> ids) {
        lock.lock();
        try {
            for (UUID id : ids) {
                Entry entry = byId.get(id);
                if (entry != null && entry.message().topic().tenant().equals(tenant)) {
                    remove(entry);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Drops what nobody asked for in all the time; the store's lock is held. */
    void dropOld() {
        Instant before = now.get().minus(KEPT_FOR);
        for (int i = 0; i < DROPPED_AT_ONCE && !all.isEmpty(); i++) {
            Entry oldest = all.firstEntry().getValue();
            if (!oldest.sentAt().isBefore(before)) {
                return;
            }
            remove(oldest);
        }
    }

    /** All messages, in the order in which they were sent; the store's lock is held. */
    List<SideEffect.Send> all() {
        return all.values().stream().map(Entry::message).toList();
    }

    private Entry replaced(Entry before, Entry after) {
        remove(before);
        put(after);
        return after;
    }

    private void put(Entry entry) {
        Topic topic = entry.message().topic();
        all.put(entry.number(), entry);
        byId.put(entry.message().id(), entry);
        ofKind.computeIfAbsent(topic.kind(), kind -> new TreeSet<>()).add(entry);
        ofTopic.computeIfAbsent(topic, none -> new TreeSet<>()).add(entry);
    }

    private void remove(Entry entry) {
        Topic topic = entry.message().topic();
        all.remove(entry.number());
        byId.remove(entry.message().id());
        removeFrom(ofKind, topic.kind(), entry);
        removeFrom(ofTopic, topic, entry);
    }

    private static <K> void removeFrom(Map<K, NavigableSet<Entry>> index, K key, Entry entry) {
        index.computeIfPresent(key, (same, entries) -> {
            entries.remove(entry);
            return entries.isEmpty() ? null : entries;
        });
    }
}
