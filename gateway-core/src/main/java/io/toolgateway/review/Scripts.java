package io.toolgateway.review;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Finds words whose letters are of scripts that no language mixes, after Unicode Technical Standard 39, sections 5.1 (resolved
 * script sets) and 5.3 (mixed digits), and words that only look like ASCII ones (4, confusables).
 *
 * <p>A word is what stands between blanks: a sentence may well name a Greek letter, an address may not. Of the confusables those are
 * known that NFKC folds to ASCII, and the Cyrillic and Greek letters that no font tells from Latin ones.
 */
final class Scripts {

    /** UTS 39's augmented scripts: Japanese, Korean, and Chinese with Bopomofo, each with Latin, as identifiers have it. */
    private static final List<Set<UnicodeScript>> TOGETHER = List.of(
            EnumSet.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA, UnicodeScript.LATIN),
            EnumSet.of(UnicodeScript.HAN, UnicodeScript.HANGUL, UnicodeScript.LATIN),
            EnumSet.of(UnicodeScript.HAN, UnicodeScript.BOPOMOFO, UnicodeScript.LATIN));

    /** Cyrillic and Greek letters with a Latin twin, from Unicode's confusables.txt. */
    private static final String TWINS = "аеорсухіјѕԁһӏԛԝьАВЕКМНОРСТУХІЈЅԌԚԜӀοιανυρκωχτΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϳ";

    private Scripts() {}

    static Set<TextFlag> flags(String raw) {
        Set<TextFlag> flags = EnumSet.noneOf(TextFlag.class);
        boolean hasOwnLetters = raw.codePoints().anyMatch(Scripts::isNoTwin);
        int[] points = raw.codePoints()
                .map(point -> Character.isWhitespace(point) || Character.isSpaceChar(point) ? ' ' : point)
                .filter(point -> point == ' ' || !Hidden.is(point))
                .toArray();
        int from = 0;
        for (int at = 0; at <= points.length; at++) {
            if (at == points.length || points[at] == ' ') {
                word(points, from, at, hasOwnLetters, flags);
                from = at + 1;
            }
        }
        return flags;
    }

    private static void word(int[] points, int from, int to, boolean hasOwnLetters, Set<TextFlag> flags) {
        Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
        int digits = -1;
        boolean onlyTwins = false;
        boolean hasOthers = false;
        for (int i = from; i < to; i++) {
            int point = points[i];
            if (isFolded(point)) {
                flags.add(TextFlag.LOOKALIKES);
            }
            if (Character.isDigit(point)) {
                int zero = point - Character.digit(point, 10);
                if (digits >= 0 && digits != zero) {
                    flags.add(TextFlag.MIXED_SCRIPTS);
                }
                digits = zero;
            } else if (Character.isLetter(point)) {
                scripts.add(UnicodeScript.of(point));
                boolean twin = TWINS.indexOf(point) >= 0;
                onlyTwins |= twin;
                hasOthers |= !twin;
            }
        }
        scripts.removeAll(EnumSet.of(UnicodeScript.COMMON, UnicodeScript.INHERITED, UnicodeScript.UNKNOWN));
        if (scripts.size() > 1 && TOGETHER.stream().noneMatch(set -> set.containsAll(scripts))) {
            flags.add(TextFlag.MIXED_SCRIPTS);
        }
        if (onlyTwins && !hasOthers && !hasOwnLetters) {
            flags.add(TextFlag.LOOKALIKES);
        }
    }

    /** A Cyrillic or Greek letter without a Latin twin: who reads it knows which script the text is in. */
    private static boolean isNoTwin(int point) {
        if (!Character.isLetter(point)) {
            return false;
        }
        UnicodeScript script = UnicodeScript.of(point);
        return (script == UnicodeScript.CYRILLIC || script == UnicodeScript.GREEK) && TWINS.indexOf(point) < 0;
    }

    /** Fullwidth, mathematical and enclosed letters and digits; not the signs of ordinals, which Spanish has. */
    private static boolean isFolded(int point) {
        if (point < 0x80 || point == 'ª' || point == 'º' || !Character.isLetterOrDigit(point)) {
            return false;
        }
        String folded = Normalizer.normalize(Character.toString(point), Normalizer.Form.NFKC);
        return !folded.isEmpty() && folded.chars().allMatch(c -> c < 0x80 && Character.isLetterOrDigit(c));
    }
}
