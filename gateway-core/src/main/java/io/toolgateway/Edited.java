package io.toolgateway;

import io.toolgateway.json.Json;
import io.toolgateway.json.JsonLimits;
import io.toolgateway.json.Parsed;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.tool.Arguments;
import io.toolgateway.tool.Secrets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a reviewer has edited, who is shown no secrets: what was left as it was shown is what it was. */
final class Edited {

    private Edited() {}

    /** The edited arguments with the secrets of what waits; the same text if it is no JSON. */
    static String restored(String edited, Proposal waiting, JsonLimits limits) {
        if (!(Json.parse(edited, limits) instanceof Parsed.Value value)
                || !(Json.parse(waiting.content().arguments().shown(), JsonLimits.WIDEST)
                        instanceof Parsed.Value shown)) {
            return edited;
        }
        return Json.write(
                restored(value.value(), shown.value(), waiting.arguments().asMap()));
    }

    private static @Nullable Object restored(@Nullable Object edited, @Nullable Object shown, @Nullable Object exact) {
        if (Objects.equals(edited, shown)) {
            return exact;
        }
        if (edited instanceof Map<?, ?> object && shown instanceof Map<?, ?> seen && exact instanceof Map<?, ?> was) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            Json.asObject(object)
                    .forEach((name, member) -> copy.put(
                            name,
                            seen.containsKey(name) && was.containsKey(name)
                                    ? restored(member, seen.get(name), was.get(name))
                                    : member));
            return copy;
        }
        if (edited instanceof List<?> items
                && shown instanceof List<?> seen
                && exact instanceof List<?> was
                && items.size() == seen.size()
                && items.size() == was.size()) {
            List<@Nullable Object> copy = new ArrayList<>(items.size());
            for (int i = 0; i < items.size(); i++) {
                copy.add(restored(items.get(i), seen.get(i), was.get(i)));
            }
            return copy;
        }
        return edited;
    }

    /** Where the mark of a secret stands that is not a value of the call that waits; empty if nowhere. */
    static Optional<String> mark(Arguments edited, Arguments exact) {
        return mark(edited.asMap(), exact.asMap(), "");
    }

    private static Optional<String> mark(@Nullable Object edited, @Nullable Object exact, String place) {
        if (Secrets.REDACTED.equals(edited)) {
            return Objects.equals(edited, exact) ? Optional.empty() : Optional.of(place);
        }
        if (edited instanceof Map<?, ?> object) {
            Map<?, ?> was = exact instanceof Map<?, ?> members ? members : Map.of();
            return Json.asObject(object).entrySet().stream()
                    .flatMap(member ->
                            mark(member.getValue(), was.get(member.getKey()), Json.child(place, member.getKey()))
                                    .stream())
                    .findFirst();
        }
        if (edited instanceof List<?> items) {
            List<?> was = exact instanceof List<?> members ? members : List.of();
            for (int i = 0; i < items.size(); i++) {
                Optional<String> found =
                        mark(items.get(i), i < was.size() ? was.get(i) : null, Json.child(place, Integer.toString(i)));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }
}
