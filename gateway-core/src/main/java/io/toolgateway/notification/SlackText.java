package io.toolgateway.notification;

/** Escapes what stands in a message of Slack's: nothing that comes from a call becomes a link, a mention or a command. */
final class SlackText {

    private SlackText() {}

    /** By Slack's own rule: these three characters, and no others. Control characters and what turns text around become blanks. */
    static String escaped(String text, int most) {
        StringBuilder out = new StringBuilder();
        text.codePoints().limit(most).forEach(point -> {
            switch (point) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                default -> out.appendCodePoint(isShown(point) ? point : ' ');
            }
        });
        if (text.codePointCount(0, text.length()) > most) {
            out.append('\u2026');
        }
        return out.toString();
    }

    private static boolean isShown(int point) {
        int type = Character.getType(point);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && type != Character.SURROGATE
                && type != Character.UNASSIGNED;
    }
}
