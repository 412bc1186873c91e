package io.toolgateway.schema;

import io.toolgateway.json.Json;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a violation says: built from the schema's own words and bounds, never from the value. */
final class Messages {

    static final Violation TOO_COSTLY =
            new Violation("", "limit", "", "is too large or too deep to be checked against this schema; send less");

    static final Violation UNEXPLAINED = new Violation("", "", "", "does not fit the schema");

    private static final int MOST_NAMES = 30;
    private static final int LONGEST = 120;

    private static final Map<String, String> EXAMPLES = Map.of(
            "date", "2026-11-30",
            "time", "14:30:00Z",
            "date-time", "2026-11-30T14:30:00Z",
            "duration", "P3DT4H",
            "uuid", "123e4567-e89b-12d3-a456-426614174000",
            "uri", "https://example.com/a",
            "email", "name@example.com");

    private Messages() {}

    static Violation violation(String pointer, String keyword, String schemaPointer, SchemaDocument document) {
        SchemaNode node = document.byPointer().get(schemaPointer);
        if (node == null) {
            return new Violation(pointer, keyword, schemaPointer, "does not fit the schema (" + keyword + ")");
        }
        if (Boolean.FALSE.equals(node.fixed)) {
            return new Violation(pointer, "false", schemaPointer, "must not be sent");
        }
        String message = message(keyword, node);
        boolean ofName = schemaPointer.contains("/propertyNames");
        return new Violation(pointer, keyword, schemaPointer, ofName ? "the name of this member " + message : message);
    }

    static String missing(Collection<?> names) {
        return names.size() == 1 ? "must have the member " + names(names) : "must have the members " + names(names);
    }

    private static String message(String keyword, SchemaNode node) {
        Object bound = node.get(keyword);
        return switch (keyword) {
            case "type" -> "must be " + types(bound);
            case "enum" -> "must be one of: " + values(bound);
            case "const" -> "must be exactly " + shorten(Json.write(bound));
            case "minLength" -> "must have at least " + bound + " characters";
            case "maxLength" -> "must have at most " + bound + " characters";
            case "pattern" -> "must match the pattern " + shorten((String) bound);
            case "format" -> "must be a valid " + bound + example(bound);
            case "minimum" -> "must be at least " + bound;
            case "maximum" -> "must be at most " + bound;
            case "exclusiveMinimum" -> "must be greater than " + bound;
            case "exclusiveMaximum" -> "must be less than " + bound;
            case "multipleOf" -> "must be a multiple of " + bound;
            case "minItems" -> "must have at least " + bound + " items";
            case "maxItems" -> "must have at most " + bound + " items";
            case "uniqueItems" -> "must not have the same item twice";
            case "contains" -> "must have at least one item of the kind the schema demands";
            case "minProperties" -> "must have at least " + bound + " members";
            case "maxProperties" -> "must have at most " + bound + " members";
            case "additionalProperties", "unevaluatedProperties" -> "is not a known member" + known(node);
            case "items", "additionalItems" -> "has more items than the schema allows";
            case "anyOf" -> "must fit at least one of the alternatives that the schema allows";
            case "oneOf" -> "must fit exactly one of the alternatives that the schema allows";
            case "not" -> "must not be of the kind that the schema forbids";
            default -> "does not fit the schema (" + keyword + ")";
        };
    }

    private static String known(SchemaNode node) {
        Map<String, SchemaNode> properties = node.named("properties");
        return properties.isEmpty() ? "; leave it out" : "; known are " + names(properties.keySet());
    }

    private static String types(@Nullable Object type) {
        return type instanceof List<?> list
                ? list.stream().map(Messages::type).collect(Collectors.joining(" or "))
                : type(type);
    }

    private static String type(@Nullable Object type) {
        return switch (String.valueOf(type)) {
            case "integer" -> "an integer";
            case "object" -> "an object";
            case "array" -> "an array";
            case "null" -> "null";
            default -> "a " + type;
        };
    }

    private static String values(@Nullable Object values) {
        List<?> list = values instanceof List<?> some ? some : List.of();
        String text = list.stream()
                .limit(MOST_NAMES)
                .map(value -> shorten(Json.write(value)))
                .collect(Collectors.joining(", "));
        return list.size() > MOST_NAMES ? text + ", ..." : text;
    }

    private static String names(Collection<?> names) {
        String text =
                names.stream().limit(MOST_NAMES).map(name -> "'" + name + "'").collect(Collectors.joining(", "));
        return names.size() > MOST_NAMES ? text + ", ..." : text;
    }

    private static String example(@Nullable Object format) {
        String example = EXAMPLES.get(String.valueOf(format));
        return example == null ? "" : ", such as " + example;
    }

    private static String shorten(@Nullable String text) {
        return text == null || text.length() <= LONGEST ? String.valueOf(text) : text.substring(0, LONGEST) + "...";
    }
}
