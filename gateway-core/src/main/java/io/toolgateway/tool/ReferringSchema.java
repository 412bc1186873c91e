package io.toolgateway.tool;

import io.toolgateway.json.Json;
import io.toolgateway.schema.CompiledSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A tool's schema under which some arguments may be a reference to an earlier call's result. */
final class ReferringSchema {

    static final String TOLD = "An argument that accepts it may be given as {\"" + ResultReference.MEMBER
            + "\": n, \"" + ResultReference.POINTER
            + "\": p}: then it is what call n of the same turn (from 0, an earlier one)"
            + " returns at the JSON Pointer p, such as \"/id\" or \"/data/items/0\".";

    private ReferringSchema() {}

    /** Refuses arguments that are not declared, that the system fills in, or that are secrets: what refers is shown. */
    static Map<String, @Nullable Object> of(Tool tool, CompiledSchema schema, Map<String, @Nullable Object> root) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(root);
        Map<String, @Nullable Object> properties = new LinkedHashMap<>(
                root.get("properties") instanceof Map<?, ?> declared ? Json.asObject(declared) : Map.of());
        for (String name : tool.acceptsResultIn()) {
            if (!properties.containsKey(name) || name.equals("idempotency_key")) {
                throw new IllegalArgumentException(
                        "tool '" + tool.name() + "': no argument '" + name + "' could be an earlier result");
            }
            String place = Json.child("", name);
            if (schema.sensitivePaths().stream().anyMatch(path -> (path + "/").startsWith(place + "/"))) {
                throw new IllegalArgumentException("tool '" + tool.name() + "': '" + name
                        + "' is or holds a secret, and what stands for an earlier result is shown");
            }
            properties.put(name, Map.of("anyOf", List.of(own(properties.get(name)), reference())));
        }
        copy.put("properties", properties);
        return copy;
    }

    private static Object own(@Nullable Object schema) {
        return schema == null ? true : schema;
    }

    private static Map<String, Object> reference() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put(
                ResultReference.MEMBER,
                Map.of(
                        "type",
                        "integer",
                        "minimum",
                        0L,
                        "description",
                        "which earlier call of the same turn, counted from 0"));
        members.put(
                ResultReference.POINTER,
                Map.of(
                        "type",
                        "string",
                        "description",
                        "a JSON Pointer into its result: /id, /message or /data and what is below"));
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("description", "what an earlier call of the same turn returns");
        schema.put("properties", members);
        schema.put("required", List.of(ResultReference.MEMBER, ResultReference.POINTER));
        schema.put("additionalProperties", false);
        return schema;
    }
}
