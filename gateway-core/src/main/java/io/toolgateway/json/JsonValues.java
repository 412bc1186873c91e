package io.toolgateway.json;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Copies what a host hands over into JSON values. */
final class JsonValues {

    private static final int MAX_DEPTH = JsonLimits.DEFAULT.maxDepth();

    private JsonValues() {}

    static @Nullable Object of(@Nullable Object value, String pointer, int depth) {
        if (value == null || value instanceof Boolean) {
            return value;
        }
        if (value instanceof CharSequence text) {
            return text(text.toString(), pointer);
        }
        if (value instanceof Number number) {
            return number(number, pointer);
        }
        if (value instanceof Map<?, ?> map) {
            return object(map, pointer, depth);
        }
        if (value instanceof Collection<?> items) {
            return array(items, pointer, depth);
        }
        if (value instanceof Object[] items) {
            return array(Arrays.asList(items), pointer, depth);
        }
        if (value instanceof Record components) {
            return components(components, pointer, depth);
        }
        if (value instanceof Optional<?> optional) {
            return of(optional.orElse(null), pointer, depth);
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        if (value instanceof TemporalAccessor || value instanceof UUID || value instanceof URI) {
            return value.toString();
        }
        throw new IllegalArgumentException(
                "no JSON form for " + value.getClass().getName() + " at '" + pointer + "'");
    }

    private static String text(String text, String pointer) {
        if (Json.firstUnstorable(text, 0, false) >= 0) {
            throw new IllegalArgumentException("U+0000 or half of a surrogate pair at '" + pointer + "'");
        }
        return text;
    }

    private static Number number(Number number, String pointer) {
        if (number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte) {
            return number.longValue();
        }
        if ((number instanceof Double || number instanceof Float) && !Double.isFinite(number.doubleValue())) {
            throw new IllegalArgumentException("a number that is not finite at '" + pointer + "'");
        }
        BigDecimal exact = exact(number);
        long exponent = (long) exact.precision() - exact.scale() - 1;
        if (exact.signum() != 0 && Math.abs(exponent) > JsonLimits.DEFAULT.maxExponent()) {
            // What is written here must be readable again within the default limits.
            throw new IllegalArgumentException(
                    "a power of ten beyond " + JsonLimits.DEFAULT.maxExponent() + " at '" + pointer + "'");
        }
        if (exact.precision() > JsonLimits.DEFAULT.maxNumberLength()) {
            throw new IllegalArgumentException(
                    "a number of more than " + JsonLimits.DEFAULT.maxNumberLength() + " digits at '" + pointer + "'");
        }
        return Json.number(exact);
    }

    private static BigDecimal exact(Number number) {
        if (number instanceof BigDecimal decimal) {
            return decimal;
        }
        return number instanceof BigInteger whole ? new BigDecimal(whole) : new BigDecimal(number.toString());
    }

    private static void checkDepth(String pointer, int depth) {
        if (depth >= MAX_DEPTH) {
            throw new IllegalArgumentException("nested deeper than " + MAX_DEPTH + " levels at '" + pointer + "'");
        }
    }

    private static Map<String, @Nullable Object> object(Map<?, ?> map, String pointer, int depth) {
        checkDepth(pointer, depth);
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, member) -> {
            if (!(key instanceof String name)) {
                throw new IllegalArgumentException("a map's keys must be texts at '" + pointer + "'");
            }
            copy.put(text(name, pointer), of(member, Json.child(pointer, name), depth + 1));
        });
        return Collections.unmodifiableMap(copy);
    }

    private static List<@Nullable Object> array(Collection<?> items, String pointer, int depth) {
        checkDepth(pointer, depth);
        List<@Nullable Object> copy = new ArrayList<>(items.size());
        for (Object item : items) {
            copy.add(of(item, Json.child(pointer, Integer.toString(copy.size())), depth + 1));
        }
        return Collections.unmodifiableList(copy);
    }

    private static Map<String, @Nullable Object> components(Record components, String pointer, int depth) {
        checkDepth(pointer, depth);
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        for (RecordComponent component : components.getClass().getRecordComponents()) {
            Object member;
            try {
                component.getAccessor().setAccessible(true);
                member = component.getAccessor().invoke(components);
            } catch (ReflectiveOperationException | RuntimeException e) {
                throw new IllegalArgumentException(
                        "cannot read " + component.getName() + " of "
                                + components.getClass().getName(),
                        e);
            }
            copy.put(component.getName(), of(member, Json.child(pointer, component.getName()), depth + 1));
        }
        return Collections.unmodifiableMap(copy);
    }
}
