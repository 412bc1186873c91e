package io.toolgateway.web;

import io.toolgateway.json.Json;
import io.toolgateway.json.JsonLimits;
import io.toolgateway.json.Parsed;
import io.toolgateway.proposal.Proposal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a person typed in the place of some arguments, put into those that are stored: whoever edits never had the secrets among
 * them, and loses none. A value keeps its JSON type: what replaces a number is read as one.
 */
final class ArgumentChanges {

    private ArgumentChanges() {}

    /** The arguments with the changes, as JSON. */
    static String of(Proposal proposal, List<Map<String, @Nullable Object>> changes) {
        Object arguments = proposal.content().arguments().values().asMap();
        for (Map<String, @Nullable Object> change : changes) {
            if (!(change.get("pointer") instanceof String pointer) || !(change.get("value") instanceof String value)) {
                throw new BadRequest("A change needs the texts pointer and value.");
            }
            arguments = replaced(arguments, tokens(pointer), value, pointer);
        }
        return Json.write(arguments);
    }

    private static List<String> tokens(String pointer) {
        if (!pointer.startsWith("/")) {
            throw new BadRequest("A change needs a JSON Pointer to the value that it replaces.");
        }
        List<String> tokens = new ArrayList<>();
        for (String token : pointer.substring(1).split("/", -1)) {
            tokens.add(token.replace("~1", "/").replace("~0", "~"));
        }
        return tokens;
    }

    private static @Nullable Object replaced(@Nullable Object old, List<String> tokens, String typed, String pointer) {
        if (tokens.isEmpty()) {
            return value(old, typed, pointer);
        }
        String token = tokens.get(0);
        List<String> rest = tokens.subList(1, tokens.size());
        if (old instanceof Map<?, ?> && Json.asObject(old).containsKey(token)) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>(Json.asObject(old));
            copy.put(token, replaced(copy.get(token), rest, typed, pointer));
            return copy;
        }
        if (old instanceof List<?> list && token.matches("\\d{1,6}") && Integer.parseInt(token) < list.size()) {
            List<@Nullable Object> copy = new ArrayList<>(Json.asArray(old));
            int index = Integer.parseInt(token);
            copy.set(index, replaced(copy.get(index), rest, typed, pointer));
            return copy;
        }
        throw new BadRequest("There is no value at " + pointer + ".");
    }

    private static Object value(@Nullable Object old, String typed, String pointer) {
        if (old instanceof String) {
            return typed;
        }
        if (old instanceof Number || old instanceof Boolean) {
            Parsed parsed = Json.parse(typed.trim(), JsonLimits.DEFAULT);
            Object value = parsed instanceof Parsed.Value read ? read.value() : null;
            boolean isSameType = old instanceof Number ? value instanceof Number : value instanceof Boolean;
            if (value != null && isSameType) {
                return value;
            }
            String expected = old instanceof Number ? "a number such as 12.50" : "true or false";
            throw new BadRequest("At " + pointer + " " + expected + " is needed.");
        }
        throw new BadRequest("Only texts, numbers and flags can be typed anew, which " + pointer + " is not.");
    }
}
