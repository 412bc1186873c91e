package io.toolgateway.examples.data;

import io.toolgateway.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The smallest arguments that a plain schema takes: what is required, and of that the least. */
final class SmallestCall {

    private SmallestCall() {}

    /** Arguments for a schema of type object; keywords it does not know it leaves to the validation to complain of. */
    static Map<String, @Nullable Object> of(Map<String, @Nullable Object> schema) {
        Map<String, @Nullable Object> call = new LinkedHashMap<>();
        Object properties = schema.get("properties");
        for (Object name : list(schema.get("required"))) {
            Object property = properties instanceof Map<?, ?> known ? known.get(name) : null;
            call.put((String) name, value(property instanceof Map<?, ?> map ? Json.asObject(map) : Map.of()));
        }
        return call;
    }

    private static @Nullable Object value(Map<String, @Nullable Object> schema) {
        for (String alternatives : List.of("anyOf", "oneOf")) {
            if (schema.get(alternatives) instanceof List<?> list) {
                return value(Json.asObject(Objects.requireNonNull(list.get(0))));
            }
        }
        if (schema.get("enum") instanceof List<?> allowed) {
            return allowed.get(0);
        }
        return switch (String.valueOf(schema.get("type"))) {
            case "object" -> of(schema);
            case "array" -> array(schema);
            case "number", "integer" -> schema.getOrDefault("minimum", 0L);
            case "boolean" -> false;
            case "null" -> null;
            default -> "x".repeat(Math.max(1, count(schema, "minLength")));
        };
    }

    private static List<@Nullable Object> array(Map<String, @Nullable Object> schema) {
        List<@Nullable Object> items = new ArrayList<>();
        for (int i = 0; i < count(schema, "minItems"); i++) {
            items.add(value(schema.get("items") instanceof Map<?, ?> item ? Json.asObject(item) : Map.of()));
        }
        return items;
    }

    private static int count(Map<String, @Nullable Object> schema, String keyword) {
        return schema.get(keyword) instanceof Number number ? number.intValue() : 0;
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }
}
