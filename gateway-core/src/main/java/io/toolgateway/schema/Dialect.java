package io.toolgateway.schema;

import static io.toolgateway.schema.Shape.*;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The two dialects understood, each with its closed list of keywords. */
enum Dialect {
    DRAFT_7,
    DRAFT_2020_12;

    private static final Map<Dialect, Map<String, Shape>> KEYWORDS = new EnumMap<>(Dialect.class);

    static {
        for (Dialect dialect : values()) {
            KEYWORDS.put(dialect, new HashMap<>());
            dialect.add(ANNOTATION, "title", "description", "default", "examples", "readOnly", "writeOnly", "$comment");
            dialect.add(ANNOTATION, "contentMediaType", "contentEncoding");
            dialect.add(ANY, "const");
            dialect.add(COUNT, "maxLength", "minLength", "maxItems", "minItems", "maxProperties", "minProperties");
            dialect.add(NUMBER, "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum");
            dialect.add(SCHEMA, "additionalProperties", "propertyNames", "not", "if", "then", "else", "contains");
            dialect.add(NAMED_SCHEMAS, "properties", "patternProperties", "$defs", "definitions");
            dialect.add(SCHEMAS, "allOf", "anyOf", "oneOf");
            dialect.add(STRING, "format", "pattern", "$ref", "$id", "$schema");
            dialect.add(TYPES, "type");
            dialect.add(VALUES, "enum");
            dialect.add(FACTOR, "multipleOf");
            dialect.add(BOOLEAN, "uniqueItems");
            dialect.add(NAMES, "required");
        }
        DRAFT_7.add(SCHEMA_OR_SCHEMAS, "items");
        DRAFT_7.add(SCHEMA, "additionalItems");
        DRAFT_7.add(DEPENDENCIES, "dependencies");
        DRAFT_2020_12.add(ANNOTATION, "deprecated", "contentSchema");
        DRAFT_2020_12.add(SCHEMA, "items", "unevaluatedProperties", "unevaluatedItems");
        DRAFT_2020_12.add(SCHEMAS, "prefixItems");
        DRAFT_2020_12.add(NAMED_SCHEMAS, "dependentSchemas");
        DRAFT_2020_12.add(NAMES_BY_NAME, "dependentRequired");
        DRAFT_2020_12.add(COUNT, "minContains", "maxContains");
        DRAFT_2020_12.add(STRING, "$anchor", "$dynamicAnchor", "$dynamicRef");
        DRAFT_2020_12.add(ANY, "$vocabulary");
    }

    private void add(Shape shape, String... names) {
        for (String name : names) {
            shapes().put(name, shape);
        }
    }

    private Map<String, Shape> shapes() {
        return Objects.requireNonNull(KEYWORDS.get(this));
    }

    /** What a keyword's value must look like, or null if the dialect has no such keyword. */
    @Nullable
    Shape shapeOf(String keyword) {
        return shapes().get(keyword);
    }

    /** The dialect that {@code $schema} names, or null if it is none of ours. */
    static @Nullable Dialect named(String uri) {
        return switch (uri.endsWith("#") ? uri.substring(0, uri.length() - 1) : uri) {
            case "https://json-schema.org/draft/2020-12/schema" -> DRAFT_2020_12;
            case "http://json-schema.org/draft-07/schema", "https://json-schema.org/draft-07/schema" -> DRAFT_7;
            default -> null;
        };
    }
}
