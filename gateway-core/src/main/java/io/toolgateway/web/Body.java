package io.toolgateway.web;

import io.toolgateway.json.Json;
import io.toolgateway.json.JsonLimits;
import io.toolgateway.json.Parsed;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of a request, read strictly. */
final class Body {

    private final Map<String, @Nullable Object> members;

    private Body(Map<String, @Nullable Object> members) {
        this.members = members;
    }

    /**
     * Reads a body.
     *
     * @throws BadRequest if it is no JSON object
     */
    static Body of(String text) {
        Parsed parsed = Json.parse(text, JsonLimits.DEFAULT);
        if (parsed instanceof Parsed.Refused refused) {
            throw new BadRequest("The body is refused at '" + refused.pointer() + "': " + refused.message());
        }
        Object value = ((Parsed.Value) parsed).value();
        if (!(value instanceof Map<?, ?>)) {
            throw new BadRequest("The body has to be a JSON object.");
        }
        return new Body(Json.asObject(value));
    }

    String text(String name) {
        String text = optional(name);
        if (text == null) {
            throw new BadRequest("The body needs the text " + name + ".");
        }
        return text;
    }

    /** What is blank is as good as absent. */
    @Nullable
    String optional(String name) {
        Object value = members.get(name);
        if (value == null || value instanceof String text && text.isBlank()) {
            return null;
        }
        if (value instanceof String text) {
            return text;
        }
        throw new BadRequest("In the body " + name + " has to be a text.");
    }

    long wholeNumber(String name) {
        if (members.get(name) instanceof Long number) {
            return number;
        }
        throw new BadRequest("The body needs the whole number " + name + ".");
    }

    /** The same as {@link #objects}, or none. */
    List<Map<String, @Nullable Object>> objectsIfAny(String name) {
        return members.get(name) == null ? List.of() : objects(name);
    }

    /** Objects with texts and numbers. */
    List<Map<String, @Nullable Object>> objects(String name) {
        if (!(members.get(name) instanceof List<?> list) || list.isEmpty()) {
            throw new BadRequest("The body needs a list " + name + " that is not empty.");
        }
        return list.stream()
                .map(one -> {
                    if (one instanceof Map<?, ?>) {
                        return Json.asObject(one);
                    }
                    throw new BadRequest("In the list " + name + " each has to be an object.");
                })
                .toList();
    }
}
