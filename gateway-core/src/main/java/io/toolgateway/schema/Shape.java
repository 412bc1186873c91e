package io.toolgateway.schema;

import io.toolgateway.json.Json;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a keyword's value must look like. */
enum Shape {
    ANNOTATION("anything"),
    ANY("anything"),
    COUNT("a whole number from 0"),
    NUMBER("a number"),
    FACTOR("a number above 0"),
    BOOLEAN("true or false"),
    STRING("a text"),
    NAMES("a list of different texts"),
    NAMES_BY_NAME("an object of lists of different texts"),
    TYPES("a type or a list of different types"),
    VALUES("a list"),
    SCHEMA("a schema"),
    SCHEMAS("a list with at least one schema"),
    SCHEMA_OR_SCHEMAS("a schema or a list of schemas"),
    NAMED_SCHEMAS("an object of schemas"),
    DEPENDENCIES("an object of schemas and lists of texts");

    private static final Set<String> TYPE_NAMES =
            Set.of("object", "array", "string", "number", "integer", "boolean", "null");

    final String wanted;

    Shape(String wanted) {
        this.wanted = wanted;
    }

    /** Whether a value has this shape; what stands inside schemas is not looked at. */
    boolean fits(@Nullable Object value) {
        return switch (this) {
            case ANNOTATION, ANY -> true;
            case COUNT ->
                (value instanceof Long count && count >= 0) || (value instanceof BigInteger big && big.signum() > 0);
            case NUMBER -> value instanceof Number;
            case FACTOR ->
                value instanceof Number number && Json.decimal(number).signum() > 0;
            case BOOLEAN -> value instanceof Boolean;
            case STRING -> value instanceof String;
            case NAMES -> isNames(value);
            case NAMES_BY_NAME ->
                value instanceof Map<?, ?> map && map.values().stream().allMatch(Shape::isNames);
            case TYPES ->
                (value instanceof String name && TYPE_NAMES.contains(name))
                        || (value instanceof List<?> names && isNames(names) && isTypes(names));
            case VALUES -> value instanceof List<?>;
            case SCHEMA -> isSchema(value);
            case SCHEMAS ->
                value instanceof List<?> list
                        && !list.isEmpty()
                        && list.stream().allMatch(Shape::isSchema);
            case SCHEMA_OR_SCHEMAS ->
                isSchema(value)
                        || (value instanceof List<?> list && list.stream().allMatch(Shape::isSchema));
            case NAMED_SCHEMAS ->
                value instanceof Map<?, ?> map && map.values().stream().allMatch(Shape::isSchema);
            case DEPENDENCIES ->
                value instanceof Map<?, ?> map
                        && map.values().stream().allMatch(each -> isSchema(each) || isNames(each));
        };
    }

    private static boolean isSchema(@Nullable Object value) {
        return value instanceof Map<?, ?> || value instanceof Boolean;
    }

    private static boolean isTypes(List<?> names) {
        return !names.isEmpty() && TYPE_NAMES.containsAll(names);
    }

    private static boolean isNames(@Nullable Object value) {
        return value instanceof List<?> list
                && list.stream().allMatch(String.class::isInstance)
                && new HashSet<>(list).size() == list.size();
    }
}
