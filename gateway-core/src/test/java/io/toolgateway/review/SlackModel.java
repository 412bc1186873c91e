package io.toolgateway.review;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Slack makes of a text in mrkdwn, by its documentation ("Formatting message text"): angle brackets are links, mentions and
 * commands, everywhere; asterisks, underscores, tildes, quotes, colons and addresses are something outside of code alone; code is
 * what stands between backticks.
 */
final class SlackModel {

    private static final Pattern CODE = Pattern.compile("```(.*?)```|`([^`\\n]+)`", Pattern.DOTALL);
    private static final Pattern BRACKETS = Pattern.compile("<[^>\\n]+>");
    private static final List<Pattern> FORMATS = List.of(
            Pattern.compile("\\*[^*\\n]+\\*"),
            Pattern.compile("\\b_[^_\\n]+_\\b|(?<=\\s|^)_[^_\\n]+_"),
            Pattern.compile("~[^~\\n]+~"),
            Pattern.compile(":[a-z0-9_+-]+:"),
            Pattern.compile("(?m)^(&gt;|>)"),
            Pattern.compile("(https?|ftp|mailto|tel):"),
            Pattern.compile("[\\w.+-]+@[\\w-]+\\.[\\w.]+"),
            Pattern.compile("(?m)^\\s*([-•]|[0-9]+\\.) "),
            Pattern.compile("`"));

    private final List<String> taken = new ArrayList<>();
    private final StringBuilder shown = new StringBuilder();

    SlackModel(String mrkdwn) {
        Matcher brackets = BRACKETS.matcher(mrkdwn);
        while (brackets.find()) {
            taken.add(brackets.group());
        }
        Matcher code = CODE.matcher(mrkdwn);
        int from = 0;
        while (code.find()) {
            plain(mrkdwn.substring(from, code.start()));
            shown.append(decoded(code.group(1) == null ? code.group(2) : code.group(1)));
            from = code.end();
        }
        plain(mrkdwn.substring(from));
    }

    private void plain(String text) {
        for (Pattern format : FORMATS) {
            Matcher found = format.matcher(text);
            while (found.find()) {
                taken.add(found.group());
            }
        }
        shown.append(decoded(text));
    }

    private static String decoded(String text) {
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }

    /** What is taken for more than text. */
    List<String> taken() {
        return taken;
    }

    /** What is read. */
    String shown() {
        return shown.toString();
    }
}
