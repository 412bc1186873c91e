package io.toolgateway.review;

import io.toolgateway.json.Json;
import io.toolgateway.tool.Secrets;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What arguments contain, in each form in which a summary may name it. Confined to one thread. */
final class Known {

    private static final Pattern ATOM = Pattern.compile("[\\p{L}\\p{N}]+");
    private static final Pattern RUN = Pattern.compile("[0-9]+");
    private static final Pattern NUMERIC = Pattern.compile("[-+]?[0-9]{1,18}(\\.[0-9]{1,9})?");

    /** Units in which arguments are exact and people are not: what the name ends with, and what to divide by. */
    private static final Map<String, int[]> UNITS = Map.of(
            "cents", new int[] {100},
            "cent", new int[] {100},
            "minor", new int[] {100},
            "pence", new int[] {100},
            "ms", new int[] {1000},
            "seconds", new int[] {60, 3600},
            "minutes", new int[] {60, 1440},
            "hours", new int[] {24},
            "days", new int[] {7},
            "grams", new int[] {1000});

    private final Set<BigDecimal> numbers = new HashSet<>();
    private final Set<Integer> counts = new HashSet<>();
    private final Set<String> runs = new HashSet<>();
    private final List<List<String>> texts = new ArrayList<>();
    private final List<String> exact = new ArrayList<>();
    private String tool = "";
    private final Dates dates = new Dates();
    private final Map<String, Boolean> flags = new HashMap<>();
    private final Set<String> words = new HashSet<>();
    private final List<String> names = new ArrayList<>();

    /** Takes in the arguments of a step, without its secrets, and the name of its tool. */
    void add(String tool, Map<String, @Nullable Object> arguments, Secrets secrets) {
        text(tool);
        this.tool = this.tool.isEmpty() ? tool : this.tool;
        value("", arguments, secrets);
    }

    private void value(String name, @Nullable Object value, Secrets secrets) {
        if (value instanceof Map<?, ?> members) {
            Json.asObject(members).forEach((member, below) -> {
                texts.add(atoms(member));
                value(member, below, secrets);
            });
        } else if (value instanceof List<?> items) {
            counts.add(items.size());
            items.forEach(item -> value(name, item, secrets));
        } else if (value instanceof Number number) {
            number(name, Json.decimal(number));
        } else if (value instanceof Boolean flag) {
            flags.putIfAbsent(name, flag);
        } else if (value instanceof String text) {
            String safe = secrets.removedFrom(text);
            text(safe);
            names.add(safe);
            if (NUMERIC.matcher(safe).matches()) {
                number(name, new BigDecimal(safe));
            }
        }
    }

    private void number(String name, BigDecimal number) {
        add(number);
        String[] parts = name.toLowerCase(Locale.ROOT).split("[_.-]|(?<=[a-z])(?=[A-Z])");
        for (int divisor : UNITS.getOrDefault(parts[parts.length - 1], new int[0])) {
            add(number.divide(BigDecimal.valueOf(divisor), 9, RoundingMode.HALF_EVEN));
        }
        // Half of this is the digits of a huge exponent; no summary names them.
        if (number.scale() <= 0 && number.precision() - number.scale() < 40) {
            runs.add(stripped(number.abs().toBigInteger().toString()));
        }
    }

    private void add(BigDecimal number) {
        numbers.add(number.abs().stripTrailingZeros());
    }

    private void text(String text) {
        List<String> atoms = atoms(text);
        texts.add(atoms);
        exact.add(text.toLowerCase(Locale.ROOT));
        words.addAll(atoms);
        Matcher run = RUN.matcher(text);
        while (run.find()) {
            runs.add(stripped(run.group()));
        }
        runs.add(stripped(text.replaceAll("[^0-9]", "")));
        dates.add(text);
        Matcher number = Amounts.NUMBER.matcher(text);
        while (number.find()) {
            Amounts.readings(number).forEach(this::add);
        }
    }

    static List<String> atoms(String text) {
        List<String> atoms = new ArrayList<>();
        Matcher atom = ATOM.matcher(text.toLowerCase(Locale.ROOT));
        while (atom.find()) {
            atoms.add(atom.group());
        }
        return atoms;
    }

    /** Without leading zeros; people leave them out. */
    static String stripped(String digits) {
        int from = 0;
        while (from < digits.length() - 1 && digits.charAt(from) == '0') {
            from++;
        }
        return digits.substring(from);
    }

    boolean hasNumber(BigDecimal number) {
        return numbers.contains(number.abs().stripTrailingZeros());
    }

    boolean hasCount(int count) {
        return counts.contains(count);
    }

    /** Whether these digits are all digits of an id, or of a part of one. */
    boolean hasDigits(String digits) {
        return runs.contains(stripped(digits));
    }

    boolean endsIn(String digits) {
        return runs.stream().anyMatch(run -> run.length() > digits.length() && run.endsWith(digits));
    }

    /** Whether some text has this id in it, whole and whatever its separators. */
    boolean hasId(String id) {
        String joined = String.join("", atoms(id));
        return !joined.isEmpty() && texts.stream().anyMatch(text -> isIn(joined, text));
    }

    private static boolean isIn(String joined, List<String> atoms) {
        for (int from = 0; from < atoms.size(); from++) {
            String rest = joined;
            for (int at = from; at < atoms.size() && rest.startsWith(atoms.get(at)); at++) {
                rest = rest.substring(atoms.get(at).length());
                if (rest.isEmpty()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether some text has these very characters, as a word; an address is another one with a dot less. */
    boolean hasAddress(String address) {
        Pattern whole = Pattern.compile("(?<![\\p{L}\\p{N}_.+-])"
                + Pattern.quote(address.toLowerCase(Locale.ROOT))
                + "(?![\\p{L}\\p{N}_-]|\\.[\\p{L}\\p{N}])");
        return exact.stream().anyMatch(text -> whole.matcher(text).find());
    }

    /** Whether some id begins so; for one that the summary itself says is cut. */
    boolean hasIdThatBegins(String start) {
        String joined = String.join("", atoms(start));
        return joined.length() >= 4
                && texts.stream().anyMatch(text -> String.join("", text).startsWith(joined));
    }

    boolean hasWord(String word) {
        return words.contains(word.toLowerCase(Locale.ROOT));
    }

    Dates dates() {
        return dates;
    }

    Map<String, Boolean> flags() {
        return flags;
    }

    /** The tool of the first step. */
    String tool() {
        return tool;
    }

    /** The arguments that are texts. */
    List<String> names() {
        return names;
    }
}
