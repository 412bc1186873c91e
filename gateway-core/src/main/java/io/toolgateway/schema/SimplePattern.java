package io.toolgateway.schema;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Expressions so simple that java.util.regex, which is faster, means the same and cannot be driven into backtracking: from
 * {@code ^} to {@code $}, a row of plain characters and classes, of which at most one has a varying count.
 */
final class SimplePattern {

    private static final String PLAIN = " _-/@:,#%=!~\"'<>;";
    private static final String CLASS_PLAIN = " _/@:,#%=!~\"'<>;.+*?()|{}$";

    private final String in;
    private int at = 1;
    private int varying;

    private SimplePattern(String in) {
        this.in = in;
    }

    /** A pattern to be matched against whole texts, or null if the expression is not simple. */
    static @Nullable Pattern compile(String expression) {
        boolean anchored = expression.length() > 1 && expression.startsWith("^") && expression.endsWith("$");
        if (!anchored || !new SimplePattern(expression).isSimple()) {
            return null;
        }
        return Pattern.compile(expression.substring(1, expression.length() - 1));
    }

    private boolean isSimple() {
        int end = in.length() - 1;
        while (at < end) {
            if (!element() || at > end || !count()) {
                return false;
            }
        }
        return at == end && varying <= 1;
    }

    private boolean element() {
        char c = in.charAt(at++);
        if (c == '[') {
            return characterClass();
        }
        return c == '\\' ? escape() : isAlphanumeric(c) || PLAIN.indexOf(c) >= 0;
    }

    private boolean escape() {
        char c = in.charAt(at++);
        return c == 'd' || c == 'w' || ".-/+*?()[]{}|^$\\".indexOf(c) >= 0;
    }

    private boolean characterClass() {
        if (in.charAt(at) == '^') {
            return false;
        }
        int start = at;
        while (at < in.length() - 1) {
            char c = in.charAt(at++);
            if (c == ']') {
                return at > start + 1;
            }
            boolean plain = CLASS_PLAIN.indexOf(c) >= 0;
            if (isAlphanumeric(c)) {
                plain = !in.startsWith("-", at) || endOfRange(c);
            } else if (c == '\\') {
                plain = escape() && !in.startsWith("-", at);
            } else if (c == '-') {
                plain = in.startsWith("]", at);
            }
            if (!plain) {
                return false;
            }
        }
        return false;
    }

    /** Passes the end of a range, or stays before a minus that ends the class. */
    private boolean endOfRange(char from) {
        char to = in.charAt(at + 1);
        if (to == ']') {
            return true;
        }
        at += 2;
        return isRange(from, to);
    }

    private static boolean isRange(char from, char to) {
        return from <= to && isAlphanumeric(from) && isAlphanumeric(to);
    }

    private boolean count() {
        char c = in.charAt(at);
        if (c == '*' || c == '+' || c == '?') {
            at++;
            varying++;
            return !isCount(in.charAt(at));
        }
        if (c != '{') {
            return true;
        }
        int close = in.indexOf('}', at);
        if (close < 0 || !in.substring(at + 1, close).matches("[0-9]{1,3}(,[0-9]{0,3})?")) {
            return false;
        }
        if (in.substring(at, close).contains(",")) {
            varying++;
        }
        at = close + 1;
        return !isCount(in.charAt(at));
    }

    private static boolean isCount(char c) {
        return c == '*' || c == '+' || c == '?' || c == '{';
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
