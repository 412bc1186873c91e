package io.toolgateway.review;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what a summary says that the arguments do not have. Patterns are tried from the most to the least particular, and what one
 * has taken no other one sees. Confined to one thread.
 */
final class SummaryCheck {

    private static final char TAKEN = '\u0001';

    private static final Pattern ADDRESS = Pattern.compile(
            "(?i)https?://[^\\s<>\"')\\]]+|www\\.[^\\s<>\"')\\]]+|[\\p{L}\\p{N}._%+-]{1,64}@[\\p{L}\\p{N}-]+(?:\\.[\\p{L}\\p{N}-]+){1,10}");
    private static final Pattern PHONE =
            Pattern.compile("\\+[0-9][0-9 ()./-]{5,20}[0-9]|\\([0-9]{2,5}\\) ?[0-9][0-9 -]{3,15}[0-9]"
                    + "|(?<![\\p{L}\\p{N}-])[0-9]{3}-[0-9]{3}-[0-9]{4}(?![\\p{L}\\p{N}-])");
    private static final Pattern CARD =
            Pattern.compile("(?<![\\p{L}\\p{N}-])(?:[0-9]{4}[ -]){2,5}[0-9]{1,4}(?![\\p{L}\\p{N}-])");
    private static final Pattern IBAN = Pattern.compile(
            "(?<![\\p{L}\\p{N}])\\p{Lu}{2}[0-9]{2}(?: [\\p{Lu}0-9]{4}){2,7}(?: [\\p{Lu}0-9]{1,3})?(?![\\p{L}\\p{N}])");
    private static final Pattern ENDING = Pattern.compile(
            "(?i)(?:[*•x]{2,}[ -]?|(?:ending|ends) (?:in|with) |endet auf |endend auf |last (?:four )?digits )([0-9]{2,6})");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:[-_/.#][\\p{L}\\p{N}]+){0,20}");
    private static final Pattern PURE_NUMBER = Pattern.compile("[0-9.]*[0-9]");
    private static final Pattern RANGE = Pattern.compile("([0-9]+)-([0-9]+)");
    private static final Pattern WITH_UNIT = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(-?)(\\p{L}{1,12})");
    private static final Pattern CAPITAL_CODE = Pattern.compile("\\p{Lu}{2,}(?:-\\p{Lu}+){1,20}");
    private static final Set<String> ORDINALS = Set.of("st", "nd", "rd", "th");
    private static final Set<String> UNITS = Set.of(
            "x", "kg", "g", "mg", "lb", "lbs", "oz", "ml", "l", "cl", "mm", "cm", "m", "km", "in", "ft", "kb", "mb",
            "gb", "tb", "h", "hr", "hrs", "min", "mins", "s", "sec", "ms", "d", "pcs", "px", "pt");
    private static final Set<String> IDIOMS = Set.of("24/7", "e.g", "i.e", "z.b", "a.m", "p.m", "and/or", "und/oder");
    private static final Map<String, String> CURRENCIES = Map.ofEntries(
            Map.entry("€", "eur"),
            Map.entry("euro", "eur"),
            Map.entry("euros", "eur"),
            Map.entry("£", "gbp"),
            Map.entry("pound", "gbp"),
            Map.entry("pounds", "gbp"),
            Map.entry("¥", "jpy cny"),
            Map.entry("$", "usd cad aud nzd sgd hkd mxn"),
            Map.entry("us$", "usd"),
            Map.entry("dollar", "usd cad aud nzd sgd hkd"),
            Map.entry("dollars", "usd cad aud nzd sgd hkd"),
            Map.entry("₹", "inr"),
            Map.entry("franc", "chf"),
            Map.entry("francs", "chf"));
    private static final Set<String> CODES =
            Set.of("usd", "eur", "gbp", "chf", "jpy", "cad", "aud", "sek", "nok", "dkk", "pln", "inr", "cny");
    private static final Pattern CURRENCY = Pattern.compile(Amounts.CURRENCY);

    private static final int LONGEST_COUNT = 2;
    private static final int LAST_OF_A_LIST = 20;

    private final Known known;
    private final int[] origin;
    private final String clean;
    private final StringBuilder rest;
    private final List<SummaryWarning> warnings = new ArrayList<>();
    private final String raw;
    private final int[] places;

    private SummaryCheck(String raw, Known known) {
        this.raw = raw;
        this.known = known;
        this.places = Visible.places(raw);
        StringBuilder out = new StringBuilder(raw.length());
        List<Integer> from = new ArrayList<>(raw.length());
        for (int at = 0; at < raw.length(); at += Character.charCount(raw.codePointAt(at))) {
            String seen = seen(raw.codePointAt(at));
            out.append(seen);
            for (int i = 0; i < seen.length(); i++) {
                from.add(at);
            }
        }
        from.add(raw.length());
        this.origin = from.stream().mapToInt(Integer::intValue).toArray();
        this.clean = separated(out);
        this.rest = new StringBuilder(clean);
    }

    /** As a reader takes it: nothing hidden in it, blanks are blanks, a fullwidth digit is a digit. */
    private static String seen(int point) {
        if (Character.isWhitespace(point) || Character.isSpaceChar(point)) {
            return point == '\n' ? "\n" : " ";
        }
        if (Hidden.is(point)) {
            return "";
        }
        return point < 0x80 || !Character.isLetterOrDigit(point)
                ? Character.toString(point)
                : Normalizer.normalize(Character.toString(point), Normalizer.Form.NFKC);
    }

    /** Day and time of an ISO moment apart. */
    private static String separated(StringBuilder text) {
        Matcher moment =
                Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}(T)(?=[0-9]{2}:)").matcher(text);
        StringBuilder out = new StringBuilder(text);
        while (moment.find()) {
            out.setCharAt(moment.start(1), ' ');
        }
        return out.toString();
    }

    /** What the summary says and the arguments do not, in the order of the text. */
    static List<SummaryWarning> of(String raw, Known known) {
        SummaryCheck check = new SummaryCheck(raw, known);
        check.particular();
        check.words();
        check.numbers();
        check.numberWords();
        Claims claims = new Claims(check.clean, known);
        claims.names().forEach(range -> check.warn(SummaryWarning.Kind.NAME, range.start(), range.end()));
        claims.negations().forEach(range -> check.warn(SummaryWarning.Kind.NEGATION, range.start(), range.end()));
        check.warnings.sort(Comparator.comparingInt(SummaryWarning::start));
        return check.warnings;
    }

    private void particular() {
        Matcher address = ADDRESS.matcher(rest);
        while (address.find()) {
            int end = address.end();
            while (".,;:!?".indexOf(clean.charAt(end - 1)) >= 0) {
                end--;
            }
            String text = clean.substring(address.start(), end);
            take(SummaryWarning.Kind.ID, address.start(), end, known.hasAddress(text));
        }
        Matcher day = Dates.DAY.matcher(rest);
        while (day.find()) {
            boolean isVersion = day.group(10) != null && known.hasId(day.group());
            take(
                    SummaryWarning.Kind.DATE,
                    day.start(),
                    day.end(),
                    isVersion || known.dates().hasDay(day));
        }
        Matcher time = Dates.TIME.matcher(rest);
        while (time.find()) {
            take(
                    SummaryWarning.Kind.DATE,
                    time.start(),
                    time.end(),
                    known.dates().hasTime(time));
        }
        Matcher ending = ENDING.matcher(rest);
        while (ending.find()) {
            String digits = ending.group(1);
            take(
                    SummaryWarning.Kind.ID,
                    ending.start(1),
                    ending.end(1),
                    known.endsIn(digits) || known.hasDigits(digits));
        }
        Matcher iban = IBAN.matcher(rest);
        while (iban.find()) {
            take(SummaryWarning.Kind.ID, iban.start(), iban.end(), known.hasId(iban.group()));
        }
        for (Pattern grouped : List.of(PHONE, CARD)) {
            Matcher digits = grouped.matcher(rest);
            while (digits.find()) {
                boolean isKnown = known.hasDigits(digits.group().replaceAll("[^0-9]", ""));
                take(SummaryWarning.Kind.ID, digits.start(), digits.end(), isKnown);
            }
        }
    }

    private void words() {
        Matcher word = WORD.matcher(rest);
        while (word.find()) {
            word(word.group(), word.start(), word.end());
        }
    }

    private void word(String word, int start, int end) {
        boolean hasDigit = word.chars().anyMatch(Character::isDigit);
        boolean isCode = word.indexOf('_') >= 0 || CAPITAL_CODE.matcher(word).matches();
        if (!hasDigit && !isCode || PURE_NUMBER.matcher(word).matches() && !isPartOfId(word)) {
            return;
        }
        if (IDIOMS.contains(word.toLowerCase(Locale.ROOT)) || known.hasId(word)) {
            take(SummaryWarning.Kind.ID, start, end, true);
            return;
        }
        Matcher range = RANGE.matcher(word);
        Matcher unit = WITH_UNIT.matcher(word);
        if (range.matches() && !known.hasDigits(word.replace("-", ""))) {
            take(SummaryWarning.Kind.NUMBER, start, start + range.end(1), isNumber(range.group(1)));
            take(SummaryWarning.Kind.NUMBER, start + range.start(2), end, isNumber(range.group(2)));
        } else if (unit.matches() && isUnit(unit)) {
            take(SummaryWarning.Kind.NUMBER, start, end, isNumberWithUnit(unit));
        } else if (isAttachedToCurrency(word)) {
            return;
        } else {
            boolean isCut = clean.startsWith("…", end) || clean.startsWith("...", end);
            take(SummaryWarning.Kind.ID, start, end, isCut && known.hasIdThatBegins(word));
        }
    }

    /** Several dots: a version or an address of the network, no number. */
    private static boolean isPartOfId(String digits) {
        return digits.chars().filter(c -> c == '.').count() > 1 && !digits.matches("[0-9]{1,3}(\\.[0-9]{3}){1,8}");
    }

    private static boolean isUnit(Matcher unit) {
        String letters = unit.group(3).toLowerCase(Locale.ROOT);
        return !unit.group(2).isEmpty() && letters.equals(unit.group(3))
                || ORDINALS.contains(letters)
                || UNITS.contains(letters);
    }

    private boolean isNumberWithUnit(Matcher unit) {
        String digits = unit.group(1);
        boolean isDay = ORDINALS.contains(unit.group(3).toLowerCase(Locale.ROOT))
                && digits.length() <= LONGEST_COUNT
                && known.dates().hasDayOfMonth(Integer.parseInt(digits));
        // 5m is five metres or five millions.
        Matcher scaled = Amounts.NUMBER.matcher(unit.group());
        boolean isScaled = scaled.matches() && Amounts.readings(scaled).stream().anyMatch(known::hasNumber);
        return isDay || isScaled || isNumber(digits);
    }

    /** Such as 45EUR or 12k: left to the numbers. */
    private static boolean isAttachedToCurrency(String word) {
        return Amounts.NUMBER.matcher(word).matches();
    }

    private boolean isNumber(String digits) {
        return Amounts.readings(digits).stream().anyMatch(known::hasNumber)
                || digits.length() <= LONGEST_COUNT && known.hasCount(Integer.parseInt(digits));
    }

    private void numbers() {
        Matcher number = Amounts.NUMBER.matcher(rest);
        while (number.find()) {
            if (number.group().indexOf(TAKEN) < 0 && !isOfAList(number)) {
                take(SummaryWarning.Kind.NUMBER, number.start(), number.end(), isKnown(number));
            }
        }
    }

    /** The number of a line: 1. or 1) at its start. */
    private boolean isOfAList(Matcher number) {
        String digits = number.group();
        boolean isFirst = clean.substring(clean.lastIndexOf('\n', number.start()) + 1, number.start())
                .isBlank();
        return isFirst
                && digits.length() <= LONGEST_COUNT
                && digits.chars().allMatch(Character::isDigit)
                && Integer.parseInt(digits) <= LAST_OF_A_LIST
                && number.end() < clean.length()
                && ".)".indexOf(clean.charAt(number.end())) >= 0;
    }

    private boolean isKnown(Matcher number) {
        if (!isOfCurrency(number.group())) {
            return false;
        }
        List<BigDecimal> readings = Amounts.readings(number);
        String unit = number.group(Amounts.UNIT_GROUP);
        boolean isShare = unit != null && !CURRENCY.matcher(unit.strip()).matches();
        if (readings.stream()
                .anyMatch(value -> known.hasNumber(value) || isShare && known.hasNumber(value.movePointLeft(2)))) {
            return true;
        }
        String digits = number.group();
        if (!digits.chars().allMatch(Character::isDigit)) {
            return false;
        }
        return digits.length() <= LONGEST_COUNT
                ? known.hasCount(Integer.parseInt(digits))
                : known.hasDigits(digits)
                        || digits.length() == 4 && known.dates().hasYear(Integer.parseInt(digits));
    }

    /** Whether the amount's currency is the one that the arguments name; if they name none there is nothing to compare. */
    private boolean isOfCurrency(String amount) {
        Matcher found = CURRENCY.matcher(amount);
        if (!found.find() || CODES.stream().noneMatch(known::hasWord)) {
            return true;
        }
        String sign = found.group().toLowerCase(Locale.ROOT);
        return Set.of(CURRENCIES.getOrDefault(sign, sign).split(" ")).stream().anyMatch(known::hasWord);
    }

    private void numberWords() {
        Matcher words = NumberWords.PATTERN.matcher(rest);
        while (words.find()) {
            int value = NumberWords.value(words.group());
            if (value > 1) {
                boolean isKnown = known.hasNumber(BigDecimal.valueOf(value)) || known.hasCount(value);
                take(SummaryWarning.Kind.NUMBER, words.start(), words.end(), isKnown);
            }
        }
    }

    private void take(SummaryWarning.Kind kind, int start, int end, boolean isKnown) {
        for (int i = start; i < end; i++) {
            rest.setCharAt(i, TAKEN);
        }
        if (!isKnown) {
            warn(kind, start, end);
        }
    }

    private void warn(SummaryWarning.Kind kind, int start, int end) {
        int from = origin[start];
        int to = origin[end - 1];
        to += Character.charCount(raw.codePointAt(to));
        String token = Visible.of(raw.substring(from, to)).text();
        warnings.add(new SummaryWarning(kind, token, places[from], places[to]));
    }
}
