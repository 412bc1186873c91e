package io.toolgateway.schema;

import io.toolgateway.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns the almost-JSON-Schema that tools are published with into JSON Schema, by these rewrites and no others:
 *
 * <ol>
 *   <li>Type names of programming languages, in any case: {@code dict}, {@code map} and {@code hashmap} become
 *       {@code object}; {@code float} and {@code double} become {@code number}; {@code int} and {@code long} become
 *       {@code integer}; {@code tuple}, {@code list} and {@code arraylist} become {@code array}; {@code str} becomes
 *       {@code string}; {@code bool} becomes {@code boolean}; a JSON Schema type in another case becomes that type.
 *   <li>The types {@code any} and the empty text are removed, for they constrain nothing.
 *   <li>The keyword {@code optional} is removed; {@code required} decides.
 *   <li>An {@code enum} without any array is removed from a schema of type {@code array}, which it would make
 *       unsatisfiable.
 *   <li>A {@code default} that does not fit its own schema is removed, such as null for a text or a text for a number.
 * </ol>
 *
 * <p>Everything else is left as it is, for the registration check to judge. Nothing is done by itself: a host that
 * registers schemas of others calls this first.
 *
 * <p>Threads: all methods are pure.
 *
 * @since 0.1
 */
public final class SchemaNormalizer {

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("object", "object"),
            Map.entry("dict", "object"),
            Map.entry("map", "object"),
            Map.entry("hashmap", "object"),
            Map.entry("array", "array"),
            Map.entry("tuple", "array"),
            Map.entry("list", "array"),
            Map.entry("arraylist", "array"),
            Map.entry("number", "number"),
            Map.entry("float", "number"),
            Map.entry("double", "number"),
            Map.entry("integer", "integer"),
            Map.entry("int", "integer"),
            Map.entry("long", "integer"),
            Map.entry("string", "string"),
            Map.entry("str", "string"),
            Map.entry("boolean", "boolean"),
            Map.entry("bool", "boolean"),
            Map.entry("null", "null"));

    private static final Set<String> NAMED = Set.of("properties", "patternProperties", "$defs", "definitions");
    private static final Set<String> SINGLE_OR_LISTED =
            Set.of("items", "additionalProperties", "prefixItems", "allOf", "anyOf", "oneOf");

    private static final SchemaEngine ENGINE =
            SchemaEngine.everit().formatsAsAnnotations().defaultsAsAnnotations();

    private SchemaNormalizer() {}

    /**
     * Rewrites a published schema.
     *
     * @param published a JSON object; it is not changed
     * @return a JSON Schema, or what the rewrites above leave of the difference
     */
    public static Map<String, @Nullable Object> normalize(Map<String, @Nullable Object> published) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        published.forEach((keyword, value) -> {
            Object rewritten = rewrite(keyword, value);
            if (!keyword.equals("optional") && !(keyword.equals("type") && rewritten == null)) {
                out.put(keyword, rewritten);
            }
        });
        if ("array".equals(out.get("type")) && out.get("enum") instanceof List<?> values && !hasArray(values)) {
            out.remove("enum");
        }
        if (out.containsKey("default") && !fits(out)) {
            out.remove("default");
        }
        return out;
    }

    private static @Nullable Object rewrite(String keyword, @Nullable Object value) {
        if (keyword.equals("type")) {
            return value instanceof List<?> names
                    ? names.stream().map(SchemaNormalizer::type).toList()
                    : type(value);
        }
        if (SINGLE_OR_LISTED.contains(keyword)) {
            return value instanceof List<?> list ? list(list) : schema(value);
        }
        return NAMED.contains(keyword) && value instanceof Map<?, ?> schemas ? named(schemas) : value;
    }

    private static List<@Nullable Object> list(List<?> schemas) {
        List<@Nullable Object> all = new ArrayList<>();
        schemas.forEach(schema -> all.add(schema(schema)));
        return all;
    }

    private static Map<String, @Nullable Object> named(Map<?, ?> schemas) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        schemas.forEach((name, schema) -> all.put((String) name, schema(schema)));
        return all;
    }

    private static @Nullable Object schema(@Nullable Object schema) {
        return schema instanceof Map<?, ?> ? normalize(Json.asObject(schema)) : schema;
    }

    private static @Nullable Object type(@Nullable Object name) {
        if (!(name instanceof String text)) {
            return name;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.isEmpty() || lower.equals("any") ? null : TYPES.getOrDefault(lower, text);
    }

    private static boolean hasArray(List<?> values) {
        return values.stream().anyMatch(List.class::isInstance);
    }

    private static boolean fits(Map<String, @Nullable Object> schema) {
        try {
            return ENGINE.compile(schema).accepts(schema.get("default"));
        } catch (SchemaRefusedException e) {
            // A reference out of this part, or a fault that registration will name; the default stays with it.
            return true;
        }
    }
}
