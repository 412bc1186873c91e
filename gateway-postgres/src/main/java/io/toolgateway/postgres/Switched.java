package io.toolgateway.postgres;

import io.toolgateway.caller.TenantId;
import io.toolgateway.json.Json;
import io.toolgateway.stored.Members;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
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

    boolean isOff(String tool, TenantId tenant) {
        return !off.isEmpty() && (off.contains(new Off(tool, null)) || off.contains(new Off(tool, tenant.value())));
    }
}
