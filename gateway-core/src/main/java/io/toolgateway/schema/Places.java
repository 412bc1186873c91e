package io.toolgateway.schema;

import io.toolgateway.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The places of a value that a kind of schema may apply to: JSON Pointers with {@code *} for any item or any name that is
 * not declared. Every branch counts, taken or not.
 */
final class Places {

    /** Beyond this the references of a schema fan out so far that nothing about it could be said in good time. */
    private static final int MOST = 20_000;

    private static final Set<String> SAME_PLACE = Set.of("allOf", "anyOf", "oneOf");
    private static final Set<String> SAME_PLACE_SINGLE = Set.of("not", "if", "then", "else");
    private static final Set<String> SAME_PLACE_NAMED = Set.of("dependentSchemas", "dependencies");
    private static final Set<String> ANY_CHILD = Set.of(
            "additionalProperties",
            "unevaluatedProperties",
            "items",
            "additionalItems",
            "unevaluatedItems",
            "contains");

    private final Predicate<SchemaNode> wanted;
    private final Set<SchemaNode> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<String> found = new TreeSet<>();
    private final Set<String> recursive = new TreeSet<>();
    private int visits;

    private Places(Predicate<SchemaNode> wanted) {
        this.wanted = wanted;
    }

    /**
     * Where schemas of a kind apply, and where a schema that has one below it begins again; the places below the latter
     * are without number.
     */
    record Found(List<String> places, List<String> recursive) {}

    static Found of(SchemaDocument document, Predicate<SchemaNode> wanted) {
        if (document.byPointer().values().stream().noneMatch(wanted)) {
            return new Found(List.of(), List.of());
        }
        Places places = new Places(wanted);
        places.walk(document.root(), "");
        return new Found(List.copyOf(places.found), List.copyOf(places.recursive));
    }

    private void walk(SchemaNode node, String at) {
        if (++visits > MOST) {
            throw new SchemaRefusedException(node.pointer, "", "the references of this schema fan out too far");
        }
        if (!open.add(node)) {
            if (reaches(node, new HashSet<>())) {
                recursive.add(at);
            }
            return;
        }
        if (wanted.test(node)) {
            found.add(at);
        }
        below(node, at);
        open.remove(node);
    }

    private void below(SchemaNode node, String at) {
        if (node.target != null) {
            walk(node.target, at);
        }
        node.single.forEach((keyword, schema) -> {
            if (SAME_PLACE_SINGLE.contains(keyword)) {
                walk(schema, at);
            } else if (ANY_CHILD.contains(keyword)) {
                walk(schema, at + "/*");
            }
        });
        node.listed.forEach((keyword, schemas) -> {
            for (int i = 0; i < schemas.size(); i++) {
                walk(schemas.get(i), SAME_PLACE.contains(keyword) ? at : at + "/" + i);
            }
        });
        node.named.forEach((keyword, schemas) -> named(keyword, schemas, at));
    }

    private void named(String keyword, Map<String, SchemaNode> schemas, String at) {
        if (keyword.equals("properties")) {
            schemas.forEach((name, schema) -> walk(schema, Json.child(at, name)));
        } else if (keyword.equals("patternProperties")) {
            schemas.values().forEach(schema -> walk(schema, at + "/*"));
        } else if (SAME_PLACE_NAMED.contains(keyword)) {
            schemas.values().forEach(schema -> walk(schema, at));
        }
    }

    private boolean reaches(SchemaNode node, Set<SchemaNode> seen) {
        if (!seen.add(node)) {
            return false;
        }
        if (wanted.test(node)) {
            return true;
        }
        List<SchemaNode> next = new ArrayList<>(node.single.values());
        node.listed.values().forEach(next::addAll);
        node.named.forEach((keyword, schemas) -> {
            if (!keyword.equals("$defs") && !keyword.equals("definitions")) {
                next.addAll(schemas.values());
            }
        });
        if (node.target != null) {
            next.add(node.target);
        }
        return next.stream().anyMatch(child -> reaches(child, seen));
    }
}
