package io.toolgateway.review;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/** Makes any text one that can be shown, and says what to beware of. */
final class Visible {

    static final int FIRST = 200;
    static final int LAST = 50;
    static final int LONGEST = 300;

    /** A summary is prose and bounded when it is stored; anything beyond is not read by anyone. */
    static final int LONGEST_PROSE = 4_100;

    /** Vietnamese has two, Hebrew with cantillation three. */
    private static final int MARKS = 4;

    private static final int BLANKS = 8;

    /** What becomes of line feeds. */
    enum Lines {
        KEPT,
        MARKED
    }

    private final String raw;
    private final Lines lines;
    private final boolean marksAreOurs;
    private final StringBuilder out;

    /** Where in the output each character of the input begins. */
    private final int[] places;

    private final Set<TextFlag> flags = EnumSet.noneOf(TextFlag.class);
    private int marks;
    private boolean hasBase;

    private Visible(String raw, Lines lines, boolean marksAreOurs) {
        this.raw = raw;
        this.lines = lines;
        this.marksAreOurs = marksAreOurs;
        this.out = new StringBuilder(raw.length() + 16);
        this.places = new int[raw.length() + 1];
    }

    /** A value or a name. */
    static ShownText of(String raw) {
        return of(raw, LONGEST);
    }

    /** Prose, as long as it may be stored. */
    static ShownText prose(String raw) {
        return of(raw, LONGEST_PROSE);
    }

    private static ShownText of(String raw, int longest) {
        Set<TextFlag> flags = flags(raw);
        int length = raw.codePointCount(0, raw.length());
        if (length <= longest) {
            return new ShownText(written(raw), flags, length, null);
        }
        int first = longest == LONGEST ? FIRST : longest - LAST;
        String start = raw.substring(0, raw.offsetByCodePoints(0, first));
        String end = raw.substring(raw.offsetByCodePoints(raw.length(), -LAST));
        String left = Hidden.mark("... " + (length - first - LAST) + " characters left out ...");
        flags.add(TextFlag.CUT);
        return new ShownText(written(start) + " " + left + " " + written(end), flags, length, sha256(raw));
    }

    private static String written(String raw) {
        return new Visible(raw, Lines.MARKED, false).run().out.toString();
    }

    /** The same with the place of every character of the raw text in the shown one. */
    static int[] places(String raw) {
        return new Visible(raw, Lines.MARKED, false).run().places;
    }

    /**
     * Any text, cards among them, without what is hidden; for the encoders, so applying it again changes nothing: marks are left as
     * they are.
     */
    static String again(String text, Lines lines) {
        return new Visible(text, lines, true).run().out.toString();
    }

    static Set<TextFlag> flags(String raw) {
        Set<TextFlag> flags = EnumSet.noneOf(TextFlag.class);
        flags.addAll(new Visible(raw, Lines.MARKED, false).run().flags);
        flags.addAll(Scripts.flags(raw));
        return flags;
    }

    private Visible run() {
        for (int at = 0; at < raw.length(); ) {
            places[at] = out.length();
            int point = raw.codePointAt(at);
            int next = at + Character.charCount(point);
            if (next - at > 1) {
                places[at + 1] = out.length();
            }
            at = point == ' ' ? blanks(at) : next;
            if (point != ' ') {
                write(point);
            }
        }
        places[raw.length()] = out.length();
        marksEnd();
        return this;
    }

    /** Blanks by the dozen push what follows out of sight. */
    private int blanks(int from) {
        marksEnd();
        int end = from;
        while (end < raw.length() && raw.charAt(end) == ' ') {
            places[end] = out.length() + (end - from < BLANKS ? end - from : 0);
            end++;
        }
        int count = end - from;
        if (count > BLANKS) {
            flags.add(TextFlag.INVISIBLE_CHARACTERS);
            out.append(Hidden.mark(count + " blanks"));
        } else {
            out.append(" ".repeat(count));
        }
        hasBase = false;
        return end;
    }

    private void write(int point) {
        if (Hidden.isMark(point) && !Hidden.is(point)) {
            combining(point);
            return;
        }
        marksEnd();
        hasBase = false;
        if (point == '\n') {
            out.append(lines == Lines.KEPT ? "\n" : "↵");
        } else if (Hidden.is(point)) {
            flags.add(flagOf(point));
            out.append(Hidden.number(point));
        } else if (!marksAreOurs && (point == '⟦' || point == '⟧' || point == '↵')) {
            out.append(Hidden.number(point));
        } else {
            direction(point);
            out.appendCodePoint(point);
            hasBase = true;
        }
    }

    /** A mark on nothing of its own would sit on what code wrote before it. */
    private void combining(int point) {
        if (!hasBase) {
            flags.add(TextFlag.COMBINING_FLOOD);
            out.append(Hidden.number(point));
        } else if (++marks <= MARKS) {
            out.appendCodePoint(point);
        } else {
            flags.add(TextFlag.COMBINING_FLOOD);
        }
    }

    private void marksEnd() {
        if (marks > MARKS) {
            out.append(Hidden.mark((marks - MARKS) + " more marks"));
        }
        marks = 0;
    }

    private void direction(int point) {
        byte direction = Character.getDirectionality(point);
        if (direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC) {
            flags.add(TextFlag.RIGHT_TO_LEFT);
        }
    }

    private static TextFlag flagOf(int point) {
        if (Hidden.turnsDirection(point)) {
            return TextFlag.DIRECTION_CHANGE;
        }
        return Character.getType(point) == Character.CONTROL
                ? TextFlag.CONTROL_CHARACTERS
                : TextFlag.INVISIBLE_CHARACTERS;
    }

    static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
