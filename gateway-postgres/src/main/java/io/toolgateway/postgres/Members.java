package io.toolgateway.postgres;

import io.toolgateway.json.Json;
import io.toolgateway.json.JsonLimits;
import io.toolgateway.json.Parsed;
import io.toolgateway.store.StoreException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A stored JSON object, read member by member. What is missing or of another type is damage. */
record Members(Map<String, @Nullable Object> values) {

    static Members of(String json) {
        return of(value(json));
    }

    static Members of(@Nullable Object value) {
        if (value instanceof Map<?, ?>) {
            return new Members(Json.asObject(value));
        }
        throw damaged("an object is needed");
    }

    /** The value of a stored JSON text: it was within the limits of whoever made it, or of Postgres. */
    static @Nullable Object value(String json) {
        if (Json.parse(json, JsonLimits.WIDEST) instanceof Parsed.Value parsed) {
            return parsed.value();
        }
        throw damaged("no JSON");
    }

    String text(String name) {
        String text = textOrNull(name);
        if (text == null) {
            throw damaged(name + " is missing");
        }
        return text;
    }

    @Nullable
    String textOrNull(String name) {
        Object value = values.get(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw damaged(name + " is no text");
    }

    long number(String name) {
        if (values.get(name) instanceof Long number) {
            return number;
        }
        throw damaged(name + " is no whole number");
    }

    @Nullable
    Long numberOrNull(String name) {
        return values.get(name) == null ? null : number(name);
    }

    @Nullable
    BigDecimal decimalOrNull(String name) {
        Object value = values.get(name);
        return value == null ? null : Json.decimal((Number) value);
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    Members object(String name) {
        return of(values.get(name));
    }

    @Nullable
    Members objectOrNull(String name) {
        return values.get(name) == null ? null : object(name);
    }

    List<@Nullable Object> list(String name) {
        if (values.get(name) instanceof List<?> list) {
            return Json.asArray(list);
        }
        throw damaged(name + " is no list");
    }

    List<String> texts(String name) {
        return list(name).stream().map(String.class::cast).toList();
    }

    List<Members> objects(String name) {
        return list(name).stream().map(Members::of).toList();
    }

    private static StoreException damaged(String what) {
        return new StoreException("a stored JSON text is damaged: " + what, null);
    }
}
