package io.toolgateway.stored;

import io.toolgateway.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON values as every store can hold them: what Postgres cannot, no store is given.
 *
 * <p>Threads: all methods are pure.
 *
 * @since 0.1
 */
public final class StorableJson {

    // Postgres' numeric has 131,072 digits before the decimal point and 16,383 after it; our parser takes 100,000 in
    // all.
    private static final int DIGITS_BEFORE = 80_000;
    private static final int DIGITS_AFTER = 16_383;

    private StorableJson() {}

    /**
     * A value that every store can hold: numbers that a numeric column cannot are written as text, characters that a text cannot
     * are replaced.
     *
     * @param value a JSON value of {@link Json}
     * @return the same, or a copy
     */
    public static @Nullable Object storable(@Nullable Object value) {
        if (value instanceof String text) {
            return Json.storable(text);
        }
        if (value instanceof Map<?, ?> object) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            object.forEach((name, member) -> copy.put(Json.storable((String) name), storable(member)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>(list.size());
            list.forEach(item -> copy.add(storable(item)));
            return copy;
        }
        return value instanceof BigDecimal || value instanceof BigInteger ? storableNumber((Number) value) : value;
    }

    private static Object storableNumber(Number number) {
        BigDecimal exact = Json.decimal(number);
        boolean fits = exact.scale() <= DIGITS_AFTER && (long) exact.precision() - exact.scale() < DIGITS_BEFORE;
        return fits ? number : exact.toString();
    }

    /**
     * A text that every store can hold.
     *
     * @param text any text
     * @return the same, or a copy
     */
    public static @Nullable String storable(@Nullable String text) {
        return text == null ? null : Json.storable(text);
    }
}
