package io.toolgateway.json;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every store can hold: the one rule for texts and numbers that do not come out of the parser.
 *
 * <p>A name, an id or a key is refused where it is made, since a changed one would be another one. Words that people read are
 * mended, since what they tell must not be lost: {@link Json#storable} and {@link #bounded}.
 *
 * <p>Threads: all methods are pure.
 *
 * @since 0.1
 */
public final class Storable {

    /** A hundred years: what ends later ends never, and is past what databases have dates for. */
    public static final Duration LONGEST = Duration.ofDays(36_525);

    private static final int DIGITS = JsonLimits.DEFAULT.maxNumberLength();
    private static final int EXPONENT = JsonLimits.DEFAULT.maxExponent();

    private Storable() {}

    /**
     * Refuses a text with U+0000 or with half of a surrogate pair.
     *
     * @param text a name, an id or a key
     * @param what what it is, for the message, such as {@code tenant}
     * @return the same text
     * @throws IllegalArgumentException says what has which character where
     */
    public static String required(String text, String what) {
        String flaw = flaw(text);
        if (flaw != null) {
            throw new IllegalArgumentException("the " + what + " has " + flaw);
        }
        return text;
    }

    /**
     * Refuses a number of more than 1,000 digits, or beyond 10^308 either way.
     *
     * @param number an amount
     * @param what what it is, for the message
     * @return the same number
     * @throws IllegalArgumentException says what is too large
     */
    public static BigDecimal required(BigDecimal number, String what) {
        if (!isHeld(number)) {
            throw new IllegalArgumentException("the " + what + " has more than " + DIGITS
                    + " digits or a power of ten beyond " + EXPONENT + ", which not every store can hold");
        }
        return number;
    }

    /**
     * Refuses a time of more than {@link #LONGEST}.
     *
     * @param duration how long
     * @param what what it is, for the message
     * @return the same duration
     * @throws IllegalArgumentException says what is too long
     */
    public static Duration required(Duration duration, String what) {
        if (duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("the " + what + " may be a hundred years at most");
        }
        return duration;
    }

    /**
     * Why no store can hold a text.
     *
     * @param text any text
     * @return what is where, in words that follow "has"; null if there is nothing
     */
    public static @Nullable String flaw(String text) {
        int bad = Json.firstUnstorable(text, 0, false);
        if (bad < 0) {
            return null;
        }
        String character = text.charAt(bad) == 0 ? "U+0000" : "half of a surrogate pair";
        return character + " at character " + (bad + 1) + ", which no store can hold";
    }

    /**
     * Words for people, as every store can carry them, and cut where they are longer than anyone reads.
     *
     * @param words any text
     * @param most how many characters at most; at least 100
     * @return the same text if nothing had to be changed; a cut one says so, and how long it was
     */
    public static String bounded(String words, int most) {
        if (words.length() <= most) {
            return Json.storable(words);
        }
        String note = " [cut, " + words.length() + " characters]";
        return Json.storable(words.substring(0, most - note.length())) + note;
    }

    /**
     * Whether every store can hold a number.
     *
     * @param number any number
     * @return false for one that {@link #required(BigDecimal, String)} refuses
     */
    public static boolean isHeld(BigDecimal number) {
        long exponent = (long) number.precision() - number.scale() - 1;
        return number.precision() <= DIGITS && Math.abs(exponent) <= EXPONENT;
    }

    /**
     * Whether a value is larger than so much when it is written; asked without writing it.
     *
     * @param value a JSON value
     * @param bytes of UTF-8
     * @return true if {@link Json#write} gives more
     */
    public static boolean isLarger(@Nullable Object value, int bytes) {
        return left(value, bytes) < 0;
    }

    /** What is left of so many bytes; nothing is looked at any more once it is negative. */
    private static long left(@Nullable Object value, long bytes) {
        if (value instanceof String text) {
            return leftByText(text, bytes);
        }
        if (value instanceof Map<?, ?> object) {
            long left = bytes - 2 - Math.max(0, object.size() - 1);
            for (Map.Entry<?, ?> member : object.entrySet()) {
                if (left < 0) {
                    return left;
                }
                left = left(member.getValue(), leftByText((String) member.getKey(), left) - 1);
            }
            return left;
        }
        if (value instanceof List<?> list) {
            long left = bytes - 2 - Math.max(0, list.size() - 1);
            for (int i = 0; i < list.size() && left >= 0; i++) {
                left = left(list.get(i), left);
            }
            return left;
        }
        return bytes - String.valueOf(value).length();
    }

    private static long leftByText(String text, long bytes) {
        long left = bytes - 2;
        for (int i = 0; i < text.length() && left >= 0; i++) {
            left -= bytes(text.charAt(i));
        }
        return left;
    }

    /** Of one character, as it is written; each half of a surrogate pair is half of four. */
    private static int bytes(char c) {
        if (c < 0x20) {
            return "\b\t\n\f\r".indexOf(c) >= 0 ? 2 : 6;
        }
        if (c < 0x80) {
            return c == '"' || c == '\\' ? 2 : 1;
        }
        return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
}
