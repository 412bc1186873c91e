package io.toolgateway.audit;

/**
 * Makes any text fit for one line of a log or a console: what could end the line, move the cursor, change colours or turn the
 * reading direction is escaped.
 *
 * @since 0.1
 */
public final class Printable {

    private Printable() {}

    /**
     * A text with control and format characters, line and paragraph separators and halves of surrogate pairs written as
     * {@code \}{@code uXXXX}. JSON text stays the same JSON.
     *
     * @param text any text
     * @return one line
     */
    public static String of(String text) {
        int at = 0;
        while (at < text.length() && isPlain(text.charAt(at))) {
            at++;
        }
        return at == text.length() ? text : escaped(text, at);
    }

    private static boolean isPlain(char c) {
        return c >= 0x20 && c < 0x7f;
    }

    private static String escaped(String text, int from) {
        StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, from);
        for (int i = from; i < text.length(); ) {
            int point = text.codePointAt(i);
            int next = i + Character.charCount(point);
            if (isHarmful(point)) {
                text.substring(i, next).chars().forEach(unit -> out.append(String.format("\\u%04x", unit)));
            } else {
                out.append(text, i, next);
            }
            i = next;
        }
        return out.toString();
    }

    private static boolean isHarmful(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }
}
