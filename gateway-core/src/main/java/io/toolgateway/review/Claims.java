package io.toolgateway.review;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Guesses at what cannot be compared value by value: whether another name stands where the arguments have one, and whether something
 * is denied that the arguments ask for, or the other way round.
 */
final class Claims {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}'’]+");
    private static final Pattern NAME = Pattern.compile("\\p{Lu}[\\p{L}'’-]+(?: \\p{Lu}[\\p{L}'’.-]*){0,3}");
    private static final Pattern CAPITALISED = Pattern.compile("\\p{Lu}\\p{Ll}[\\p{L}'’]+");
    private static final Pattern CLAUSE_END = Pattern.compile("[.;:!?\\n]|, ");

    private static final Set<String> BEFORE_NAMES = Set.of(
            "to",
            "for",
            "of",
            "from",
            "in",
            "by",
            "with",
            "customer",
            "user",
            "named",
            "contact",
            "employee",
            "guest",
            "patient",
            "mr",
            "ms",
            "mrs",
            "dr",
            "at",
            "warehouse");
    private static final Set<String> NO_NAMES = Set.of(
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
            "the",
            "this",
            "that",
            "english",
            "german",
            "french",
            "spanish",
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
            "dollars",
            "euros",
            "dollar",
            "euro");
    private static final Set<String> DENIALS = Set.of(
            "not",
            "no",
            "never",
            "without",
            "don't",
            "doesn't",
            "won't",
            "isn't",
            "cannot",
            "can't",
            "didn't",
            "skip",
            "skips",
            "skipping",
            "omit",
            "omits",
            "omitting",
            "suppress",
            "suppresses",
            "disable",
            "disables",
            "disabled",
            "off",
            "nicht",
            "kein",
            "keine",
            "keinen",
            "ohne",
            "sans",
            "sin",
            "avoid",
            "avoids",
            "avoiding",
            "neither",
            "nor",
            "leave",
            "leaves");
    private static final Set<String> NO_CONTENT = Set.of(
            "is",
            "has",
            "should",
            "do",
            "include",
            "with",
            "use",
            "enable",
            "allow",
            "add",
            "send",
            "set",
            "get",
            "process",
            "update",
            "create",
            "make",
            "put",
            "post",
            "the",
            "a",
            "an",
            "to",
            "for",
            "of",
            "by",
            "in",
            "on",
            "as",
            "all",
            "and",
            "run",
            "manage",
            "handle",
            "perform",
            "apply",
            "are",
            "customer",
            "user",
            "id",
            "book",
            "order",
            "account",
            "change");

    private static final int BEFORE = 4;
    private static final int AFTER = 3;
    private static final double MOSTLY = 0.4;

    /** From here to there in the text. */
    record Range(int start, int end) {}

    /** A word; one that is part of an address or a compound stands not alone. */
    private record Token(String text, int start, int end, boolean startsSentence, int clause, boolean isAlone) {
        String lower() {
            return text.toLowerCase(Locale.ROOT).replace('’', '\'');
        }
    }

    private final Known known;
    private final List<Token> tokens = new ArrayList<>();

    Claims(String clean, Known known) {
        this.known = known;
        Matcher word = WORD.matcher(clean);
        int clause = 0;
        int last = 0;
        while (word.find()) {
            String between = clean.substring(last, word.start());
            clause += CLAUSE_END.matcher(between).find() ? 1 : 0;
            boolean starts = last == 0 || between.matches("(?s).*[.:!?\\n].*");
            boolean isAlone = !isJoined(clean, word.start() - 1, word.start() - 2)
                    && !isJoined(clean, word.end(), word.end() + 1);
            tokens.add(new Token(word.group(), word.start(), word.end(), starts, clause, isAlone));
            last = word.end();
        }
    }

    private static boolean isJoined(String text, int joint, int beyond) {
        boolean isWithin = joint >= 0 && beyond >= 0 && joint < text.length() && beyond < text.length();
        return isWithin && "._@-+/".indexOf(text.charAt(joint)) >= 0 && Character.isLetterOrDigit(text.charAt(beyond));
    }

    List<Range> names() {
        List<Range> found = new ArrayList<>();
        List<String> names = known.names().stream()
                .filter(name ->
                        NAME.matcher(name.replaceAll("^[0-9]+ | [0-9]+$", "")).matches())
                .toList();
        List<String> missing = names.stream()
                .flatMap(name -> Known.atoms(name).stream())
                .filter(word -> word.length() > 2 && !isSaid(word))
                .toList();
        if (missing.isEmpty()) {
            return found;
        }
        boolean nounsAreCapitalised = shareOfCapitals() > MOSTLY;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (isCandidate(token) && (isLike(token, missing) || !nounsAreCapitalised && takesThePlace(i, names))) {
                found.add(new Range(token.start(), token.end()));
            }
        }
        return found;
    }

    private boolean isCandidate(Token token) {
        return token.isAlone()
                && CAPITALISED.matcher(token.text()).matches()
                && !NO_NAMES.contains(token.lower())
                && !known.hasWord(token.lower().replaceAll("'s$|'$", ""));
    }

    private static boolean isLike(Token token, List<String> missing) {
        String word = token.lower().replaceAll("'s$|'$", "");
        return missing.stream()
                .anyMatch(name -> name.charAt(0) == word.charAt(0)
                        && name.length() > 3
                        && distance(name, word) <= (name.length() > 5 ? 2 : 1));
    }

    /** Beside another word of the same name, or where a name stands that the summary does not have at all. */
    private boolean takesThePlace(int at, List<String> names) {
        Token token = tokens.get(at);
        String before = at > 0 ? tokens.get(at - 1).lower() : "";
        String after = at + 1 < tokens.size() ? tokens.get(at + 1).lower().replaceAll("'s$", "") : "";
        for (String name : names) {
            List<String> words = Known.atoms(name);
            boolean isWholeMissing = words.stream().noneMatch(this::isSaid);
            boolean isBeside = words.size() > 1 && (words.contains(before) || words.contains(after));
            boolean isInItsPlace = isWholeMissing && isPlace(at);
            if (!token.startsSentence() && (isBeside || isInItsPlace)) {
                return true;
            }
        }
        return false;
    }

    /** After a word that a name follows, or after another candidate that does. */
    private boolean isPlace(int at) {
        for (int i = at - 1; i >= 0 && i >= at - 2; i--) {
            if (BEFORE_NAMES.contains(tokens.get(i).lower())) {
                return true;
            }
            if (!isCandidate(tokens.get(i))) {
                return false;
            }
        }
        return false;
    }

    private double shareOfCapitals() {
        List<Token> within =
                tokens.stream().filter(token -> !token.startsSentence()).toList();
        long capitals = within.stream()
                .filter(token -> Character.isUpperCase(token.text().charAt(0)))
                .count();
        return within.isEmpty() ? 0 : (double) capitals / within.size();
    }

    private boolean isSaid(String word) {
        return tokens.stream()
                .anyMatch(token ->
                        token.isAlone() && token.lower().replaceAll("'s$", "").equals(word));
    }

    List<Range> negations() {
        List<Range> found = new ArrayList<>();
        for (Map.Entry<String, Boolean> flag : known.flags().entrySet()) {
            int at = mention(content(flag.getKey()));
            if (at >= 0 && isDenied(at) == flag.getValue()) {
                found.add(new Range(tokens.get(at).start(), tokens.get(at).end()));
            }
        }
        String stem = content(known.tool());
        int at = mention(stem);
        if (at >= 0 && isDenied(at) && isFirstDenied(at, stem)) {
            found.add(new Range(tokens.get(at).start(), tokens.get(at).end()));
        }
        return found;
    }

    /** Whether nowhere else the same is said without a no. */
    private boolean isFirstDenied(int at, String stem) {
        for (int i = 0; i < tokens.size(); i++) {
            if (i != at && tokens.get(i).lower().startsWith(stem) && !isDenied(i)) {
                return false;
            }
        }
        return true;
    }

    /** The beginning of the first word of a name that says what it is about; empty if none does. */
    private static String content(String name) {
        return Known.atoms(name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").replace('_', ' ')).stream()
                .filter(word -> word.length() > 3 && !NO_CONTENT.contains(word))
                .map(word -> word.substring(0, Math.max(4, word.length() - 2)))
                .findFirst()
                .orElse("");
    }

    private int mention(String stem) {
        for (int i = 0; i < tokens.size() && !stem.isEmpty(); i++) {
            String word = tokens.get(i).lower();
            if (word.startsWith(stem) || stem.equals("keep") && word.equals("kept")) {
                return i;
            }
        }
        return -1;
    }

    private boolean isDenied(int at) {
        int clause = tokens.get(at).clause();
        for (int i = Math.max(0, at - BEFORE); i <= Math.min(tokens.size() - 1, at + AFTER); i++) {
            boolean isDenial = DENIALS.contains(tokens.get(i).lower());
            boolean isAfter = i > at
                    && !Set.of("off", "disabled", "not", "nicht")
                            .contains(tokens.get(i).lower());
            if (isDenial && !isAfter && tokens.get(i).clause() == clause) {
                return true;
            }
        }
        return false;
    }

    /** Levenshtein's, of words. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), change);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
