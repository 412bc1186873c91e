package io.toolgateway.tool;

import io.toolgateway.caller.Request;
import io.toolgateway.json.Json;
import io.toolgateway.json.JsonLimits;
import io.toolgateway.json.Parsed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The secret values of one call, to be taken out of every other text that is told of it: what the user wrote, a handler's
 * message, another argument.
 *
 * <p>A second net behind redaction by schema. It finds a value as it stands, without the space around it, and as JSON writes it;
 * not encoded otherwise, cut or in parts. Values of fewer than 4 characters are left alone, since they would be found
 * everywhere.
 *
 * <p>Threads: immutable.
 *
 * @since 0.1
 */
public final class Secrets {

    /** No secret. */
    public static final Secrets NONE = new Secrets(List.of());

    /** What stands in the place of a secret. */
    public static final String REDACTED = "[redacted]";

    private static final int SHORTEST = 4;

    private final List<String> longestFirst;

    private Secrets(List<String> longestFirst) {
        this.longestFirst = longestFirst;
    }

    /**
     * The secrets of a call: whatever its arguments hold and its shown text does not.
     *
     * @param arguments the arguments
     * @param shown what {@link RegisteredTool#shown} made of them, or null if nothing may be shown
     * @return the secrets, often none
     */
    public static Secrets of(Arguments arguments, @Nullable String shown) {
        if (shown == null) {
            return between(arguments.asMap(), null);
        }
        if (!shown.contains(REDACTED)) {
            return NONE;
        }
        return between(
                arguments.asMap(), Json.parse(shown, JsonLimits.WIDEST) instanceof Parsed.Value is ? is.value() : null);
    }

    /** What stands in a value and is redacted, or missing, in its redacted form. */
    static Secrets between(@Nullable Object value, @Nullable Object redacted) {
        Set<String> found = new LinkedHashSet<>();
        compare(value, redacted, found);
        found.removeIf(text -> text.length() < SHORTEST || REDACTED.contains(text));
        List<String> ordered = new ArrayList<>(found);
        ordered.sort(Comparator.comparingInt(String::length).reversed());
        return ordered.isEmpty() ? NONE : new Secrets(List.copyOf(ordered));
    }

    private static void compare(@Nullable Object value, @Nullable Object shown, Set<String> found) {
        if (value instanceof Map<?, ?> object) {
            Map<?, ?> members = shown instanceof Map<?, ?> map ? map : Map.of();
            object.forEach((name, member) -> compare(member, members.get(name), found));
        } else if (value instanceof List<?> list) {
            List<?> items = shown instanceof List<?> array ? array : List.of();
            for (int i = 0; i < list.size(); i++) {
                compare(list.get(i), i < items.size() ? items.get(i) : null, found);
            }
        } else if ((value instanceof String || value instanceof Number) && (shown == null || REDACTED.equals(shown))) {
            String text = value.toString();
            String quoted = Json.write(text);
            found.add(text);
            found.add(text.strip());
            found.add(quoted.substring(1, quoted.length() - 1));
        }
    }

    /** {@return true if there is nothing to take out} */
    public boolean isEmpty() {
        return longestFirst.isEmpty();
    }

    /**
     * A text without the secrets.
     *
     * @param text any text
     * @return the same text with {@code [redacted]} in place of each
     */
    public String removedFrom(String text) {
        String rest = text;
        for (String secret : longestFirst) {
            rest = rest.replace(secret, REDACTED);
        }
        return rest;
    }

    /**
     * A request without the secrets in what the user wrote.
     *
     * @param request the request
     * @return the same if there was none
     */
    public Request removedFrom(Request request) {
        String text = request.userText();
        return isEmpty() || text == null ? request : request.saying(removedFrom(text));
    }

    /**
     * A result without the secrets in its texts and data.
     *
     * @param result the result
     * @return the same if there are no secrets
     */
    public ToolResult removedFrom(ToolResult result) {
        return isEmpty() ? result : result.without(this);
    }

    /** A JSON value without the secrets in its texts and names, and without numbers that are secrets. */
    @Nullable
    Object removedFromJson(@Nullable Object value) {
        if (value instanceof String text) {
            return text.equals(REDACTED) ? text : removedFrom(text);
        }
        if (value instanceof Number number) {
            return longestFirst.contains(number.toString()) ? REDACTED : number;
        }
        if (value instanceof Map<?, ?> object) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            Json.asObject(object).forEach((name, member) -> copy.put(removedFrom(name), removedFromJson(member)));
            return copy;
        }
        if (value instanceof List<?> items) {
            List<@Nullable Object> copy = new ArrayList<>(items.size());
            items.forEach(item -> copy.add(removedFromJson(item)));
            return copy;
        }
        return value;
    }

    /** How many there are. */
    @Override
    public String toString() {
        return "Secrets[" + longestFirst.size() + "]";
    }
}
