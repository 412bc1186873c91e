package io.toolgateway.review;

import io.toolgateway.json.Json;
import io.toolgateway.json.JsonLimits;
import io.toolgateway.json.Parsed;
import io.toolgateway.proposal.ArgumentsHash;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.tool.Arguments;
import io.toolgateway.tool.RegisteredTool;
import io.toolgateway.tool.ResultReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says where the values of a step came from, as far as it is known: by comparing them with what was received, if the host gave the
 * raw call, and else by what the tool cannot have changed.
 */
final class Origins {

    /** Where the formats of the wire have the arguments; see SPEC P11. */
    private static final List<List<String>> PLACES = List.of(
            List.of("arguments"),
            List.of("input"),
            List.of("args"),
            List.of("function", "arguments"),
            List.of("functionCall", "args"),
            List.of("toolUse", "input"),
            List.of("params", "arguments"));

    private final Proposal step;
    private final @Nullable RegisteredTool tool;
    private final @Nullable Arguments sent;
    private final @Nullable Arguments sentWithDefaults;
    private final boolean cannotHaveChanged;

    /**
     * Looks at a step.
     *
     * @param tool the tool as it was when the call was proposed, or null if it is another by now
     */
    Origins(Proposal step, @Nullable RegisteredTool tool) {
        this.step = step;
        this.tool = tool;
        String raw = step.content().origin().rawCall();
        this.sent = raw == null ? null : received(raw);
        this.sentWithDefaults = sent == null || tool == null ? sent : tool.withDefaults(sent);
        this.cannotHaveChanged = tool != null
                && tool.tool().completion() == null
                && tool.tool().acceptsResultIn().isEmpty()
                && step.content().revises() == null;
    }

    private static @Nullable Arguments received(String raw) {
        if (!(parsed(raw) instanceof Map<?, ?> call)) {
            return null;
        }
        for (List<String> place : PLACES) {
            Object found = at(call, place);
            Object arguments = found instanceof String text ? parsed(text) : found;
            if (arguments instanceof Map<?, ?> members) {
                return Arguments.of(Json.asObject(members));
            }
        }
        return null;
    }

    private static @Nullable Object parsed(String text) {
        return Json.parse(text, JsonLimits.WIDEST) instanceof Parsed.Value is ? is.value() : null;
    }

    @Nullable
    ValueOrigin of(List<String> place, @Nullable Object value) {
        boolean isKey = place.equals(List.of(ArgumentsHash.IDEMPOTENCY_KEY));
        if (isKey && tool != null && tool.declaresIdempotencyKey()) {
            return ValueOrigin.of(ValueOrigin.Kind.GATEWAY);
        }
        return sent == null ? withoutRaw(place) : compared(place, value, sent);
    }

    private @Nullable ValueOrigin compared(List<String> place, @Nullable Object value, Arguments received) {
        Object before = at(received.asMap(), place);
        if (isThere(received, place)) {
            if (Json.canonical(before).equals(Json.canonical(value))) {
                return ValueOrigin.MODEL;
            }
            boolean isReference = tool != null
                    && tool.tool().acceptsResultIn().contains(place.get(0))
                    && ResultReference.isIn(received.value(place.get(0)));
            return isReference ? ValueOrigin.of(ValueOrigin.Kind.RESULT) : byTool();
        }
        boolean isDefault = sentWithDefaults != null
                && isThere(sentWithDefaults, place)
                && Json.canonical(at(sentWithDefaults.asMap(), place)).equals(Json.canonical(value));
        return isDefault ? ValueOrigin.of(ValueOrigin.Kind.SCHEMA_DEFAULT) : byTool();
    }

    private @Nullable ValueOrigin byTool() {
        if (step.content().editedBy() != null) {
            // Where a tool completes what it is given nobody can tell the two.
            boolean isReviewers = tool != null && tool.tool().completion() == null;
            return isReviewers ? ValueOrigin.of(ValueOrigin.Kind.REVIEWER) : null;
        }
        return tool != null && tool.tool().completion() != null ? ValueOrigin.of(ValueOrigin.Kind.TOOL) : null;
    }

    /** The model's, unless a default may have made it. */
    private @Nullable ValueOrigin withoutRaw(List<String> place) {
        if (!cannotHaveChanged || tool == null) {
            return null;
        }
        if (!tool.tool().argumentsSchema().contains("\"default\"")) {
            return ValueOrigin.MODEL;
        }
        String name = place.get(0);
        boolean hasDefault =
                tool.withDefaults(step.arguments().without(name)).asMap().containsKey(name);
        return place.size() == 1 && !hasDefault ? ValueOrigin.MODEL : null;
    }

    private static boolean isThere(Arguments arguments, List<String> place) {
        Object parent = at(arguments.asMap(), place.subList(0, place.size() - 1));
        String last = place.get(place.size() - 1);
        return parent instanceof Map<?, ?> members
                ? members.containsKey(last)
                : item(parent, last).isPresent();
    }

    private static @Nullable Object at(@Nullable Object value, List<String> place) {
        Object at = value;
        for (String token : place) {
            at = at instanceof Map<?, ?> members
                    ? members.get(token)
                    : item(at, token).orElse(null);
        }
        return at;
    }

    private static Optional<Object> item(@Nullable Object value, String index) {
        boolean isIndex = value instanceof List<?>
                && !index.isEmpty()
                && index.length() < 9
                && index.chars().allMatch(Character::isDigit);
        if (!isIndex || !(value instanceof List<?> items)) {
            return Optional.empty();
        }
        int at = Integer.parseInt(index);
        return at < items.size() ? Optional.ofNullable(items.get(at)) : Optional.empty();
    }
}
