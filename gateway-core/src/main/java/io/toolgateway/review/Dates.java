package io.toolgateway.review;

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

/** The days and times that texts name, and whether another text names one of them. */
final class Dates {

    private static final Map<String, Integer> MONTHS = months();
    private static final String MONTH = String.join(
            "|",
            MONTHS.keySet().stream().sorted((a, b) -> b.length() - a.length()).toList());
    private static final String ORDINAL = "(?:st|nd|rd|th|\\.|er|º)?";

    /** Year 1, month 2, day 3; day 4, month 5, year 6; month 7, day 8, year 9; a 10, b 11, year 12, or with dashes b 13, year 14. */
    static final Pattern DAY = Pattern.compile("(?iu)(?<![\\p{L}\\p{N}])(?:"
            + "([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?![0-9])"
            + "|([0-9]{1,2})" + ORDINAL + " (?:of |de )?(" + MONTH + ")\\b\\.?(?:,?(?: de)? ([0-9]{4}))?"
            + "|(" + MONTH + ")\\.? ([0-9]{1,2})(?:st|nd|rd|th)?\\b(?![:.,]?[0-9])(?:,? ([0-9]{4}))?"
            + "|([0-9]{1,2})(?:[/.]([0-9]{1,2})[/.]([0-9]{4}|[0-9]{2})|-([0-9]{1,2})-([0-9]{4}))(?![0-9]))");

    /** Hours 1, minutes 2, seconds 3, am or pm 4; hours 5, am or pm 6; hours 7 before Uhr. */
    static final Pattern TIME = Pattern.compile("(?iu)(?<![\\p{L}\\p{N}:.])(?:"
            + "([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\\.[0-9]+)?)?(?: ?([ap])\\.?m\\b\\.?)?Z?"
            + "|([0-9]{1,2}) ?([ap])\\.?m\\b\\.?"
            + "|([0-9]{1,2}) (?=Uhr|o'clock))");

    private static final Pattern INSTANT = Pattern.compile("T([0-9]{2}):([0-9]{2})");
    private static final int NOON = 12;

    private record Day(@Nullable Integer year, int month, int day) {
        boolean fits(Day other) {
            boolean sameYear = year == null
                    || other.year == null
                    || year % 100 == other.year % 100 && (year < 100 || other.year < 100 || year.equals(other.year));
            return sameYear && month == other.month && day == other.day;
        }
    }

    private final List<Day> days = new ArrayList<>();
    private final Set<Integer> times = new HashSet<>();

    void add(String text) {
        Matcher day = DAY.matcher(text.replace('T', ' '));
        while (day.find()) {
            days.addAll(readings(day));
        }
        Matcher time = TIME.matcher(text);
        while (time.find()) {
            times.add(minutes(time));
        }
        Matcher instant = INSTANT.matcher(text);
        while (instant.find()) {
            times.add(60 * Integer.parseInt(instant.group(1)) + Integer.parseInt(instant.group(2)));
        }
    }

    boolean hasDay(Matcher found) {
        return readings(found).stream().anyMatch(day -> days.stream().anyMatch(day::fits));
    }

    boolean hasTime(Matcher found) {
        return times.contains(minutes(found));
    }

    /** A day of the month alone, such as "the 14th". */
    boolean hasDayOfMonth(int number) {
        return days.stream().anyMatch(day -> day.day == number);
    }

    boolean hasYear(int number) {
        return days.stream().anyMatch(day -> day.year != null && day.year == number);
    }

    private static List<Day> readings(Matcher day) {
        if (day.group(1) != null) {
            return List.of(new Day(number(day.group(1)), number(day.group(2)), number(day.group(3))));
        }
        if (day.group(4) != null) {
            return List.of(new Day(year(day.group(6)), month(day.group(5)), number(day.group(4))));
        }
        if (day.group(7) != null) {
            return List.of(new Day(year(day.group(9)), month(day.group(7)), number(day.group(8))));
        }
        int first = number(day.group(10));
        boolean isDashed = day.group(13) != null;
        int second = number(day.group(isDashed ? 13 : 11));
        @Nullable Integer year = year(day.group(isDashed ? 14 : 12));
        // In Boston the month comes first, in Berlin the day.
        return List.of(new Day(year, first, second), new Day(year, second, first));
    }

    private static int minutes(Matcher time) {
        String hours = time.group(1) != null ? time.group(1) : time.group(5) != null ? time.group(5) : time.group(7);
        int minutes = time.group(2) == null ? 0 : number(time.group(2));
        String half = time.group(4) == null ? time.group(6) : time.group(4);
        int hour = number(hours);
        if (half != null) {
            hour = hour % NOON + (half.equalsIgnoreCase("p") ? NOON : 0);
        }
        return 60 * hour + minutes;
    }

    private static @Nullable Integer year(@Nullable String digits) {
        return digits == null ? null : number(digits);
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }

    private static int month(String name) {
        return MONTHS.getOrDefault(name.toLowerCase(Locale.ROOT), 0);
    }

    private static Map<String, Integer> months() {
        String[] names = {
            "january jan januar enero janvier",
            "february feb februar febrero février",
            "march mar märz marzo mars",
            "april apr abril avril",
            "may mai mayo",
            "june jun juni junio juin",
            "july jul juli julio juillet",
            "august aug agosto août",
            "september sep sept septiembre septembre",
            "october oct oktober okt octubre octobre",
            "november nov noviembre novembre",
            "december dec dezember dez diciembre décembre"
        };
        Map<String, Integer> months = new HashMap<>();
        for (int i = 0; i < names.length; i++) {
            for (String name : names[i].split(" ")) {
                months.put(name, i + 1);
            }
        }
        return Map.copyOf(months);
    }
}
