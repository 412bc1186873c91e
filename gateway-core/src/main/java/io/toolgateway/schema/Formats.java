package io.toolgateway.schema;

import com.google.re2j.Pattern;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;
import java.util.function.Predicate;

/** The formats that are enforced, each in linear time and without any look-up of names or addresses. */
final class Formats {

    private static final Pattern TIME = Pattern.compile(
            "([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9]|60)(?:\\.[0-9]+)?(?:[zZ]|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))");
    private static final Pattern DATE = Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})");
    private static final String CLOCK = "(?:[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S)";
    private static final Pattern DURATION = Pattern.compile("P(?:[0-9]+W|(?:[0-9]+Y(?:[0-9]+M(?:[0-9]+D)?)?"
            + "|[0-9]+M(?:[0-9]+D)?|[0-9]+D)(?:T" + CLOCK + ")?|T" + CLOCK + ")");
    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final Pattern LOCAL_PART = Pattern.compile(
            ATOM + "(?:\\." + ATOM + ")*|\"(?:[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]|\\\\[\\x20-\\x7e])*\"");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
    private static final Pattern OCTET = Pattern.compile("25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9]");
    private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
    private static final Pattern POINTER = Pattern.compile("(?:/(?:[^~/]|~[01])*)*");
    private static final Pattern RELATIVE_POINTER = Pattern.compile("(?:0|[1-9][0-9]*)(?:#|(?:/(?:[^~/]|~[01])*)*)");

    private static final Map<String, Predicate<String>> KNOWN = Map.ofEntries(
            Map.entry("date", Formats::isDate),
            Map.entry("time", Formats::isTime),
            Map.entry("date-time", Formats::isDateTime),
            Map.entry("duration", DURATION::matches),
            Map.entry("email", Formats::isEmail),
            Map.entry("hostname", Formats::isHostname),
            Map.entry("ipv4", Formats::isIpv4),
            Map.entry("ipv6", Formats::isIpv6),
            Map.entry("uri", text -> isUri(text, true)),
            Map.entry("uri-reference", text -> isUri(text, false)),
            Map.entry("uuid", UUID::matches),
            Map.entry("json-pointer", POINTER::matches),
            Map.entry("relative-json-pointer", RELATIVE_POINTER::matches));

    private Formats() {}

    static Map<String, Predicate<String>> known() {
        return KNOWN;
    }

    private static boolean isDate(String text) {
        var parts = DATE.matcher(text);
        if (!parts.matches()) {
            return false;
        }
        try {
            LocalDate.of(number(parts.group(1)), number(parts.group(2)), number(parts.group(3)));
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isTime(String text) {
        var parts = TIME.matcher(text);
        if (!parts.matches()) {
            return false;
        }
        if (!parts.group(3).equals("60")) {
            return true;
        }
        // A leap second is the last one of a day in UTC.
        int minutes = number(parts.group(1)) * 60 + number(parts.group(2));
        if (parts.group(4) != null) {
            int offset = number(parts.group(5)) * 60 + number(parts.group(6));
            minutes -= parts.group(4).equals("-") ? -offset : offset;
        }
        return Math.floorMod(minutes, 24 * 60) == 24 * 60 - 1;
    }

    private static boolean isDateTime(String text) {
        return text.length() > 11
                && (text.charAt(10) == 'T' || text.charAt(10) == 't')
                && isDate(text.substring(0, 10))
                && isTime(text.substring(11));
    }

    private static boolean isEmail(String text) {
        int at = text.lastIndexOf('@');
        if (at < 1 || at > 64 || text.length() > 254 || !LOCAL_PART.matches(text.substring(0, at))) {
            return false;
        }
        String domain = text.substring(at + 1);
        if (domain.startsWith("[IPv6:") && domain.endsWith("]")) {
            return isIpv6(domain.substring(6, domain.length() - 1));
        }
        if (domain.startsWith("[") && domain.endsWith("]")) {
            return isIpv4(domain.substring(1, domain.length() - 1));
        }
        return isHostname(domain);
    }

    private static boolean isHostname(String text) {
        if (text.isEmpty() || text.length() > 253) {
            return false;
        }
        for (String label : text.split("\\.", -1)) {
            boolean reserved = label.startsWith("--", 2) && !label.regionMatches(true, 0, "xn", 0, 2);
            if (!LABEL.matches(label) || reserved) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIpv4(String text) {
        if (text.length() > 15) {
            return false;
        }
        String[] octets = text.split("\\.", -1);
        if (octets.length != 4) {
            return false;
        }
        for (String octet : octets) {
            if (!OCTET.matches(octet)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIpv6(String text) {
        if (text.length() > 45) {
            return false;
        }
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, true) == 8;
        }
        int before = groups(text.substring(0, gap), false);
        int after = groups(text.substring(gap + 2), true);
        return before >= 0 && after >= 0 && before + after <= 7;
    }

    /** The number of 16-bit groups, or -1 if a part is none; the last part may be an IPv4 address. */
    private static int groups(String text, boolean mayEndInIpv4) {
        if (text.isEmpty()) {
            return 0;
        }
        String[] parts = text.split(":", -1);
        int count = 0;
        for (int i = 0; i < parts.length; i++) {
            if (GROUP.matches(parts[i])) {
                count++;
            } else if (mayEndInIpv4 && i == parts.length - 1 && isIpv4(parts[i])) {
                count += 2;
            } else {
                return -1;
            }
        }
        return count;
    }

    private static boolean isUri(String text, boolean absolute) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= 0x20 || text.charAt(i) >= 0x7f) {
                return false;
            }
        }
        try {
            return new URI(text).isAbsolute() || !absolute;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }
}
