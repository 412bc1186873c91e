package io.toolgateway.tool;

import io.toolgateway.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes the values at known places out of a JSON value; {@code *} in a pointer stands for any member or item. */
final class Redactor {

    private static final String ANY = "*";
    private static final String[] NONE = {};

    private final Place root = new Place();

    /** A place on the way to a secret, or a secret. */
    private static final class Place {
        private final Map<String, Place> below = new HashMap<>();
        private boolean secret;

        boolean hasItems() {
            return below.keySet().stream().anyMatch(name -> name.equals(ANY) || name.matches("[0-9]+"));
        }
    }

    Redactor(List<String> pointers) {
        for (String pointer : pointers) {
            Place place = root;
            // The empty pointer is the whole value, not a member without a name.
            for (String token : pointer.isEmpty() ? NONE : pointer.substring(1).split("/", -1)) {
                String name = token.replace("~1", "/").replace("~0", "~");
                place = place.below.computeIfAbsent(name, any -> new Place());
            }
            place.secret = true;
        }
    }

    boolean isEmpty() {
        return root.below.isEmpty() && !root.secret;
    }

    /** Every value taken out, names and nesting left. */
    static @Nullable Object redactAll(@Nullable Object value) {
        if (value instanceof Map<?, ?> object) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            Json.asObject(object).forEach((name, member) -> copy.put(name, redactAll(member)));
            return copy;
        }
        if (value instanceof List<?> items) {
            List<@Nullable Object> copy = new ArrayList<>(items.size());
            items.forEach(item -> copy.add(redactAll(item)));
            return copy;
        }
        return value == null ? null : Secrets.REDACTED;
    }

    @Nullable
    Object redact(@Nullable Object value) {
        return isEmpty() ? value : redact(value, List.of(root));
    }

    private static @Nullable Object redact(@Nullable Object value, List<Place> places) {
        if (places.isEmpty() || value == null) {
            return value;
        }
        if (places.stream().anyMatch(place -> place.secret)) {
            return Secrets.REDACTED;
        }
        if (value instanceof Map<?, ?> object) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            Json.asObject(object).forEach((name, member) -> copy.put(name, redact(member, below(places, name))));
            return copy;
        }
        if (value instanceof List<?> items) {
            if (places.stream().noneMatch(Place::hasItems)) {
                return Secrets.REDACTED;
            }
            List<@Nullable Object> copy = new ArrayList<>(items.size());
            items.forEach(item -> copy.add(redact(item, below(places, Integer.toString(copy.size())))));
            return copy;
        }
        // Not of the shape that was declared around the secret, so it may be the secret itself.
        return Secrets.REDACTED;
    }

    private static List<Place> below(List<Place> places, String token) {
        List<Place> next = new ArrayList<>(2);
        for (Place place : places) {
            Place named = place.below.get(token);
            Place any = place.below.get(ANY);
            if (named != null) {
                next.add(named);
            }
            if (any != null && any != named) {
                next.add(any);
            }
        }
        return next;
    }
}
