package io.toolgateway.postgres;

import io.toolgateway.json.Json;
import java.util.List;

/**
 * A column that is written.
 *
 * @param name its name, which is that of the value as well
 * @param type its SQL type, <code>${id}</code> for that of the host's ids
 */
record Column(String name, String type) {

    private static final String JSON = "jsonb";
    private static final String TEXTS = "text[]";

    static Column of(String name, String type) {
        return new Column(name, type);
    }

    /** A value as Postgres reads it out of a text: the column's type tells lists that are arrays from those that are JSON. */
    String text(Object value) {
        return switch (type) {
            case JSON -> Json.write(value);
            case TEXTS -> arrayOf((List<?>) value);
            default -> value.toString();
        };
    }

    private static String arrayOf(List<?> texts) {
        StringBuilder array = new StringBuilder("{");
        for (Object text : texts) {
            array.append(array.length() == 1 ? "" : ",");
            quote(text.toString(), array);
        }
        return array.append('}').toString();
    }

    /** Adds an element to an array that is written as a text. */
    static void quote(String element, StringBuilder array) {
        array.append('"');
        for (int i = 0; i < element.length(); i++) {
            char c = element.charAt(i);
            if (c == '"' || c == '\\') {
                array.append('\\');
            }
            array.append(c);
        }
        array.append('"');
    }
}
