package io.toolgateway.postgres;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/** Conditions that all have to hold, with their values by name. */
final class Conditions {

    private final StringJoiner where = new StringJoiner(" AND ", " WHERE ", "");
    private final Map<String, Object> values = new LinkedHashMap<>();

    Conditions and(String condition) {
        where.add(condition);
        return this;
    }

    Conditions and(String condition, String name, Object value) {
        where.add(condition);
        values.put(name, value);
        return this;
    }

    String where() {
        return where.toString();
    }

    Map<String, Object> values() {
        return values;
    }
}
