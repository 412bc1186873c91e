package io.toolgateway.postgres;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A table of the host's and its key, as in {@code app.tenants(id)}. */
record HostTable(String table, String key) {

    private static final String NAME = "[a-z_][a-z0-9_]{0,62}";
    private static final Pattern FORM = Pattern.compile("(?:(" + NAME + ")\\.)?(" + NAME + ")\\((" + NAME + ")\\)");

    static HostTable of(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "a table of the host's is named like app.tenants(id), not '" + text + "'");
        }
        String schema = matcher.group(1) == null ? "public" : matcher.group(1);
        return new HostTable(schema + "." + matcher.group(2), matcher.group(3));
    }
}
