package io.toolgateway.review;

import java.util.Locale;

/** Which characters cannot be seen, and the one way to show them. */
final class Hidden {

    private static final int IDEOGRAPHIC_SPACE = 0x3000;

    private Hidden() {}

    /** A mark that code writes, never a text of others: these brackets are escaped there. */
    static String mark(String words) {
        return "⟦" + words + "⟧";
    }

    static String number(int point) {
        return mark(String.format(Locale.ROOT, "U+%04X", point));
    }

    static boolean is(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> true;
            // Blanks of other widths: a number must not hide behind one. The ideographic one is how Chinese and
            // Japanese are written.
            case Character.SPACE_SEPARATOR -> point != ' ' && point != IDEOGRAPHIC_SPACE;
            default -> isBlankLetter(point);
        };
    }

    /** Letters, marks and symbols that have no ink: joiners, fillers, variation selectors, the empty Braille pattern. */
    private static boolean isBlankLetter(int point) {
        return switch (point) {
            case 0x034F,
                    0x115F,
                    0x1160,
                    0x17B4,
                    0x17B5,
                    0x180B,
                    0x180C,
                    0x180D,
                    0x180F,
                    0x2800,
                    0x3164,
                    0xFFA0,
                    0x1D159 -> true;
            default -> (point >= 0xFE00 && point <= 0xFE0F) || (point >= 0xE0100 && point <= 0xE01EF);
        };
    }

    /** The characters of Unicode's bidirectional algorithm that have no other purpose (UAX 9). */
    static boolean turnsDirection(int point) {
        return point == 0x061C
                || point == 0x200E
                || point == 0x200F
                || (point >= 0x202A && point <= 0x202E)
                || (point >= 0x2066 && point <= 0x2069);
    }

    static boolean isMark(int point) {
        int type = Character.getType(point);
        return type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }
}
