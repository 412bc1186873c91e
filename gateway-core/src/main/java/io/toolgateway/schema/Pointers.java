package io.toolgateway.schema;

import io.toolgateway.json.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON Pointers into values. */
final class Pointers {

    private Pointers() {}

    /** The value at a pointer, or null if there is none. */
    static @Nullable Object find(@Nullable Object value, String pointer) {
        Object at = value;
        for (String name : names(pointer)) {
            at = child(at, name);
        }
        return at;
    }

    static @Nullable Object child(@Nullable Object value, String name) {
        return value instanceof Map<?, ?> map ? map.get(name) : value instanceof List<?> list ? item(list, name) : null;
    }

    /** The names and indexes a pointer is made of. */
    static List<String> names(String pointer) {
        return tokens(pointer).stream()
                .map(token -> token.replace("~1", "/").replace("~0", "~"))
                .toList();
    }

    /** The pointer meant by one whose names were escaped an unknown number of times, as far as the value has them. */
    static String repair(@Nullable Object value, @Nullable String garbled) {
        String pointer = "";
        Object at = value;
        for (String token : tokens(garbled == null || garbled.length() < 2 ? "" : garbled.substring(1))) {
            if (at instanceof Map<?, ?> map) {
                String name = name(map, token);
                if (name == null) {
                    return pointer;
                }
                pointer = Json.child(pointer, name);
                at = map.get(name);
            } else if (at instanceof List<?> list) {
                pointer = Json.child(pointer, token);
                at = item(list, token);
            } else {
                return pointer;
            }
        }
        return pointer;
    }

    private static @Nullable String name(Map<?, ?> map, String token) {
        if (map.containsKey(token)) {
            return token;
        }
        for (Object key : map.keySet()) {
            String escaped = (String) key;
            while (escaped.length() < token.length()) {
                String again = escape(escaped);
                if (again.length() == escaped.length()) {
                    break;
                }
                escaped = again;
                if (escaped.equals(token)) {
                    return (String) key;
                }
            }
        }
        return null;
    }

    private static String escape(String token) {
        return token.replace("~", "~0").replace("/", "~1").replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static @Nullable Object item(List<?> list, String index) {
        try {
            int i = Integer.parseInt(index);
            return i >= 0 && i < list.size() ? list.get(i) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static List<String> tokens(String pointer) {
        return pointer.isEmpty() ? List.of() : List.of(pointer.substring(1).split("/", -1));
    }
}
