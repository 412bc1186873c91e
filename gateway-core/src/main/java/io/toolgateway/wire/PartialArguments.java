package io.toolgateway.wire;

import io.toolgateway.json.Json;
import io.toolgateway.wire.Out.Raw;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Arguments that Vertex AI streams value by value, each with its place: {@code $.items[0].name}.
 *
 * <p>Strict: a place is filled once, a list only at its end, and a text that goes on is finished before the next value.
 * Numbers keep their digits.
 */
final class PartialArguments {

    private static final int MAX_STEPS = 64;
    private static final Pattern STEP =
            Pattern.compile("\\.([^.\\[\\]]+)|\\[(\\d{1,6})]|\\['([^']+)']|\\[\"([^\"]+)\"]");

    private final Map<String, Object> root = new LinkedHashMap<>();
    private @Nullable String whole;
    private @Nullable String openPlace;
    private StringBuilder openText = new StringBuilder();

    /** The arguments came in one. */
    void whole(String json) {
        if (whole != null || !root.isEmpty()) {
            throw new Unreadable("the arguments came twice");
        }
        whole = json;
    }

    /** @throws Unreadable if the piece does not fit what came before */
    void accept(Node piece) {
        String place = String.valueOf(piece.text("jsonPath"));
        String text = piece.string("stringValue");
        if (whole != null || openPlace != null && (!openPlace.equals(place) || text == null)) {
            throw new Unreadable("a piece of the arguments does not follow the one before");
        }
        if (openPlace == null) {
            openText = new StringBuilder();
            put(steps(place), text == null ? scalar(piece) : openText);
        }
        openText.append(text == null ? "" : text);
        openPlace = text != null && piece.isTrue("willContinue") ? place : null;
    }

    boolean isOpen() {
        return openPlace != null;
    }

    /** The arguments so far; an empty object if none came. */
    String json() {
        return whole != null ? whole : write(root);
    }

    private static Raw scalar(Node piece) {
        for (String kind : List.of("numberValue", "boolValue")) {
            String source = piece.source(kind);
            if (source != null) {
                return Out.raw(source);
            }
        }
        if (piece.member("nullValue") != null) {
            return Out.raw("null");
        }
        throw new Unreadable("a piece of the arguments has no value that we know");
    }

    /** Names as strings, indexes as integers. */
    private static List<Object> steps(String place) {
        List<Object> steps = new ArrayList<>();
        Matcher step = STEP.matcher(place).region(Math.min(1, place.length()), place.length());
        while (steps.size() < MAX_STEPS && step.lookingAt()) {
            steps.add(step.group(2) == null ? name(step) : (Object) Integer.valueOf(step.group(2)));
            step.region(step.end(), place.length());
        }
        if (!place.startsWith("$") || steps.isEmpty() || step.regionStart() != place.length()) {
            throw new Unreadable("a piece of the arguments has no place that we know");
        }
        return steps;
    }

    private static String name(Matcher step) {
        return Stream.of(1, 3, 4)
                .map(step::group)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    private void put(List<Object> steps, Object value) {
        Object at = root;
        for (int i = 0; i < steps.size(); i++) {
            boolean last = i == steps.size() - 1;
            Object fresh =
                    last ? value : steps.get(i + 1) instanceof Integer ? new ArrayList<>() : new LinkedHashMap<>();
            at = child(at, steps.get(i), fresh, last);
        }
    }

    @SuppressWarnings("unchecked")
    private static Object child(Object parent, Object step, Object fresh, boolean last) {
        if (parent instanceof Map<?, ?> && step instanceof String name) {
            Object held = ((Map<String, Object>) parent).putIfAbsent(name, fresh);
            if (held == null || !last) {
                return held == null ? fresh : held;
            }
        } else if (parent instanceof List<?> list && step instanceof Integer index) {
            if (index == list.size()) {
                ((List<Object>) list).add(fresh);
                return fresh;
            }
            if (index < list.size() && !last) {
                return list.get(index);
            }
        }
        throw new Unreadable("a piece of the arguments does not fit the others");
    }

    private static String write(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(member -> Json.write(member.getKey()) + ":" + write(member.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof List<?> items) {
            return items.stream().map(PartialArguments::write).collect(Collectors.joining(",", "[", "]"));
        }
        return value instanceof Raw raw ? raw.json() : Json.write(value.toString());
    }
}
