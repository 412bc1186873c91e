package io.toolgateway.review;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads numbers as people write them, in each way in which one may be read. */
final class Amounts {

    static final String CURRENCY =
            "(?:[$€£¥₹]|US\\$|USD|EUR|GBP|CHF|JPY|CAD|AUD|SEK|NOK|DKK|PLN|INR|Euros?|euros?|dollars?|Dollar|Pfund|pounds?|francs?)";

    // Bounded, since a pattern that repeats a group without end takes the stack of whoever matches a long text.
    private static final String BLANK_GROUPS = "[0-9]{1,3}(?: [0-9]{3}){1,8}(?:[.,][0-9]{1,40})?";
    private static final String GROUPS = "[0-9]{1,3}(?:([.,'’])[0-9]{3})(?:\\1[0-9]{3}){0,8}(?:[.,][0-9]{1,40})?";
    private static final String DIGITS = "[0-9]{1,40}(?:[.,][0-9]{1,40})?";
    private static final String SCALE =
            "(?:\\s?(?:k|K|M|bn|thousand|million|billion|Tsd\\.?|Tausend|Mio\\.?|Millionen|mille|millions|mil|millones))";

    /** A number by itself: no part of a word, an id or a date. Group 1: the digits; 3: the scale; 4: a percent sign or currency. */
    static final Pattern NUMBER = Pattern.compile("(?<![\\p{L}\\p{N}_/.,-])"
            + "(?:" + CURRENCY + "\\s?)?[-−+]?(?:" + CURRENCY + "\\s?)?"
            + "((?:" + BLANK_GROUPS + "|" + GROUPS + "|" + DIGITS + "))"
            + "(" + SCALE + "(?![\\p{L}\\p{N}]))?"
            + "(\\s?%|\\s?(?:percent|per cent|Prozent|por ciento|pour cent)(?!\\p{L})|\\s?" + CURRENCY + "(?!\\p{L}))?"
            + "(?![\\p{L}\\p{N}_/#@]|[-.,:'’][0-9]|-\\p{L})");

    static final int DIGITS_GROUP = 1;
    static final int SCALE_GROUP = 3;
    static final int UNIT_GROUP = 4;

    private static final Map<String, Integer> SCALES = Map.ofEntries(
            Map.entry("k", 3),
            Map.entry("thousand", 3),
            Map.entry("tsd", 3),
            Map.entry("tausend", 3),
            Map.entry("mille", 3),
            Map.entry("mil", 3),
            Map.entry("m", 6),
            Map.entry("million", 6),
            Map.entry("millions", 6),
            Map.entry("mio", 6),
            Map.entry("millionen", 6),
            Map.entry("millones", 6),
            Map.entry("bn", 9),
            Map.entry("billion", 9));

    private Amounts() {}

    /** All that a match may mean; 1.250 is a thousand and more in Berlin, and little more than one in Boston. */
    static List<BigDecimal> readings(Matcher number) {
        String scale = number.group(SCALE_GROUP);
        int power = scale == null
                ? 0
                : SCALES.getOrDefault(scale.strip().toLowerCase(Locale.ROOT).replace(".", ""), 0);
        return readings(number.group(DIGITS_GROUP)).stream()
                .map(value -> value.scaleByPowerOfTen(power))
                .toList();
    }

    static List<BigDecimal> readings(String digits) {
        String text = digits.replace(" ", "").replace("'", "").replace("’", "");
        List<BigDecimal> readings = new ArrayList<>(2);
        int last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','));
        if (last < 0) {
            readings.add(new BigDecimal(text));
            return readings;
        }
        String whole = text.substring(0, last).replace(".", "").replace(",", "");
        String fraction = text.substring(last + 1);
        char mark = text.charAt(last);
        boolean repeated = text.indexOf(mark) != last;
        boolean mixed = text.indexOf(mark == '.' ? ',' : '.') >= 0;
        boolean mayGroup = fraction.length() == 3 && !whole.startsWith("0") && !(mixed && !repeated);
        if (mayGroup) {
            readings.add(new BigDecimal(whole + fraction));
        }
        if (!repeated) {
            readings.add(new BigDecimal(whole + "." + fraction));
        }
        return readings;
    }
}
