package io.toolgateway.redis;

import io.toolgateway.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Commands that are done together if some checks hold, and not at all otherwise: see {@code commit.lua}.
 *
 * <p>Threads: confined to one.
 */
final class Group {

    private final Places places;
    private final List<@Nullable Object> checks = new ArrayList<>();
    private final List<@Nullable Object> writes = new ArrayList<>();
    private @Nullable String before;
    private @Nullable List<Object> mine;
    /** Of this attempt, and of no other that makes the same transition. */
    private final String token = UUID.randomUUID().toString();

    Group(Places places) {
        this.places = places;
    }

    /** The keys of a script, each with its place. */
    static final class Places {
        private final Map<String, Long> places = new LinkedHashMap<>();

        Long of(String key) {
            return places.computeIfAbsent(key, missing -> places.size() + 1L);
        }

        List<String> keys() {
            return List.copyOf(places.keySet());
        }
    }

    /** A key among the words of a command. */
    record Key(String name) {}

    /** In the place of a key, where a command of our own may do without. */
    static final Key NONE = new Key("");

    static Key key(String name) {
        return new Key(name);
    }

    /** Done already if the row's field says so: then the very same was sent twice. */
    String doneOnce(String row) {
        mine = mine == null ? List.of(places.of(row), token) : mine;
        return token;
    }

    /** It is too late from this time on, in microseconds; the earliest counts. */
    void before(long micros) {
        before = before == null ? String.valueOf(micros) : String.valueOf(Math.min(micros, Long.parseLong(before)));
    }

    /** The string is this still; null for: not there. */
    void expect(String key, @Nullable String value) {
        checks.add(List.of(places.of(key), value == null ? Boolean.FALSE : value));
    }

    /** The field of the hash is this still; null for: not there. */
    void expect(String key, String field, @Nullable String value) {
        List<Object> check = List.of(places.of(key), field, value == null ? Boolean.FALSE : value);
        if (!checks.contains(check)) {
            checks.add(check);
        }
    }

    /** A command: its words are texts and {@link Key keys}. */
    void write(String command, Object... words) {
        List<Object> write = new ArrayList<>(words.length + 1);
        write.add(command);
        for (Object word : words) {
            write.add(
                    word instanceof Key key
                            ? (key == NONE ? Long.valueOf(0) : places.of(key.name()))
                            : word.toString());
        }
        writes.add(write);
    }

    boolean isEmpty() {
        return writes.isEmpty();
    }

    String toJson() {
        Map<String, @Nullable Object> group = new LinkedHashMap<>();
        group.put("before", before == null ? Boolean.FALSE : before);
        group.put("mine", mine == null ? Boolean.FALSE : mine);
        group.put("checks", checks);
        group.put("writes", writes);
        return Json.write(group);
    }
}
