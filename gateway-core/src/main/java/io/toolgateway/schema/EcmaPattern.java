package io.toolgateway.schema;

import com.google.re2j.Pattern;
import java.util.Map;

/**
 * A regular expression with the meaning ECMA-262 gives it in Unicode mode, matched in linear time by RE2/J.
 *
 * <p>The two differ in what {@code .}, {@code $}, {@code \s} and some escapes mean; these are spelled out for RE2/J. What
 * RE2/J cannot do, look-around and back-references, and what ECMA-262 does not know, is refused.
 */
final class EcmaPattern {

    private static final String SPACE =
            "\\t-\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}";
    private static final String NOT_SPACE =
            "\\x{0}-\\x{8}\\x{e}-\\x{1f}\\x{21}-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}"
                    + "\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}"
                    + "\\x{ff00}-\\x{10ffff}";
    private static final String ANY = "\\x{0}-\\x{10ffff}";
    private static final String NO_LINE_END = "[^\\n\\r\\x{2028}\\x{2029}]";

    private static final Map<String, String> CATEGORIES = Map.of(
            "Letter", "L",
            "Lowercase_Letter", "Ll",
            "Uppercase_Letter", "Lu",
            "Mark", "M",
            "Number", "N",
            "Decimal_Number", "Nd",
            "digit", "Nd",
            "Punctuation", "P",
            "Symbol", "S",
            "Separator", "Z");

    private final Pattern pattern;
    private final int size;

    private EcmaPattern(Pattern pattern) {
        this.pattern = pattern;
        this.size = Math.max(1, pattern.programSize());
    }

    /** Compiles an expression; an IllegalArgumentException says what stands in the way. */
    static EcmaPattern compile(String expression) {
        String translated = new Translation(expression).whole();
        try {
            return new EcmaPattern(Pattern.compile(translated));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("RE2/J does not take it", e);
        }
    }

    /** Whether the expression matches somewhere in the text; draws on the thread's {@link Budget}. */
    boolean find(String text) {
        Budget.spend((long) size * text.length());
        return pattern.matcher(text).find();
    }

    /** As {@link #find}, for short texts, without drawing on the budget. */
    boolean matches(String shortText) {
        return pattern.matcher(shortText).find();
    }

    private static final class Translation {

        private final String in;
        private final StringBuilder out = new StringBuilder();
        private int at;

        Translation(String in) {
            this.in = in;
        }

        String whole() {
            while (at < in.length()) {
                char c = in.charAt(at++);
                switch (c) {
                    case '\\' -> escape(false);
                    case '[' -> characterClass();
                    case '(' -> group();
                    case '.' -> out.append(NO_LINE_END);
                    case '$' -> out.append("\\z");
                    default -> out.append(c);
                }
            }
            return out.toString();
        }

        private void group() {
            out.append('(');
            if (!in.startsWith("?", at)) {
                return;
            }
            if (in.startsWith("?:", at)) {
                at += 2;
                out.append("?:");
                return;
            }
            int end = in.indexOf('>', at);
            boolean named = in.startsWith("?<", at) && !in.startsWith("?<=", at) && !in.startsWith("?<!", at);
            if (!named || end < 0) {
                throw new IllegalArgumentException("look-around and inline flags have no linear-time form");
            }
            at = end + 1;
            out.append("?:");
        }

        private void characterClass() {
            boolean negated = in.startsWith("^", at);
            if (negated) {
                at++;
            }
            if (in.startsWith("]", at)) {
                at++;
                out.append(negated ? "[" : "[^").append(ANY).append(']');
                return;
            }
            out.append(negated ? "[^" : "[");
            while (at < in.length()) {
                char c = in.charAt(at++);
                if (c == ']') {
                    out.append(c);
                    return;
                }
                if (c == '\\') {
                    escape(true);
                } else if (c == '[') {
                    out.append("\\[");
                } else {
                    out.append(c);
                }
            }
            throw new IllegalArgumentException("a character class is not closed");
        }

        private void escape(boolean inClass) {
            if (at >= in.length()) {
                throw new IllegalArgumentException("it ends in a backslash");
            }
            char c = in.charAt(at++);
            switch (c) {
                case 's' -> out.append(inClass ? SPACE : "[" + SPACE + "]");
                case 'S' -> out.append(inClass ? NOT_SPACE : "[" + NOT_SPACE + "]");
                case 'd', 'D', 'w', 'W' -> out.append('\\').append(c);
                case 'b' -> out.append(inClass ? "\\x{8}" : "\\b");
                case 'B' -> {
                    if (inClass) {
                        throw unknownEscape();
                    }
                    out.append("\\B");
                }
                case 't' -> code('\t');
                case 'n' -> code('\n');
                case 'v' -> code(0x0b);
                case 'f' -> code('\f');
                case 'r' -> code('\r');
                case '0' -> zero();
                case 'c' -> control();
                case 'x' -> code(hex(2));
                case 'u' -> unicode();
                case 'p', 'P' -> property(c);
                default -> literal(c);
            }
        }

        private void literal(char c) {
            if (c >= 0x80 || Character.isLetterOrDigit(c) || c == '_' || c < 0x20) {
                throw unknownEscape();
            }
            out.append('\\').append(c);
        }

        private static IllegalArgumentException unknownEscape() {
            return new IllegalArgumentException("it has a back-reference or an escape that ECMA-262 does not know");
        }

        private void zero() {
            if (at < in.length() && Character.isDigit(in.charAt(at))) {
                throw unknownEscape();
            }
            code(0);
        }

        private void control() {
            char letter = at < in.length() ? in.charAt(at++) : 0;
            if (!(letter >= 'a' && letter <= 'z') && !(letter >= 'A' && letter <= 'Z')) {
                throw unknownEscape();
            }
            code(letter % 32);
        }

        private void unicode() {
            if (in.startsWith("{", at)) {
                int end = in.indexOf('}', at);
                int digits = end - at - 1;
                if (digits < 1 || digits > 6) {
                    throw unknownEscape();
                }
                at++;
                code(hex(digits));
                at++;
                return;
            }
            int unit = hex(4);
            if (unit >= 0xd800 && unit < 0xe000) {
                if (unit >= 0xdc00 || !in.startsWith("\\u", at)) {
                    throw unknownEscape();
                }
                at += 2;
                unit = Character.toCodePoint((char) unit, (char) hex(4));
            }
            code(unit);
        }

        private int hex(int digits) {
            if (at + digits > in.length()) {
                throw unknownEscape();
            }
            int value = 0;
            for (int i = 0; i < digits; i++) {
                int digit = Character.digit(in.charAt(at++), 16);
                if (digit < 0) {
                    throw unknownEscape();
                }
                value = value * 16 + digit;
            }
            return value;
        }

        private void property(char c) {
            int end = in.startsWith("{", at) ? in.indexOf('}', at) : -1;
            if (end < 0) {
                throw unknownEscape();
            }
            String name = in.substring(at + 1, end).replaceFirst("^(Script|sc|General_Category|gc)=", "");
            at = end + 1;
            out.append('\\')
                    .append(c)
                    .append('{')
                    .append(CATEGORIES.getOrDefault(name, name))
                    .append('}');
        }

        private void code(int point) {
            out.append("\\x{").append(Integer.toHexString(point)).append('}');
        }
    }
}
