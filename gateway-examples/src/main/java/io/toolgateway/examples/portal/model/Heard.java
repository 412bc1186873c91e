package io.toolgateway.examples.portal.model;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What recorded answers make of a visitor's words: which of the requests that they know is meant, and the ids and numbers in it.
 * Lenient, since it decides nothing: whatever it makes of them is a proposal.
 *
 * @param wish what is asked for
 * @param text the words
 * @param orders order ids, each once, at most four
 */
record Heard(Wish wish, String text, List<String> orders) {

    /** What is asked for. */
    enum Wish {
        CANCEL("\\b(cancel|stop|end|terminate|quit|discontinue)", "\\b(renewal|subscription|plan|membership|abo)"),
        TICKET("\\bticket|complain|open a case|talk to (a|some) ?(person|human|one)"),
        REFUND("refund|money back|reimburse|pay\\w* back"),
        EMAIL("e-?mail|mail address", "chang|updat|set\\b|new|correct|switch"),
        STOCK("stock|inventory|how many|available"),
        STATUS("where|status|track|deliver|arriv|shipp|look at|check|\\border\\b|\\bord-?\\d"),
        /** No tool approves anything: that is the point. */
        YES("^\\W*(yes|yep|ok|okay|approved?|confirm(ed)?|go ahead|do it|i (approve|confirm)|sure)\\b"),
        GREETING("^\\W*(hi|hello|hey|good (morning|day|evening)|help|thanks?|thank you)\\b", "^.{0,40}$"),
        OTHER;

        private final List<Pattern> signs;

        Wish(String... signs) {
            this.signs = List.of(signs).stream().map(Pattern::compile).toList();
        }

        private boolean isIn(String lower) {
            return signs.stream().allMatch(sign -> sign.matcher(lower).find());
        }
    }

    private static final int MOST_ORDERS = 4;
    private static final Pattern ORDER =
            Pattern.compile("\\b(?:ord(?:er)?(?:\\s+(?:no\\.?|number))?[\\s#-]*)?(\\d{5})\\b");
    private static final Pattern AMOUNT = Pattern.compile(
            "\\$\\s?(\\d{1,6}(?:\\.\\d{1,2})?)|\\b(\\d{1,6}(?:\\.\\d{1,2})?)\\s?(?:\\$|dollars?|usd|bucks)");
    private static final Pattern ADDRESS = Pattern.compile("[\\w.+-]{1,64}@[\\w-]{1,63}(?:\\.[\\w-]{1,63}){1,4}");
    private static final Pattern CUSTOMER = Pattern.compile("\\b((?:user|cust)_\\w{1,40})");
    private static final Pattern SKU = Pattern.compile("\\bsku-?\\s?(\\d{4})\\b");

    static Heard of(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        List<String> orders = ORDER.matcher(lower)
                .results()
                .map(found -> "ORD-" + found.group(1))
                .distinct()
                .limit(MOST_ORDERS)
                .toList();
        Wish wish = List.of(Wish.values()).stream()
                .filter(each -> each.isIn(lower))
                .findFirst()
                .orElse(Wish.OTHER);
        return new Heard(wish, text, orders);
    }

    /** Whether it is also asked how an order stands, before anything is done. */
    boolean asksToLookFirst() {
        return lower().matches("(?s).*\\b(look at|check|status|where)\\b.*");
    }

    Optional<BigDecimal> amount() {
        return AMOUNT.matcher(lower())
                .results()
                .findFirst()
                .map(found -> new BigDecimal(found.group(1) == null ? found.group(2) : found.group(1)));
    }

    Optional<String> address() {
        // As it was written: the part before the @ may tell capitals apart.
        return ADDRESS.matcher(text).results().map(MatchResult::group).findFirst();
    }

    /** Whose, if it is said. */
    Optional<String> customer() {
        return lower().contains("acme")
                ? Optional.of("cust_acme")
                : CUSTOMER.matcher(lower()).results().map(MatchResult::group).findFirst();
    }

    Optional<String> sku() {
        return SKU.matcher(lower())
                .results()
                .map(found -> "SKU-" + found.group(1))
                .findFirst();
    }

    boolean mentions(String... any) {
        return List.of(any).stream().anyMatch(lower()::contains);
    }

    private String lower() {
        return text.toLowerCase(Locale.ROOT);
    }
}
