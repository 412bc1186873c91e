package io.toolgateway.tool;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The results that say that the state is not the approved one: how they are made, and how they are read. */
final class Stale {

    static final String CODE = "stale_state";

    private static final String CHANGED = "changed";
    private static final String NAME = "name";

    private Stale() {}

    static ToolResult of(List<String> names) {
        return of(names, names.stream().map(name -> Map.of(NAME, name)).toList());
    }

    /** With what was approved and what is: for the record and for people, not for the model. */
    static ToolResult of(MaterialState approved, MaterialState now) {
        List<String> names = approved.differencesTo(now);
        List<Map<String, @Nullable Object>> facts = new ArrayList<>(names.size());
        for (String name : names) {
            Map<String, @Nullable Object> fact = new LinkedHashMap<>();
            fact.put(NAME, name);
            fact.put("approved", approved.value(name));
            fact.put("now", now.value(name));
            facts.add(fact);
        }
        return of(names, facts);
    }

    private static ToolResult of(List<String> names, List<?> facts) {
        String what = names.isEmpty() ? "" : ": " + String.join(", ", names);
        return ToolResult.failure(
                        CODE,
                        "what it is about has changed since it was proposed" + what + "; nothing was overwritten.")
                .withData(Map.of(CHANGED, facts));
    }

    static List<String> changed(ToolResult result) {
        return result.data() instanceof Map<?, ?> data && data.get(CHANGED) instanceof List<?> facts
                ? facts.stream().map(Stale::name).filter(Objects::nonNull).toList()
                : List.of();
    }

    @SuppressWarnings("NullAway") // filtered
    private static String name(@Nullable Object fact) {
        return fact instanceof Map<?, ?> members && members.get(NAME) instanceof String name ? name : null;
    }
}
