package io.toolgateway.schema;

import io.toolgateway.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One schema inside a schema document, with the schemas below it already found by their position. */
final class SchemaNode {

    /** The place in the document. */
    final String pointer;

    /** The keywords; empty for a boolean schema. */
    final Map<String, @Nullable Object> keywords;

    /** Set for {@code true} and {@code false}. */
    final @Nullable Boolean fixed;

    /** Keywords that hold one schema. */
    final Map<String, SchemaNode> single = new LinkedHashMap<>();

    /** Keywords that hold schemas by name. */
    final Map<String, Map<String, SchemaNode>> named = new LinkedHashMap<>();

    /** Keywords that hold schemas in order. */
    final Map<String, List<SchemaNode>> listed = new LinkedHashMap<>();

    /** What {@code $ref} means, where it means a place of this document. */
    @Nullable
    SchemaNode target;

    SchemaNode(String pointer, Map<String, @Nullable Object> keywords) {
        this.pointer = pointer;
        this.keywords = keywords;
        this.fixed = null;
    }

    SchemaNode(String pointer, boolean fixed) {
        this.pointer = pointer;
        this.keywords = Map.of();
        this.fixed = fixed;
    }

    Object raw() {
        return fixed == null ? keywords : fixed;
    }

    boolean has(String keyword) {
        return keywords.containsKey(keyword);
    }

    boolean hasAny(Iterable<String> names) {
        for (String name : names) {
            if (has(name)) {
                return true;
            }
        }
        return false;
    }

    @Nullable
    Object get(String keyword) {
        return keywords.get(keyword);
    }

    /** A keyword whose shape says that it holds an object. */
    Map<String, @Nullable Object> map(String keyword) {
        return Json.asObject(Objects.requireNonNull(get(keyword)));
    }

    /** A keyword whose shape says that it holds a text. */
    String text(String keyword) {
        return (String) Objects.requireNonNull(get(keyword));
    }

    Map<String, SchemaNode> named(String keyword) {
        return named.getOrDefault(keyword, Map.of());
    }

    List<SchemaNode> listed(String keyword) {
        return listed.getOrDefault(keyword, List.of());
    }
}
