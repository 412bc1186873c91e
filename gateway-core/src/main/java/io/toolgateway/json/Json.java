package io.toolgateway.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as plain Java values.
 *
 * <p>Shape: a JSON value is an unmodifiable {@link Map} with string keys in their order, an unmodifiable {@link List}, a
 * {@link String}, a {@link Boolean}, null, or a number. Numbers are exact and have one form each: {@link Long} where the
 * value is whole and fits, {@link BigInteger} where it is whole and does not, else {@link BigDecimal} without trailing
 * zeros; so 1, 1.0 and 1e0 are the same {@code Long}, and -0 is 0.
 *
 * <p>Threads: all methods are pure.
 *
 * @since 0.1
 */
public final class Json {

    private Json() {}

    /**
     * Parses a text strictly within limits.
     *
     * <p>Refused are, beside what RFC 8259 refuses: names that stand twice in an object, text after the value, surrogates
     * without a partner, U+0000, and whatever passes a limit. Nothing is repaired.
     *
     * @param text any text
     * @param limits the bounds
     * @return the value, or why there is none; this method does not throw for any text
     */
    public static Parsed parse(String text, JsonLimits limits) {
        return StrictParser.parse(text, limits);
    }

    /**
     * Parses a text that the program itself brings, within limits: as {@link #parse(String, JsonLimits)}, but with U+0000,
     * which a schema may name although no argument can hold it.
     *
     * @param text a text that does not come from a model
     * @param limits the bounds
     * @return the value, or why there is none
     */
    public static Parsed parseOwn(String text, JsonLimits limits) {
        return StrictParser.parseOwn(text, limits);
    }

    /**
     * Parses bytes strictly within limits: UTF-8 without a byte order mark, else as {@link #parse(String, JsonLimits)}.
     *
     * @param utf8 any bytes
     * @param limits the bounds
     * @return the value, or why there is none; this method does not throw for any bytes
     */
    public static Parsed parse(byte[] utf8, JsonLimits limits) {
        return StrictParser.parse(utf8, limits);
    }

    /**
     * Parses a text that the program itself brings, a schema or a stored value, within the default limits.
     *
     * @param text JSON text
     * @return the value; null is JSON's null
     * @throws IllegalArgumentException if the text is refused; the message says where and why
     */
    public static @Nullable Object parse(String text) {
        Parsed parsed = parse(text, JsonLimits.DEFAULT);
        if (parsed instanceof Parsed.Refused refused) {
            throw new IllegalArgumentException("JSON refused at '" + refused.pointer() + "': " + refused.message());
        }
        return ((Parsed.Value) parsed).value();
    }

    /**
     * Parses a text that must be a JSON object and that the program itself brings.
     *
     * @param text JSON text
     * @return the object's members, unmodifiable
     * @throws IllegalArgumentException if the text is refused or is no object
     */
    public static Map<String, @Nullable Object> parseObject(String text) {
        Object value = parse(text);
        if (!(value instanceof Map<?, ?>)) {
            throw new IllegalArgumentException("a JSON object is needed");
        }
        return asObject(value);
    }

    /**
     * Turns a host's value into a JSON value, by copying it whole.
     *
     * <p>Taken are null, texts, booleans, finite numbers, maps with text keys, collections, arrays of objects, records (by
     * component), optionals, enums (by name), and times, UUIDs and URIs (by their text).
     *
     * @param value the value to copy
     * @return a JSON value
     * @throws IllegalArgumentException for any other type, a number that is not finite, or nesting beyond 64 levels; the
     *     message names the place and the type, never the value
     */
    public static @Nullable Object of(@Nullable Object value) {
        return JsonValues.of(value, "", 0);
    }

    /**
     * Writes a JSON value compactly, members in their order.
     *
     * @param value a JSON value
     * @return JSON text
     */
    public static String write(@Nullable Object value) {
        StringBuilder out = new StringBuilder(128);
        JsonWriter.write(value, out, false);
        return out.toString();
    }

    /**
     * Writes a JSON value in its one canonical form: equal texts if and only if the values are equal.
     *
     * <p>Strings and the order of members (by UTF-16 code units) follow RFC 8785. Numbers are spelled as RFC 8785 spells
     * them, plain from 10^-6 up to below 10^21 and else as {@code d.ddde±n}, but keep all their digits: RFC 8785 rounds
     * them to doubles, which gives 2^53 and 2^53 + 1 one text.
     *
     * @param value a JSON value
     * @return the canonical text
     */
    public static String canonical(@Nullable Object value) {
        StringBuilder out = new StringBuilder(128);
        JsonWriter.write(value, out, true);
        return out.toString();
    }

    /**
     * The one form of a number.
     *
     * @param number any exact number
     * @return a Long, BigInteger or BigDecimal as the class describes
     * @throws IllegalArgumentException if it has a power of ten beyond 100,000, whose digits would fill the memory
     */
    public static Number number(BigDecimal number) {
        if (number.signum() == 0) {
            return 0L;
        }
        if (Math.abs((long) number.precision() - number.scale() - 1) > JsonLimits.LARGEST_EXPONENT) {
            throw new IllegalArgumentException("a power of ten beyond " + JsonLimits.LARGEST_EXPONENT);
        }
        BigDecimal stripped = Digits.stripped(number);
        if (stripped.scale() > 0) {
            return stripped;
        }
        BigInteger whole = stripped.toBigInteger();
        return whole.bitLength() < Long.SIZE ? (Number) whole.longValue() : whole;
    }

    /**
     * The exact decimal of a JSON number.
     *
     * @param number a number in one of the forms the class describes
     * @return the same value
     */
    public static BigDecimal decimal(Number number) {
        if (number instanceof BigDecimal decimal) {
            return decimal;
        }
        return number instanceof BigInteger whole ? new BigDecimal(whole) : BigDecimal.valueOf(number.longValue());
    }

    /**
     * A text that every store can carry: U+0000 and half surrogates, which Postgres or UTF-8 cannot hold, become U+FFFD. For
     * words that people read; what is executed is refused instead.
     *
     * @param text any text
     * @return the same text if nothing had to be replaced
     */
    public static String storable(String text) {
        int bad = firstUnstorable(text, 0, false);
        if (bad < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        int from = 0;
        while (bad >= 0) {
            out.append(text, from, bad).append('\uFFFD');
            from = bad + 1;
            bad = firstUnstorable(text, from, false);
        }
        return out.append(text, from, text.length()).toString();
    }

    /**
     * The pointer of a member or an item, as RFC 6901 writes it.
     *
     * @param pointer the parent's pointer; empty for the root
     * @param token the member's name or the item's index
     * @return the child's pointer
     */
    public static String child(String pointer, String token) {
        return pointer + "/" + token.replace("~", "~0").replace("/", "~1");
    }

    /**
     * A JSON object as a map.
     *
     * @param value a JSON value that is an object
     * @return the same map
     * @throws ClassCastException if it is not
     */
    @SuppressWarnings("unchecked")
    public static Map<String, @Nullable Object> asObject(Object value) {
        return (Map<String, @Nullable Object>) value;
    }

    /**
     * A JSON array as a list.
     *
     * @param value a JSON value that is an array
     * @return the same list
     * @throws ClassCastException if it is not
     */
    @SuppressWarnings("unchecked")
    public static List<@Nullable Object> asArray(Object value) {
        return (List<@Nullable Object>) value;
    }

    /** The index of the first character that UTF-8 or, unless allowed, Postgres cannot carry, from an index on, or -1. */
    static int firstUnstorable(String text, int from, boolean nulAllowed) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 && !nulAllowed) {
                return i;
            }
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }
}
