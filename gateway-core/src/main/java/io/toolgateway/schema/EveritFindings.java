package io.toolgateway.schema;

import io.toolgateway.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.everit.json.schema.Schema;
import org.everit.json.schema.ValidationException;
import org.jspecify.annotations.Nullable;

/**
 * Turns everit's failures into violations. everit's own messages repeat the value, and its pointers escape a name once for
 * every level they pass; here the message is built from the schema, and the pointer is found again in the value.
 */
final class EveritFindings {

    private static final int MOST = 20;
    private static final String EXTRA = "extraneous key [";
    private static final String EXTRA_END = "] is not permitted";
    private static final String NEEDED = "property [";
    private static final String NEEDED_END = "] is required";

    private final SchemaDocument document;
    private final @Nullable Object value;
    private final Set<Violation> found = new LinkedHashSet<>();

    EveritFindings(SchemaDocument document, @Nullable Object value) {
        this.document = document;
        this.value = value;
    }

    List<Violation> of(ValidationException failure) {
        collect(failure, "");
        return List.copyOf(found);
    }

    private void collect(ValidationException failure, String inherited) {
        if (found.size() >= MOST) {
            return;
        }
        String schemaPointer = schemaPointer(failure, inherited);
        List<ValidationException> causes = failure.getCausingExceptions();
        String keyword = failure.getKeyword() == null ? "" : failure.getKeyword();
        if (causes.isEmpty()) {
            leaf(failure, keyword, schemaPointer);
        } else if (isTypeUnion(keyword, causes)) {
            typeUnion(failure, causes, schemaPointer);
        } else {
            if (keyword.equals("anyOf") || keyword.equals("oneOf")) {
                add(pointer(failure), keyword, schemaPointer);
            }
            causes.forEach(cause -> collect(cause, schemaPointer));
        }
    }

    /** A list of types is a choice between schemas for everit, which then bear no title. */
    private static boolean isTypeUnion(String keyword, List<ValidationException> causes) {
        return keyword.equals("anyOf") && causes.stream().allMatch(cause -> title(cause.getViolatedSchema()) == null);
    }

    private void typeUnion(ValidationException failure, List<ValidationException> causes, String schemaPointer) {
        List<ValidationException> others = new ArrayList<>(causes);
        others.removeIf(cause -> "type".equals(cause.getKeyword()));
        if (others.isEmpty()) {
            add(pointer(failure), "type", schemaPointer);
        }
        others.forEach(cause -> collect(cause, schemaPointer));
    }

    private void leaf(ValidationException failure, String keyword, String schemaPointer) {
        String pointer = pointer(failure);
        String message = failure.getErrorMessage() == null ? "" : failure.getErrorMessage();
        if (keyword.equals("additionalProperties") && message.startsWith(EXTRA) && message.endsWith(EXTRA_END)) {
            String name = message.substring(EXTRA.length(), message.length() - EXTRA_END.length());
            add(Json.child(pointer, name), keyword, schemaPointer);
        } else if (keyword.equals("required")) {
            missing(pointer, schemaPointer);
        } else if (keyword.equals("dependencies") && message.startsWith(NEEDED) && message.endsWith(NEEDED_END)) {
            String name = message.substring(NEEDED.length(), message.length() - NEEDED_END.length());
            String original = has(schemaPointer, "dependentRequired") ? "dependentRequired" : keyword;
            found.add(new Violation(pointer, original, schemaPointer, "must also have the member '" + name + "'"));
        } else {
            add(pointer, keyword, schemaPointer);
        }
    }

    private void missing(String pointer, String schemaPointer) {
        SchemaNode node = document.byPointer().get(schemaPointer);
        Object at = Pointers.find(value, pointer);
        if (node != null && node.get("required") instanceof List<?> names && at instanceof Map<?, ?> object) {
            List<Object> missing = new ArrayList<>(names);
            missing.removeAll(object.keySet());
            found.add(new Violation(pointer, "required", schemaPointer, Messages.missing(missing)));
        }
    }

    private void add(String pointer, String keyword, String schemaPointer) {
        found.add(Messages.violation(pointer, keyword, schemaPointer, document));
    }

    private boolean has(String schemaPointer, String keyword) {
        SchemaNode node = document.byPointer().get(schemaPointer);
        return node != null && node.has(keyword);
    }

    private String pointer(ValidationException failure) {
        return Pointers.repair(value, failure.getPointerToViolation());
    }

    private static String schemaPointer(ValidationException failure, String inherited) {
        Schema violated = failure.getViolatedSchema();
        String title = title(violated);
        if (title == null) {
            return inherited;
        }
        // A failing member that is not declared is reported with the title of the object and the place of its own
        // schema.
        String place = failure.getSchemaLocation();
        String owner = violated.getSchemaLocation();
        boolean below = place != null && owner != null && place.length() > owner.length() && place.startsWith(owner);
        return below ? title + place.substring(owner.length()) : title;
    }

    private static @Nullable String title(@Nullable Schema schema) {
        return schema == null ? null : schema.getTitle();
    }
}
