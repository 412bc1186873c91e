package io.toolgateway.schema;

import io.toolgateway.json.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The registration check: walks a schema by schema position with a closed list of keywords, and finds what each local
 * reference means.
 */
final class SchemaReader {

    private static final String SENSITIVE = "x-sensitive";

    private final SchemaEngine engine;
    private final Map<String, SchemaNode> byPointer = new LinkedHashMap<>();
    private final Map<String, SchemaNode> byAnchor = new HashMap<>();
    private final List<SchemaNode> references = new ArrayList<>();
    private Dialect dialect = Dialect.DRAFT_2020_12;
    private String rootId = "";
    private boolean rebased;

    private SchemaReader(SchemaEngine engine) {
        this.engine = engine;
    }

    static SchemaDocument read(Object schema, SchemaEngine engine) {
        return new SchemaReader(engine).document(schema);
    }

    private SchemaDocument document(Object schema) {
        if (schema instanceof Map<?, ?> map) {
            dialect = dialect(map.get("$schema"));
            rootId = map.get("$id") instanceof String id ? id : "";
        }
        SchemaNode root = node(schema, "");
        // A nested $id gives local references another base, which only an engine that follows it can resolve.
        if (!rebased) {
            references.forEach(this::resolve);
            ReferenceLoops.refuse(byPointer.values());
        }
        return new SchemaDocument(dialect, root, byPointer);
    }

    private Dialect dialect(@Nullable Object uri) {
        if (uri == null) {
            return Dialect.DRAFT_2020_12;
        }
        Dialect named = uri instanceof String text ? Dialect.named(text) : null;
        if (named != null) {
            return named;
        }
        if (engine.knows(uri)) {
            return Dialect.DRAFT_2020_12;
        }
        throw new SchemaRefusedException("", "$schema", "this dialect is not known; use draft 2020-12 or draft-07");
    }

    private SchemaNode node(@Nullable Object schema, String at) {
        SchemaNode node;
        if (schema instanceof Boolean fixed) {
            node = new SchemaNode(at, fixed);
        } else if (schema instanceof Map<?, ?>) {
            node = new SchemaNode(at, Json.asObject(schema));
            node.keywords.forEach((keyword, value) -> keyword(node, keyword, value));
            if (node.has("$ref")) {
                reference(node);
            }
        } else {
            throw new SchemaRefusedException(at, "", "a schema must be an object or a boolean");
        }
        byPointer.put(at, node);
        return node;
    }

    private void keyword(SchemaNode node, String keyword, @Nullable Object value) {
        Shape shape = dialect.shapeOf(keyword);
        if (shape == null) {
            unknown(node, keyword, value);
            return;
        }
        if (!shape.fits(value)) {
            throw new SchemaRefusedException(node.pointer, keyword, "its value must be " + shape.wanted);
        }
        String at = Json.child(node.pointer, keyword);
        switch (shape) {
            case SCHEMA -> node.single.put(keyword, node(value, at));
            case SCHEMAS, SCHEMA_OR_SCHEMAS -> {
                if (value instanceof List<?> schemas) {
                    node.listed.put(keyword, list(schemas, at));
                } else {
                    node.single.put(keyword, node(value, at));
                }
            }
            case NAMED_SCHEMAS, DEPENDENCIES -> node.named.put(keyword, named(node.map(keyword), at));
            default -> checkPlace(node, keyword);
        }
    }

    private void unknown(SchemaNode node, String keyword, @Nullable Object value) {
        if (keyword.equals(SENSITIVE) && !(value instanceof Boolean)) {
            throw new SchemaRefusedException(node.pointer, keyword, "its value must be true or false");
        }
        if (!keyword.startsWith("x-") && !engine.annotations().contains(keyword)) {
            throw new SchemaRefusedException(
                    node.pointer,
                    keyword,
                    "this keyword is not known; correct it, begin it with x-, or allow it as an annotation with"
                            + " SchemaEngine.allowingAnnotations");
        }
    }

    private void checkPlace(SchemaNode node, String keyword) {
        boolean root = node.pointer.isEmpty();
        if (keyword.equals("$schema") && !root) {
            throw new SchemaRefusedException(node.pointer, keyword, "only the root of a schema may name its dialect");
        }
        if (keyword.equals("$id") && !root) {
            rebased = true;
        }
        // Without $dynamicRef a dynamic anchor is a plain one.
        if (keyword.equals("$anchor") || keyword.equals("$dynamicAnchor")) {
            byAnchor.put(node.text(keyword), node);
        }
    }

    private List<SchemaNode> list(List<?> schemas, String at) {
        List<SchemaNode> nodes = new ArrayList<>();
        for (Object schema : schemas) {
            nodes.add(node(schema, Json.child(at, Integer.toString(nodes.size()))));
        }
        return nodes;
    }

    private Map<String, SchemaNode> named(Map<?, ?> schemas, String at) {
        Map<String, SchemaNode> nodes = new LinkedHashMap<>();
        schemas.forEach((name, schema) -> {
            if (!(schema instanceof List<?>)) {
                nodes.put((String) name, node(schema, Json.child(at, (String) name)));
            }
        });
        return nodes;
    }

    private void reference(SchemaNode node) {
        if (dialect == Dialect.DRAFT_7 && !engine.ignoresBesideRef()) {
            for (String beside : node.keywords.keySet()) {
                if (dialect.shapeOf(beside) != Shape.ANNOTATION && !BESIDE_REF.contains(beside) && !isOurs(beside)) {
                    throw new SchemaRefusedException(
                            node.pointer, beside, "draft 7 ignores keywords beside $ref; put both into allOf");
                }
            }
        }
        references.add(node);
    }

    private static final Set<String> BESIDE_REF = Set.of("$ref", "$schema", "$id", "definitions", "$defs");

    private boolean isOurs(String keyword) {
        return keyword.startsWith("x-") || engine.annotations().contains(keyword);
    }

    private void resolve(SchemaNode node) {
        String reference = node.text("$ref");
        String local =
                !rootId.isEmpty() && reference.startsWith(rootId) ? reference.substring(rootId.length()) : reference;
        if (local.equals("#") || local.startsWith("#/")) {
            node.target = byPointer.get(decode(local.substring(1)));
        } else if (local.startsWith("#")) {
            node.target = byAnchor.get(local.substring(1));
        }
        if (node.target == null && !engine.second()) {
            throw new SchemaRefusedException(
                    node.pointer,
                    "$ref",
                    "only references to a schema of this document are followed; " + SchemaEngine.SECOND);
        }
    }

    private static String decode(String fragment) {
        try {
            return URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return fragment;
        }
    }
}
