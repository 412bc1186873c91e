package io.toolgateway.schema;

import io.toolgateway.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps long arrays from {@code uniqueItems}, which compares every item with every other. It stands before the engine, for
 * a bound inside the schema would turn into consent under {@code not}.
 */
final class ArrayCap {

    static final int MOST_ITEMS = 1_000;

    private final List<List<String>> places = new ArrayList<>();
    private final boolean everywhere;

    ArrayCap(SchemaDocument document) {
        Places.Found found = Places.of(document, node -> Boolean.TRUE.equals(node.get("uniqueItems")));
        found.places().forEach(place -> places.add(Pointers.names(place)));
        everywhere = !found.recursive().isEmpty();
    }

    List<Violation> check(@Nullable Object value) {
        if (places.isEmpty()) {
            return List.of();
        }
        List<Violation> anywhere = new ArrayList<>();
        anywhere(value, "", anywhere);
        if (everywhere || anywhere.isEmpty()) {
            return List.copyOf(anywhere);
        }
        List<Violation> found = new ArrayList<>();
        places.forEach(place -> at(value, "", place, found));
        return List.copyOf(found);
    }

    private static void at(@Nullable Object value, String pointer, List<String> place, List<Violation> found) {
        if (place.isEmpty()) {
            array(value, pointer, found);
            return;
        }
        String name = place.get(0);
        List<String> rest = place.subList(1, place.size());
        if (name.equals("*")) {
            children(value, pointer, (child, at) -> at(child, at, rest, found));
        } else {
            at(Pointers.child(value, name), Json.child(pointer, name), rest, found);
        }
    }

    private static void anywhere(@Nullable Object value, String pointer, List<Violation> found) {
        array(value, pointer, found);
        children(value, pointer, (child, at) -> anywhere(child, at, found));
    }

    private static void array(@Nullable Object value, String pointer, List<Violation> found) {
        if (found.isEmpty() && value instanceof List<?> items && items.size() > MOST_ITEMS) {
            String message = "must have at most " + MOST_ITEMS + " items, for more are not compared with each other";
            found.add(new Violation(pointer, "limit", "", message));
        }
    }

    private static void children(@Nullable Object value, String pointer, Visitor visitor) {
        if (value instanceof Map<?, ?>) {
            Json.asObject(value).forEach((name, child) -> visitor.visit(child, Json.child(pointer, name)));
        } else if (value instanceof List<?> items) {
            for (int i = 0; i < items.size(); i++) {
                visitor.visit(items.get(i), pointer + "/" + i);
            }
        }
    }

    private interface Visitor {
        void visit(@Nullable Object value, String pointer);
    }
}
