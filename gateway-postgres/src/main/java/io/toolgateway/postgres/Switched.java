package io.toolgateway.postgres;

import io.toolgateway.json.Json;
import io.toolgateway.proposal.Content;
import io.toolgateway.store.NewProposal;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tools that are off, as a transaction read them. */
record Switched(Set<Off> off) {

    private static final Switched NONE = new Switched(Set.of());

    private record Off(String tool, @Nullable String tenant) {}

    /** Out of a JSON array of pairs; null for none. */
    static Switched of(@Nullable String json) {
        if (json == null) {
            return NONE;
        }
        Set<Off> off = new HashSet<>();
        for (Object pair : Json.asArray(Objects.requireNonNull(Members.value(json)))) {
            List<@Nullable Object> parts = Json.asArray(Objects.requireNonNull(pair));
            off.add(new Off(String.valueOf(parts.get(0)), (String) parts.get(1)));
        }
        return new Switched(off);
    }

    /** The first tool of these that is off, if one is. */
    Optional<String> firstOff(List<NewProposal> proposals) {
        return off.isEmpty()
                ? Optional.empty()
                : proposals.stream()
                        .map(NewProposal::content)
                        .filter(this::isOff)
                        .map(content -> content.tool().name())
                        .findFirst();
    }

    private boolean isOff(Content content) {
        String tool = content.tool().name();
        return off.contains(new Off(tool, null))
                || off.contains(new Off(tool, content.origin().caller().tenant().value()));
    }
}
