package io.toolgateway.postgres;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Of which kind the host's tenant and user ids are: the type of the columns that hold them. Chosen with the first migration
 * and never changed, see {@link Migrations}.
 *
 * @since 0.1
 */
public enum HostIds {
    /** UUIDs, in their usual text form, such as {@code 018f4c3e-7d6a-7c3b-9a51-0d7f3c2b1a00}; the default. */
    UUID("uuid") {
        @Override
        boolean admits(String id) {
            return CANONICAL.matcher(id).matches();
        }
    },
    /** Any text of 1 to 200 characters but U+0000. */
    TEXT("text") {
        @Override
        boolean admits(String id) {
            return id.indexOf('\0') < 0;
        }
    };

    // Lower case alone: Postgres gives ids back so, and two spellings of one user would be two users to the rest.
    private static final Pattern CANONICAL =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private final String type;

    HostIds(String type) {
        this.type = type;
    }

    /** The SQL type of the columns. */
    String type() {
        return type;
    }

    abstract boolean admits(String id);

    /** Refuses an id of another kind. */
    void require(String what, String id) {
        if (!admits(id)) {
            throw new IllegalArgumentException("the " + what + " '" + shown(id) + "' is no "
                    + (this == UUID ? "UUID in lower case" : "text that Postgres can hold")
                    + ", and this store was made for ids of that kind (Migrations.hostIds)");
        }
    }

    static HostIds ofType(String type) {
        return valueOf(type.toUpperCase(Locale.ROOT));
    }

    private static String shown(String id) {
        return id.length() <= 40 ? id.replace("\0", "\\u0000") : id.substring(0, 40) + "...";
    }
}
