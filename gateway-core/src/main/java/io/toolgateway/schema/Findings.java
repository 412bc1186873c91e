package io.toolgateway.schema;

import io.toolgateway.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what an engine found, in our words; used by one thread for one check. */
final class Findings {

    private static final int MOST = 20;
    private static final int MOST_LOOKED_AT = 2_000;

    private static final Comparator<Violation> IN_ORDER = Comparator.comparing(Violation::pointer)
            .thenComparing(Violation::schemaPointer)
            .thenComparing(Violation::keyword)
            .thenComparing(Violation::message);

    private final SchemaDocument document;
    private final @Nullable Object value;
    private final Set<Violation> found = new LinkedHashSet<>();

    Findings(SchemaDocument document, @Nullable Object value) {
        this.document = document;
        this.value = value;
    }

    boolean full() {
        return found.size() >= MOST_LOOKED_AT;
    }

    List<Violation> list() {
        // An engine's refusal must never turn into consent because it came without a reason.
        if (found.isEmpty()) {
            return List.of(Messages.UNEXPLAINED);
        }
        // Engines find things in the order of their hash tables; the same value must get the same answer every time.
        return found.stream().sorted(IN_ORDER).limit(MOST).toList();
    }

    String repair(@Nullable String garbled) {
        return Pointers.repair(value, garbled);
    }

    void add(String pointer, String keyword, String schemaPointer) {
        found.add(Messages.violation(pointer, keyword, schemaPointer, document));
    }

    void unknownMember(String pointer, String name, String keyword, String schemaPointer) {
        SchemaNode node = document.byPointer().get(schemaPointer);
        boolean original = node == null || node.has(keyword);
        add(Json.child(pointer, name), original ? keyword : "unevaluatedProperties", schemaPointer);
    }

    /** All members that are missing at one place, in one violation. */
    void missing(String pointer, String schemaPointer) {
        SchemaNode node = document.byPointer().get(schemaPointer);
        if (node != null
                && node.get("required") instanceof List<?> names
                && Pointers.find(value, pointer) instanceof Map<?, ?> object) {
            List<Object> missing = new ArrayList<>(names);
            missing.removeAll(object.keySet());
            found.add(new Violation(pointer, "required", schemaPointer, Messages.missing(missing)));
        }
    }

    /** A member that the presence of another demands. */
    void dependent(String pointer, String name, String schemaPointer) {
        SchemaNode node = document.byPointer().get(schemaPointer);
        String keyword = node != null && node.has("dependentRequired") ? "dependentRequired" : "dependencies";
        found.add(new Violation(pointer, keyword, schemaPointer, "must also have the member '" + name + "'"));
    }
}
