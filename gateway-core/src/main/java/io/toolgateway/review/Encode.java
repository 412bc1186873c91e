package io.toolgateway.review;

import io.toolgateway.audit.Printable;
import java.util.regex.Pattern;

/**
 * Makes texts of a card, or of anyone, fit for the place where they are shown, so that nothing in them is interpreted there.
 *
 * <p>Each method takes any text, shows what is hidden in it as {@link ShownText} does ({@link #forLog} as {@link Printable} does),
 * and escapes what the place would interpret. Marks in {@code ⟦ ⟧} are left as they are, since texts of a card have them; so of a text
 * that is none of a card's nobody knows who wrote them. Encode once, where the text is put into place, and with the method of that place.
 *
 * <p>Threads: all methods are pure.
 *
 * @since 0.1
 */
public final class Encode {

    /** Numbers as spreadsheets read them; a minus sign alone begins no formula. */
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+([.,][0-9]+)?");

    private static final String FORMULA = "=+-@|%＝＋－＠";

    private Encode() {}

    /**
     * For the content of an HTML element, or an attribute's value in quotes. Not for a script, a style, an event handler, a URL or a
     * tag's name: no encoding makes those safe. A page that compiles templates in the browser keeps its hands off such an element,
     * for a browser gives it the decoded text.
     *
     * @param text any text
     * @return the text with {@code & < > " ' `} and braces as references; line feeds are kept
     */
    public static String forHtml(String text) {
        String shown = Visible.again(text, Visible.Lines.KEPT);
        StringBuilder out = new StringBuilder(shown.length() + 16);
        for (int i = 0; i < shown.length(); i++) {
            char c = shown.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'', '`', '{', '}' -> out.append("&#").append((int) c).append(';');
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    /**
     * For a place in the line of a Slack message in mrkdwn: code in backticks, where Slack knows no formatting, no links and no
     * emoji. After the text of others a blank has to follow, as Slack ends code only there.
     *
     * @param text any text
     * @return one line of code; nothing for a text without anything to show
     * @see <a href="https://docs.slack.dev/messaging/formatting-message-text">Slack: formatting message text</a>
     */
    public static String forSlack(String text) {
        String line = forLine(text).strip();
        return line.isEmpty() ? "" : "`" + slack(line) + "`";
    }

    /**
     * For a block of a Slack message in mrkdwn, such as a whole card as text: preformatted text in triple backticks.
     *
     * @param text any text
     * @return the block, on lines of its own
     */
    public static String forSlackBlock(String text) {
        return "```\n" + slack(Visible.again(text, Visible.Lines.KEPT)) + "\n```";
    }

    /** The three characters that Slack has references for, and the one that would end the code. */
    private static String slack(String shown) {
        return shown.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("`", Hidden.number('`'));
    }

    /**
     * For the body of a mail in {@code text/plain}, or for a terminal. What reads mail may make a link of an address that it sees
     * in full.
     *
     * @param text any text
     * @return the text with its line feeds and no other control character
     */
    public static String forPlainText(String text) {
        return Visible.again(text, Visible.Lines.KEPT);
    }

    /**
     * For one line: a mail's header, a title, a line on a console.
     *
     * @param text any text
     * @return one line, line feeds as {@code ↵}
     */
    public static String forLine(String text) {
        return Visible.again(text, Visible.Lines.MARKED);
    }

    /**
     * For a log: one line, in which also loggers that look things up find nothing.
     *
     * @param text any text
     * @return one line, as {@link Printable#of} gives it, with <code>${</code> and <code>%{</code> taken apart
     */
    public static String forLog(String text) {
        return Printable.of(text).replace("${", "$" + Hidden.number('{')).replace("%{", "%" + Hidden.number('{'));
    }

    /**
     * For a cell of a CSV file that a spreadsheet may open: in quotes, after RFC 4180, and with a {@code '} before what would begin a
     * formula. Numbers stay numbers.
     *
     * @param text any text
     * @return one cell, on one line
     * @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">OWASP: CSV injection</a>
     */
    public static String forCsv(String text) {
        String line = forLine(text);
        String start = line.stripLeading();
        boolean isFormula = !start.isEmpty()
                && FORMULA.indexOf(start.charAt(0)) >= 0
                && !NUMBER.matcher(line).matches();
        return '"' + (isFormula ? "'" : "") + line.replace("\"", "\"\"") + '"';
    }
}
