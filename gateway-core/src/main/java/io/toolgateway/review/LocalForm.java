package io.toolgateway.review;

import io.toolgateway.json.Json;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers and dates as people of a country read them. The exact form is always shown beside where this one is another. */
final class LocalForm {

    /** Nobody reads more digits; they are shown as they are. */
    private static final int DIGITS = 40;

    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern MOMENT = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})?");

    private final DecimalFormatSymbols symbols;
    private final DateTimeFormatter day;
    private final DateTimeFormatter time;
    private final DateTimeFormatter moment;
    private final ZoneId zone;

    LocalForm(Locale locale, ZoneId zone) {
        this.symbols = DecimalFormatSymbols.getInstance(locale);
        // The root locale has numbers in the place of the months' names, so that a day could be taken for a month.
        Locale words = locale.getLanguage().isEmpty() ? Locale.ENGLISH : locale;
        this.day = DateTimeFormatter.ofPattern("EEEE d MMMM uuuu", words);
        this.time = DateTimeFormatter.ofPattern("EEEE d MMMM uuuu, HH:mm:ss", words);
        this.moment = DateTimeFormatter.ofPattern("EEEE d MMMM uuuu, HH:mm:ss 'UTC'xxx", words);
        this.zone = zone;
    }

    /** With groups and the locale's decimal sign, and all digits. */
    String number(Number number) {
        BigDecimal decimal = Json.decimal(number);
        String exact = Json.canonical(number);
        if (exact.indexOf('e') >= 0 || decimal.precision() > DIGITS) {
            return exact;
        }
        DecimalFormat format = new DecimalFormat("#,##0.#", symbols);
        format.setMaximumFractionDigits(Math.max(0, decimal.scale()));
        return format.format(decimal);
    }

    /** A day or a moment in words, or null if the text is none; whatever the schema calls it, it has to be one. */
    @Nullable
    String date(String text) {
        try {
            if (DAY.matcher(text).matches()) {
                return day.format(LocalDate.parse(text));
            }
            if (!MOMENT.matcher(text).matches()) {
                return null;
            }
            char last = text.charAt(text.length() - 1);
            boolean hasOffset = last == 'Z' || text.lastIndexOf('+') > 0 || text.lastIndexOf('-') > 7;
            return hasOffset
                    ? utc(moment.format(OffsetDateTime.parse(text).atZoneSameInstant(zone)))
                    : time.format(LocalDateTime.parse(text)) + ", no time zone given";
        } catch (DateTimeException none) {
            return null;
        }
    }

    String moment(Instant at) {
        return utc(moment.format(at.truncatedTo(ChronoUnit.SECONDS).atZone(zone)));
    }

    private static String utc(String moment) {
        return moment.replace("UTC+00:00", "UTC");
    }

    /** How long, in the two largest units. */
    static String left(Duration time) {
        if (time.isNegative() || time.isZero()) {
            return "none";
        }
        if (time.toDays() > 0) {
            return count(time.toDays(), "day") + rest(time.toHoursPart(), "hour");
        }
        if (time.toHours() > 0) {
            return count(time.toHours(), "hour") + rest(time.toMinutesPart(), "minute");
        }
        return time.toMinutes() > 0
                ? count(time.toMinutes(), "minute") + rest(time.toSecondsPart(), "second")
                : count(Math.max(1, time.toSeconds()), "second");
    }

    private static String rest(long count, String unit) {
        return count == 0 ? "" : " " + count(count, unit);
    }

    private static String count(long count, String unit) {
        return count + " " + unit + (count == 1 ? "" : "s");
    }
}
