package io.toolgateway.schema;

import io.toolgateway.json.Json;
import io.toolgateway.json.Storable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fills in what a value leaves out. All schemas that surely apply to one place, through {@code $ref} and {@code allOf},
 * are taken together, so that every place of the value is visited once.
 */
@SuppressWarnings("ReferenceEquality") // A part that nothing was filled into stays the same object.
final class Defaults {

    private static final int DEEPEST = 600;

    private final SchemaNode root;
    private final boolean any;

    private Defaults(SchemaNode root, boolean any) {
        this.root = root;
        this.any = any;
    }

    static Defaults of(SchemaDocument document) {
        boolean any = document.byPointer().values().stream().anyMatch(node -> node.has("default"));
        return new Defaults(document.root(), any);
    }

    static Defaults none(SchemaDocument document) {
        return new Defaults(document.root(), false);
    }

    /** Refuses a default that does not fit its own schema, or that would go on for ever. */
    void check(SchemaDocument document, SchemaEngine engine) {
        for (SchemaNode node : any ? document.byPointer().values() : List.<SchemaNode>of()) {
            requireNames(node);
            if (!node.has("default")) {
                continue;
            }
            Object filled = fill(Set.of(node), node.get("default"), 0);
            requireArgument(node, filled);
            List<Violation> violations = engine.checker(document, node).check(filled);
            if (!violations.isEmpty()) {
                Violation first = violations.get(0);
                String where = first.pointer().isEmpty() ? "" : "at '" + first.pointer() + "' ";
                throw new SchemaRefusedException(
                        node.pointer, "default", "it does not fit its own schema: " + where + first.message());
            }
        }
    }

    private static void requireNames(SchemaNode node) {
        node.named("properties").forEach((name, property) -> {
            String flaw = property.has("default") ? Storable.flaw(name) : null;
            if (flaw != null) {
                throw new SchemaRefusedException(property.pointer, "default", "the property's name has " + flaw);
            }
        });
    }

    /** A schema may name what no argument can be; what is filled in becomes one. */
    private static void requireArgument(SchemaNode node, @Nullable Object filled) {
        try {
            Json.of(filled);
        } catch (IllegalArgumentException e) {
            throw new SchemaRefusedException(node.pointer, "default", "no argument may have " + e.getMessage());
        }
    }

    /** The value with what it left out, or the value itself if nothing is missing. */
    @Nullable
    Object fill(@Nullable Object value) {
        try {
            return any ? fill(Set.of(root), value, 0) : value;
        } catch (SchemaRefusedException endlessOnlyTogether) {
            return value;
        }
    }

    private static @Nullable Object fill(Collection<SchemaNode> schemas, @Nullable Object value, int depth) {
        if (depth > DEEPEST) {
            throw new SchemaRefusedException(
                    schemas.iterator().next().pointer, "default", "the defaults of this schema go on for ever");
        }
        if (value instanceof Map<?, ?>) {
            return object(together(schemas), Json.asObject(value), depth);
        }
        return value instanceof List<?> list ? array(together(schemas), list, depth) : value;
    }

    private static Object object(Set<SchemaNode> schemas, Map<String, @Nullable Object> object, int depth) {
        Map<String, @Nullable Object> filled = new LinkedHashMap<>(object);
        boolean changed = false;
        for (Map.Entry<String, @Nullable Object> member : filled.entrySet()) {
            List<SchemaNode> below = ofMember(schemas, member.getKey());
            Object after = below.isEmpty() ? member.getValue() : fill(below, member.getValue(), depth + 1);
            changed |= after != member.getValue();
            member.setValue(after);
        }
        for (SchemaNode schema : schemas) {
            for (String name : schema.named("properties").keySet()) {
                if (!filled.containsKey(name) && !isRequired(schemas, name)) {
                    changed |= put(filled, name, ofMember(schemas, name), depth);
                }
            }
        }
        return changed ? Collections.unmodifiableMap(filled) : object;
    }

    private static boolean put(Map<String, @Nullable Object> filled, String name, List<SchemaNode> below, int depth) {
        for (SchemaNode schema : together(below)) {
            if (schema.has("default")) {
                filled.put(name, fill(below, schema.get("default"), depth + 1));
                return true;
            }
        }
        return false;
    }

    private static Object array(Set<SchemaNode> schemas, List<?> items, int depth) {
        List<@Nullable Object> filled = new ArrayList<>(items.size());
        boolean changed = false;
        for (int i = 0; i < items.size(); i++) {
            List<SchemaNode> below = ofItem(schemas, i);
            Object after = below.isEmpty() ? items.get(i) : fill(below, items.get(i), depth + 1);
            changed |= after != items.get(i);
            filled.add(after);
        }
        return changed ? Collections.unmodifiableList(filled) : items;
    }

    static List<SchemaNode> ofMember(Set<SchemaNode> schemas, String name) {
        List<SchemaNode> below = new ArrayList<>();
        for (SchemaNode schema : schemas) {
            SchemaNode declared = schema.named("properties").get(name);
            SchemaNode other = schema.single.get("additionalProperties");
            if (declared != null) {
                below.add(declared);
            } else if (other != null && schema.named("patternProperties").isEmpty()) {
                below.add(other);
            }
        }
        return below;
    }

    static List<SchemaNode> ofItem(Set<SchemaNode> schemas, int index) {
        List<SchemaNode> below = new ArrayList<>();
        for (SchemaNode schema : schemas) {
            boolean draft7Tuple = !schema.listed("items").isEmpty();
            List<SchemaNode> first = draft7Tuple ? schema.listed("items") : schema.listed("prefixItems");
            SchemaNode rest = schema.single.get(draft7Tuple ? "additionalItems" : "items");
            if (index < first.size()) {
                below.add(first.get(index));
            } else if (rest != null) {
                below.add(rest);
            }
        }
        return below;
    }

    /** What a caller must say is never said for it. */
    private static boolean isRequired(Set<SchemaNode> schemas, String name) {
        return schemas.stream()
                .anyMatch(schema -> schema.get("required") instanceof List<?> names && names.contains(name));
    }

    static Set<SchemaNode> together(Collection<SchemaNode> schemas) {
        Set<SchemaNode> all = new LinkedHashSet<>();
        schemas.forEach(schema -> add(schema, all));
        return all;
    }

    private static void add(SchemaNode schema, Set<SchemaNode> all) {
        if (all.add(schema)) {
            if (schema.target != null) {
                add(schema.target, all);
            }
            schema.listed("allOf").forEach(each -> add(each, all));
        }
    }
}
