package io.toolgateway.examples.supportdesk;

import io.toolgateway.audit.Printable;
import io.toolgateway.audit.RequestRecord;
import io.toolgateway.json.Json;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A request's record as JSON for the eye: a line for each member, and one for each call. */
final class Pretty {

    private Pretty() {}

    static String json(RequestRecord record) {
        return record.members().entrySet().stream()
                .map(member -> "  " + text(member.getKey()) + ": " + value(member.getValue()))
                .collect(Collectors.joining(",\n", "{\n", "\n}"));
    }

    private static String value(@Nullable Object value) {
        if (value instanceof List<?> calls && !calls.isEmpty()) {
            return calls.stream().map(Pretty::text).collect(Collectors.joining(",\n    ", "[\n    ", "]"));
        }
        return text(value);
    }

    private static String text(@Nullable Object value) {
        return Printable.of(Json.write(value));
    }
}
