package io.toolgateway.wire;

import io.toolgateway.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes JSON around texts that must stay as they are. */
final class Out {

    private Out() {}

    /** JSON text to be written as it stands. */
    record Raw(String json) {}

    static Raw raw(String json) {
        return new Raw(json);
    }

    /** An object of names and values in turn; a null value leaves its member out. */
    static String object(@Nullable Object... members) {
        StringBuilder out = new StringBuilder(128).append('{');
        for (int i = 0; i < members.length; i += 2) {
            Object value = members[i + 1];
            if (value != null) {
                out.append(out.length() > 1 ? "," : "")
                        .append(Json.write(members[i]))
                        .append(':');
                out.append(value instanceof Raw raw ? raw.json() : Json.write(value));
            }
        }
        return out.append('}').toString();
    }

    static String array(List<String> items) {
        return "[" + String.join(",", items) + "]";
    }
}
