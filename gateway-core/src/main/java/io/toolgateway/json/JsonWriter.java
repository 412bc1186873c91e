package io.toolgateway.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes JSON values; the canonical form differs in the order of members and in how numbers are spelled. */
final class JsonWriter {

    /** From here on the canonical form of a whole number is scientific, as ECMAScript and so RFC 8785 have it. */
    private static final int PLAIN_DIGITS = 21;

    /** Below this power of ten too. */
    private static final int SMALLEST_PLAIN = -6;

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private JsonWriter() {}

    static void write(@Nullable Object value, StringBuilder out, boolean canonical) {
        if (value instanceof String text) {
            text(text, out);
        } else if (value instanceof Long || value instanceof Boolean || value == null) {
            out.append(value);
        } else if (value instanceof Map<?, ?> map) {
            object(Json.asObject(map), out, canonical);
        } else if (value instanceof List<?> list) {
            array(list, out, canonical);
        } else if (value instanceof BigDecimal || value instanceof BigInteger) {
            number(Json.decimal((Number) value), out, canonical);
        } else {
            throw new IllegalArgumentException(
                    "not a JSON value: " + value.getClass().getName() + "; copy it with Json.of first");
        }
    }

    private static void object(Map<String, @Nullable Object> map, StringBuilder out, boolean canonical) {
        // String's natural order compares UTF-16 code units, which is RFC 8785's order.
        Map<String, @Nullable Object> members = canonical && map.size() > 1 ? new TreeMap<>(map) : map;
        char separator = '{';
        for (Map.Entry<String, @Nullable Object> member : members.entrySet()) {
            out.append(separator);
            text(member.getKey(), out);
            out.append(':');
            write(member.getValue(), out, canonical);
            separator = ',';
        }
        out.append(separator == '{' ? "{}" : "}");
    }

    private static void array(List<?> items, StringBuilder out, boolean canonical) {
        char separator = '[';
        for (Object item : items) {
            out.append(separator);
            write(item, out, canonical);
            separator = ',';
        }
        out.append(separator == '[' ? "[]" : "]");
    }

    private static void number(BigDecimal number, StringBuilder out, boolean canonical) {
        if (!canonical) {
            out.append(number);
            return;
        }
        BigDecimal stripped = Digits.stripped(number);
        int exponent = stripped.precision() - stripped.scale() - 1;
        if (exponent >= SMALLEST_PLAIN && exponent < PLAIN_DIGITS) {
            out.append(stripped.toPlainString());
            return;
        }
        String digits = stripped.unscaledValue().abs().toString();
        if (stripped.signum() < 0) {
            out.append('-');
        }
        out.append(digits.charAt(0));
        if (digits.length() > 1) {
            out.append('.').append(digits, 1, digits.length());
        }
        out.append('e').append(exponent < 0 ? "" : "+").append(exponent);
    }

    private static void text(String text, StringBuilder out) {
        out.append('"');
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x20 && c != '"' && c != '\\') {
                continue;
            }
            out.append(text, from, i);
            from = i + 1;
            out.append('\\');
            switch (c) {
                case '"', '\\' -> out.append(c);
                case '\b' -> out.append('b');
                case '\t' -> out.append('t');
                case '\n' -> out.append('n');
                case '\f' -> out.append('f');
                case '\r' -> out.append('r');
                default -> out.append("u00").append(HEX[c >> 4]).append(HEX[c & 15]);
            }
        }
        out.append(text, from, text.length()).append('"');
    }
}
