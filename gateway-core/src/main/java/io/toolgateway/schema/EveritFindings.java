package io.toolgateway.schema;

import java.util.ArrayList;
import java.util.List;
import org.everit.json.schema.Schema;
import org.everit.json.schema.ValidationException;
import org.jspecify.annotations.Nullable;

/**
 * Turns everit's failures into violations. everit's own messages repeat the value, and its pointers escape a name once for
 * every level they pass; here the message is built from the schema, and the pointer is found again in the value.
 */
final class EveritFindings {

    private static final String EXTRA = "extraneous key [";
    private static final String EXTRA_END = "] is not permitted";
    private static final String NEEDED = "property [";
    private static final String NEEDED_END = "] is required";

    private final Findings findings;

    private EveritFindings(Findings findings) {
        this.findings = findings;
    }

    static List<Violation> of(ValidationException failure, SchemaDocument document, @Nullable Object value) {
        Findings findings = new Findings(document, value);
        new EveritFindings(findings).collect(failure, "");
        return findings.list();
    }

    private void collect(ValidationException failure, String inherited) {
        if (findings.full()) {
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
                findings.add(pointer(failure), keyword, schemaPointer);
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
            findings.add(pointer(failure), "type", schemaPointer);
        }
        others.forEach(cause -> collect(cause, schemaPointer));
    }

    private void leaf(ValidationException failure, String keyword, String schemaPointer) {
        String pointer = pointer(failure);
        String message = failure.getErrorMessage() == null ? "" : failure.getErrorMessage();
        String extra = between(message, EXTRA, EXTRA_END);
        String needed = between(message, NEEDED, NEEDED_END);
        if (keyword.equals("additionalProperties") && extra != null) {
            findings.unknownMember(pointer, extra, keyword, schemaPointer);
        } else if (keyword.equals("required")) {
            findings.missing(pointer, schemaPointer);
        } else if (keyword.equals("dependencies") && needed != null) {
            findings.dependent(pointer, needed, schemaPointer);
        } else {
            findings.add(pointer, keyword, schemaPointer);
        }
    }

    private String pointer(ValidationException failure) {
        return findings.repair(failure.getPointerToViolation());
    }

    private static @Nullable String between(String text, String start, String end) {
        return text.startsWith(start) && text.endsWith(end)
                ? text.substring(start.length(), text.length() - end.length())
                : null;
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
