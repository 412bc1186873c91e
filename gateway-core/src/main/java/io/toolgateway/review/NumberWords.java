package io.toolgateway.review;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Numbers that are written as words: of English up to the thousands, of German, French and Spanish the small ones that mean nothing
 * else. One is left out: it is an article or a pronoun more often than a number.
 */
final class NumberWords {

    private static final Map<String, Integer> ENGLISH = Map.ofEntries(
            Map.entry("one", 1),
            Map.entry("two", 2),
            Map.entry("three", 3),
            Map.entry("four", 4),
            Map.entry("five", 5),
            Map.entry("six", 6),
            Map.entry("seven", 7),
            Map.entry("eight", 8),
            Map.entry("nine", 9),
            Map.entry("ten", 10),
            Map.entry("eleven", 11),
            Map.entry("twelve", 12),
            Map.entry("fifteen", 15),
            Map.entry("twenty", 20),
            Map.entry("thirty", 30),
            Map.entry("forty", 40),
            Map.entry("fifty", 50),
            Map.entry("sixty", 60),
            Map.entry("seventy", 70),
            Map.entry("eighty", 80),
            Map.entry("ninety", 90),
            Map.entry("hundred", 100),
            Map.entry("thousand", 1000));

    private static final Map<String, Integer> OTHERS = Map.ofEntries(
            Map.entry("zwei", 2),
            Map.entry("drei", 3),
            Map.entry("vier", 4),
            Map.entry("fünf", 5),
            Map.entry("sechs", 6),
            Map.entry("sieben", 7),
            Map.entry("neun", 9),
            Map.entry("zehn", 10),
            Map.entry("zwölf", 12),
            Map.entry("deux", 2),
            Map.entry("trois", 3),
            Map.entry("quatre", 4),
            Map.entry("cinq", 5),
            Map.entry("dos", 2),
            Map.entry("tres", 3),
            Map.entry("cuatro", 4),
            Map.entry("cinco", 5),
            Map.entry("seis", 6),
            Map.entry("siete", 7),
            Map.entry("ocho", 8),
            Map.entry("diez", 10));

    private static final String WORD = String.join(
            "|",
            Stream.concat(ENGLISH.keySet().stream(), OTHERS.keySet().stream())
                    .sorted((a, b) -> b.length() - a.length())
                    .toList());

    /** Not before a hyphen, as two-factor counts nothing; not half past ten. */
    static final Pattern PATTERN = Pattern.compile("(?i)(?<![\\p{L}\\p{N}-])(?<!past )(?:" + WORD
            + ")(?:(?:[ -]|,? and )(?:" + WORD + ")){0,8}(?![\\p{L}\\p{N}-])");

    private NumberWords() {}

    /** What the words come to; 1 if they are no number that should be looked at. */
    static int value(String words) {
        int total = 0;
        int group = 0;
        for (String word : words.toLowerCase(Locale.ROOT).split("[ ,-]+(?:and )?")) {
            Integer value = ENGLISH.containsKey(word) ? ENGLISH.get(word) : OTHERS.get(word);
            if (value == null) {
                continue;
            }
            if (value == 1000) {
                total += Math.max(1, group) * value;
                group = 0;
            } else {
                group = value == 100 ? Math.max(1, group) * value : group + value;
            }
        }
        return total + group;
    }
}
