package io.toolgateway.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites a schema into the draft 7 that everit enforces exactly, and refuses what has no such form.
 *
 * <p>Each rewritten schema carries its original pointer in {@code title}, by which failures find their way back. Targets of
 * references become definitions of their own, so that a reference may lead to any place of the original.
 */
final class EveritConversion {

    /** A format name of our own keeps everit from putting its validators in the place of ours. */
    static final String FORMAT_PREFIX = "toolgateway:";

    private static final Set<String> IN_PLACE =
            Set.of("$ref", "allOf", "anyOf", "oneOf", "if", "not", "dependentSchemas");

    private final boolean draft7;
    private final boolean formatsEnforced;
    private final Map<SchemaNode, String> definitionNames = new HashMap<>();
    private final List<SchemaNode> targets = new ArrayList<>();
    private boolean branching;

    private EveritConversion(Dialect dialect, boolean formatsEnforced) {
        this.draft7 = dialect == Dialect.DRAFT_7;
        this.formatsEnforced = formatsEnforced;
    }

    /** What everit is given, and whether checking it may go through references or alternatives. */
    record Converted(Map<String, @Nullable Object> schema, boolean branching) {}

    static Converted convert(Dialect dialect, SchemaNode entry, boolean formatsEnforced) {
        EveritConversion conversion = new EveritConversion(dialect, formatsEnforced);
        Map<String, @Nullable Object> root = new LinkedHashMap<>();
        root.put("title", entry.pointer);
        root.put("allOf", List.of(conversion.schema(entry)));
        // A definition may itself refer to schemas that are not definitions yet.
        Map<String, @Nullable Object> definitions = new LinkedHashMap<>();
        for (int i = 0; i < conversion.targets.size(); i++) {
            definitions.put("r" + i, conversion.schema(conversion.targets.get(i)));
        }
        root.put("definitions", definitions);
        return new Converted(root, conversion.branching);
    }

    private Map<String, @Nullable Object> schema(SchemaNode node) {
        if (node.fixed != null) {
            return node.fixed ? Map.of() : Map.of("title", node.pointer, "not", Map.of());
        }
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        List<Object> and = new ArrayList<>();
        node.keywords.forEach((keyword, value) -> keyword(node, keyword, value, out, and));
        if (!node.has("if")) {
            out.remove("then");
            out.remove("else");
        }
        if (out.isEmpty() && and.size() == 1 && node.target != null) {
            // everit merges what stands beside a reference into its target, so nothing may.
            return reference(node.target);
        }
        out.put("title", node.pointer);
        if (!and.isEmpty()) {
            and.addAll(0, out.get("allOf") instanceof List<?> list ? list : List.of());
            out.put("allOf", and);
        }
        return out;
    }

    private void keyword(
            SchemaNode node,
            String keyword,
            @Nullable Object value,
            Map<String, @Nullable Object> out,
            List<Object> and) {
        switch (keyword) {
            case "type", "enum", "const", "required", "uniqueItems" -> out.put(keyword, value);
            case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf" -> out.put(keyword, value);
            case "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties" ->
                out.put(keyword, count(value));
            case "pattern" -> out.put(keyword, value);
            case "format" -> {
                if (formatsEnforced) {
                    out.put(keyword, FORMAT_PREFIX + value);
                }
            }
            case "$ref" -> and.add(reference(targetOf(node)));
            case "properties", "patternProperties" -> out.put(keyword, all(node.named(keyword)));
            case "allOf", "anyOf", "oneOf" -> {
                branching = true;
                out.put(keyword, all(node.listed(keyword)));
            }
            case "additionalProperties" -> out.put(keyword, rest(node, keyword));
            case "propertyNames", "not", "if", "then", "else" -> out.put(keyword, schema(child(node, keyword)));
            case "contains" -> {
                if (node.has("minContains") || node.has("maxContains")) {
                    throw refuse(node, node.has("minContains") ? "minContains" : "maxContains", "");
                }
                out.put(keyword, schema(child(node, keyword)));
            }
            case "items" -> items(node, out);
            case "additionalItems" -> {
                if (!node.listed("items").isEmpty()) {
                    out.put(keyword, rest(node, keyword));
                }
            }
            case "prefixItems" -> out.put("items", all(node.listed(keyword)));
            case "dependencies" -> and.add(dependencies(node, dependenciesOf(node)));
            case "dependentRequired" -> and.add(dependencies(node, node.map(keyword)));
            case "dependentSchemas" -> and.add(dependencies(node, all(node.named(keyword))));
            case "unevaluatedProperties" -> unevaluatedProperties(node, out);
            case "unevaluatedItems" -> unevaluatedItems(node, out);
            case "$dynamicRef", "$vocabulary" -> throw refuse(node, keyword, "");
            case "$id" -> {
                if (!node.pointer.isEmpty()) {
                    throw refuse(node, keyword, "below the root ");
                }
            }
            default -> {
                // Annotations, containers of definitions, and counts of contains where there is no contains.
            }
        }
    }

    private void items(SchemaNode node, Map<String, @Nullable Object> out) {
        if (draft7 && !node.listed("items").isEmpty()) {
            out.put("items", all(node.listed("items")));
        } else if (node.single.get("items") != null) {
            out.put(node.has("prefixItems") ? "additionalItems" : "items", rest(node, "items"));
        }
    }

    private void unevaluatedProperties(SchemaNode node, Map<String, @Nullable Object> out) {
        if (node.hasAny(IN_PLACE)) {
            throw refuse(node, "unevaluatedProperties", "beside $ref, allOf and their like ");
        }
        if (!node.has("additionalProperties")) {
            out.put("additionalProperties", rest(node, "unevaluatedProperties"));
        }
    }

    private void unevaluatedItems(SchemaNode node, Map<String, @Nullable Object> out) {
        if (node.hasAny(IN_PLACE) || node.has("contains")) {
            throw refuse(node, "unevaluatedItems", "beside $ref, allOf and their like ");
        }
        if (!node.has("items")) {
            String place = node.has("prefixItems") ? "additionalItems" : "items";
            out.put(place, rest(node, "unevaluatedItems"));
        }
    }

    /** The schema of what is not listed; a plain false makes everit say which member or how many items are too many. */
    private Object rest(SchemaNode node, String keyword) {
        SchemaNode rest = child(node, keyword);
        return rest.fixed != null && !rest.fixed ? rest.fixed : schema(rest);
    }

    private Map<String, @Nullable Object> dependencies(SchemaNode node, Map<?, ?> dependencies) {
        return Map.of("title", node.pointer, "dependencies", dependencies);
    }

    private Map<String, @Nullable Object> dependenciesOf(SchemaNode node) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        node.map("dependencies").forEach((name, value) -> {
            SchemaNode schema = node.named("dependencies").get(name);
            all.put(name, schema == null ? value : schema(schema));
        });
        return all;
    }

    private Map<String, @Nullable Object> reference(SchemaNode target) {
        branching = true;
        String name = definitionNames.computeIfAbsent(target, unseen -> {
            targets.add(target);
            return "r" + (targets.size() - 1);
        });
        return Map.of("$ref", "#/definitions/" + name);
    }

    private static SchemaNode targetOf(SchemaNode node) {
        if (node.target == null) {
            throw refuse(node, "$ref", "");
        }
        return node.target;
    }

    private static SchemaNode child(SchemaNode node, String keyword) {
        SchemaNode child = node.single.get(keyword);
        if (child == null) {
            throw new IllegalStateException("no schema below " + keyword);
        }
        return child;
    }

    private Map<String, @Nullable Object> all(Map<String, SchemaNode> schemas) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        schemas.forEach((name, schema) -> all.put(name, schema(schema)));
        return all;
    }

    private List<Object> all(List<SchemaNode> schemas) {
        List<Object> all = new ArrayList<>();
        schemas.forEach(schema -> all.add(schema(schema)));
        return all;
    }

    /** No value within the limits is as long as an int can say, so a larger bound means the same. */
    static int count(@Nullable Object value) {
        return value instanceof Long small ? (int) Math.min(small, Integer.MAX_VALUE) : Integer.MAX_VALUE;
    }

    private static SchemaRefusedException refuse(SchemaNode node, String keyword, String where) {
        return new SchemaRefusedException(
                node.pointer, keyword, where + "has no exact form for the default engine; " + SchemaEngine.SECOND);
    }
}
