package io.toolgateway.schema;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keyword {@code type} on the fast path. */
final class FastTypes {

    private static final int OBJECT = 1;
    private static final int ARRAY = 2;
    private static final int STRING = 4;
    private static final int BOOLEAN = 8;
    private static final int NULL = 16;
    private static final int INTEGER = 32;
    private static final int FRACTION = 64;

    private FastTypes() {}

    static FastPath.Accept of(@Nullable Object type) {
        int mask = 0;
        for (Object name : type instanceof List<?> names ? names : List.of(String.valueOf(type))) {
            mask |= bits((String) name);
        }
        int allowed = mask;
        return value -> (allowed & bit(value)) != 0;
    }

    private static int bits(String name) {
        return switch (name) {
            case "object" -> OBJECT;
            case "array" -> ARRAY;
            case "string" -> STRING;
            case "boolean" -> BOOLEAN;
            case "null" -> NULL;
            case "integer" -> INTEGER;
            case "number" -> INTEGER | FRACTION;
            default -> 0;
        };
    }

    private static int bit(@Nullable Object value) {
        if (value instanceof String) {
            return STRING;
        }
        if (value instanceof Long || value instanceof BigInteger) {
            return INTEGER;
        }
        if (value instanceof Map<?, ?>) {
            return OBJECT;
        }
        if (value instanceof List<?>) {
            return ARRAY;
        }
        if (value instanceof Boolean) {
            return BOOLEAN;
        }
        return value == null ? NULL : value instanceof Number ? FRACTION : 0;
    }
}
