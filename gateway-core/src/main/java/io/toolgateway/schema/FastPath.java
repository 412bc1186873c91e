package io.toolgateway.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says yes to values that surely fit, many times faster than an engine would; anything else is left to the engine. Only
 * keywords whose meaning is beyond doubt are known here; a schema with any other has no fast path.
 */
final class FastPath {

    /** One part of a schema: true only if the value surely fits it. */
    interface Accept {
        boolean test(@Nullable Object value);
    }

    private static final Set<String> KNOWN = Set.of(
            "type",
            "enum",
            "const",
            "properties",
            "required",
            "additionalProperties",
            "minProperties",
            "maxProperties",
            "items",
            "minItems",
            "maxItems",
            "uniqueItems",
            "minLength",
            "maxLength",
            "pattern",
            "format",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "allOf",
            "anyOf",
            "$ref",
            "$schema",
            "$id",
            "$defs",
            "definitions",
            "$anchor");

    /** References may fan out; beyond this many parts a wrong guess would cost more than the engine. */
    private static final int LARGEST = 2_000;

    private final Accept root;

    private FastPath(Accept root) {
        this.root = root;
    }

    boolean accepts(@Nullable Object value) {
        return root.test(value);
    }

    /** The fast path of a schema, or null if it has a part that only the engine judges. */
    static @Nullable FastPath of(SchemaDocument document, boolean formatsEnforced) {
        Compilation compilation = new Compilation(document.dialect(), formatsEnforced);
        Part part = compilation.part(document.root());
        return part == null ? null : new FastPath(part.accept);
    }

    private record Part(Accept accept, int size) {}

    private static final class Compilation {

        private final Dialect dialect;
        private final boolean formatsEnforced;
        private final Map<SchemaNode, @Nullable Part> done = new HashMap<>();

        Compilation(Dialect dialect, boolean formatsEnforced) {
            this.dialect = dialect;
            this.formatsEnforced = formatsEnforced;
        }

        @Nullable
        Part part(SchemaNode node) {
            if (!done.containsKey(node)) {
                // Met again before it is done, the schema is recursive and left to the engine.
                done.put(node, null);
                done.put(node, compile(node));
            }
            return done.get(node);
        }

        private @Nullable Part compile(SchemaNode node) {
            if (node.fixed != null) {
                boolean all = node.fixed;
                return new Part(value -> all, 1);
            }
            if (!isKnown(node)) {
                return null;
            }
            List<SchemaNode> below = new ArrayList<>(node.listed("allOf"));
            below.addAll(node.listed("anyOf"));
            below.addAll(node.named("properties").values());
            below.addAll(node.single.values());
            if (node.target != null) {
                below.add(node.target);
            }
            int size = 1;
            for (SchemaNode child : below) {
                Part part = part(child);
                size += part == null ? LARGEST : part.size;
                if (size > LARGEST) {
                    return null;
                }
            }
            return new Part(all(accepts(node)), size);
        }

        private boolean isKnown(SchemaNode node) {
            for (String keyword : node.keywords.keySet()) {
                Shape shape = dialect.shapeOf(keyword);
                if (shape != null && shape != Shape.ANNOTATION && !KNOWN.contains(keyword)) {
                    return false;
                }
            }
            return node.listed("items").isEmpty() && (!node.has("$ref") || node.target != null);
        }

        private List<Accept> accepts(SchemaNode node) {
            List<Accept> all = new ArrayList<>();
            if (node.has("type")) {
                all.add(FastTypes.of(node.get("type")));
            }
            if (node.get("enum") instanceof List<?> values) {
                Set<Object> allowed = new HashSet<>(values);
                all.add(allowed::contains);
            }
            if (node.has("const")) {
                Object only = node.get("const");
                all.add(value -> only == null ? value == null : only.equals(value));
            }
            all.addAll(FastTexts.of(node, formatsEnforced));
            all.addAll(FastNumbers.of(node));
            array(node, all);
            object(node, all);
            applicators(node, all);
            return all;
        }

        private void applicators(SchemaNode node, List<Accept> all) {
            if (node.target != null) {
                all.add(accept(node.target));
            }
            node.listed("allOf").forEach(child -> all.add(accept(child)));
            if (node.has("anyOf")) {
                Accept[] some = node.listed("anyOf").stream().map(this::accept).toArray(Accept[]::new);
                all.add(value -> {
                    for (Accept one : some) {
                        if (one.test(value)) {
                            return true;
                        }
                    }
                    return false;
                });
            }
        }

        private void array(SchemaNode node, List<Accept> all) {
            if (!node.hasAny(List.of("items", "minItems", "maxItems", "uniqueItems"))) {
                return;
            }
            SchemaNode items = node.single.get("items");
            Accept each = items == null ? value -> true : accept(items);
            int least = bound(node, "minItems", 0);
            int most = bound(node, "maxItems", Integer.MAX_VALUE);
            boolean unique = Boolean.TRUE.equals(node.get("uniqueItems"));
            all.add(value -> {
                if (!(value instanceof List<?> list)) {
                    return true;
                }
                if (list.size() < least || list.size() > most || (unique && !isShortAndUnique(list))) {
                    return false;
                }
                for (Object item : list) {
                    if (!each.test(item)) {
                        return false;
                    }
                }
                return true;
            });
        }

        private static boolean isShortAndUnique(List<?> list) {
            return list.size() <= 64
                    && list.stream().allMatch(String.class::isInstance)
                    && new HashSet<>(list).size() == list.size();
        }

        private void object(SchemaNode node, List<Accept> all) {
            if (!node.hasAny(
                    List.of("properties", "required", "additionalProperties", "minProperties", "maxProperties"))) {
                return;
            }
            Map<String, Accept> members = new HashMap<>();
            node.named("properties").forEach((name, child) -> members.put(name, accept(child)));
            SchemaNode additional = node.single.get("additionalProperties");
            Accept others = additional == null ? value -> true : accept(additional);
            String[] required =
                    node.get("required") instanceof List<?> names ? names.toArray(String[]::new) : new String[0];
            int least = bound(node, "minProperties", 0);
            int most = bound(node, "maxProperties", Integer.MAX_VALUE);
            all.add(value -> {
                if (!(value instanceof Map<?, ?> map)) {
                    return true;
                }
                if (map.size() < least || map.size() > most) {
                    return false;
                }
                for (String name : required) {
                    if (!map.containsKey(name)) {
                        return false;
                    }
                }
                for (Map.Entry<?, ?> member : map.entrySet()) {
                    if (!members.getOrDefault(member.getKey(), others).test(member.getValue())) {
                        return false;
                    }
                }
                return true;
            });
        }

        private Accept accept(SchemaNode node) {
            Part part = part(node);
            if (part == null) {
                throw new IllegalStateException("no fast path at " + node.pointer);
            }
            return part.accept;
        }

        private static Accept all(List<Accept> parts) {
            if (parts.size() == 1) {
                return parts.get(0);
            }
            Accept[] every = parts.toArray(Accept[]::new);
            return value -> {
                for (Accept one : every) {
                    if (!one.test(value)) {
                        return false;
                    }
                }
                return true;
            };
        }
    }

    static int bound(SchemaNode node, String keyword, int otherwise) {
        Object bound = node.get(keyword);
        return bound == null ? otherwise : EveritConversion.count(bound);
    }
}
