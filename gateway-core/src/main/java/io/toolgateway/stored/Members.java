package io.toolgateway.stored;

import io.toolgateway.json.Json;
import io.toolgateway.json.JsonLimits;
import io.toolgateway.json.Parsed;
import io.toolgateway.store.StoreException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stored JSON object, read member by member. What is missing or of another type is damage.
 *
 * @param values its members
 * @since 0.1
 */
public record Members(Map<String, @Nullable Object> values) implements Fields {

    /**
     * A stored text, parsed.
     *
     * @param json the text of an object
     * @return its members
     * @throws StoreException if it is damaged
     */
    public static Members of(String json) {
        return of(value(json));
    }

    /**
     * A stored object.
     *
     * @param value a JSON value
     * @return its members
     * @throws StoreException if it is no object
     */
    public static Members of(@Nullable Object value) {
        if (value instanceof Map<?, ?>) {
            return new Members(Json.asObject(value));
        }
        throw damaged("an object is needed");
    }

    /**
     * The value of a stored JSON text: it was within the limits of whoever made it, or of the store.
     *
     * @param json the text
     * @return the value
     * @throws StoreException if it is damaged
     */
    public static @Nullable Object value(String json) {
        if (Json.parse(json, JsonLimits.WIDEST) instanceof Parsed.Value parsed) {
            return parsed.value();
        }
        throw damaged("no JSON");
    }

    @Override
    public @Nullable String textOrNull(String name) {
        Object value = values.get(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw damaged(name + " is no text");
    }

    @Override
    public @Nullable Long numberOrNull(String name) {
        Object value = values.get(name);
        if (value == null || value instanceof Long) {
            return (Long) value;
        }
        throw damaged(name + " is no whole number");
    }

    @Override
    public @Nullable BigDecimal decimalOrNull(String name) {
        Object value = values.get(name);
        if (value == null || value instanceof Number) {
            return value == null ? null : Json.decimal((Number) value);
        }
        throw damaged(name + " is no number");
    }

    @Override
    public boolean flag(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    @Override
    public @Nullable Instant instantOrNull(String name) {
        String text = textOrNull(name);
        return text == null ? null : Instant.parse(text);
    }

    @Override
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Object item : list(name)) {
            if (!(item instanceof String text)) {
                throw damaged(name + " holds no texts");
            }
            texts.add(text);
        }
        return texts;
    }

    @Override
    public @Nullable Object json(String name) {
        return values.get(name);
    }

    static StoreException damaged(String what) {
        return new StoreException("a stored JSON text is damaged: " + what, null);
    }
}
