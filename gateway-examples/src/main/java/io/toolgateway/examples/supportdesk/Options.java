package io.toolgateway.examples.supportdesk;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the program was asked for.
 *
 * @param store the address of a Postgres, or null for a store in memory
 * @param audit the id of a request whose record is to be shown and verified, or null to tell all stories
 */
record Options(@Nullable String store, @Nullable String audit) {

    private static final String STORE = "--store=";
    private static final String AUDIT = "--audit=";

    /**
     * Reads {@code --store=} and {@code --audit=}; one without a value is as good as none.
     *
     * @throws IllegalArgumentException that says which option is wrong and what is expected; without the address, which may
     *     hold a password
     */
    static Options of(String... args) {
        for (String arg : args) {
            if (!arg.startsWith(STORE) && !arg.startsWith(AUDIT)) {
                throw new IllegalArgumentException("There are two options, --store=... and --audit=..., and neither is "
                        + arg.replaceFirst("=.*", ""));
            }
        }
        String store = value(STORE, args);
        if (store != null && !isPostgres(store)) {
            throw new IllegalArgumentException("The option store is the address of a Postgres, such as"
                    + " jdbc:postgresql://localhost:5432/database?user=me&password=...");
        }
        String audit = value(AUDIT, args);
        if (audit != null && store == null) {
            throw new IllegalArgumentException("The option audit needs the option store: a record in memory is gone.");
        }
        return new Options(store, audit);
    }

    private static @Nullable String value(String option, String... args) {
        return Arrays.stream(args)
                .filter(arg -> arg.startsWith(option))
                .map(arg -> arg.substring(option.length()))
                .filter(value -> !value.isBlank())
                .findFirst()
                .orElse(null);
    }

    private static boolean isPostgres(String address) {
        try {
            return address.startsWith("jdbc:postgresql://") && DriverManager.getDriver(address) != null;
        } catch (SQLException e) {
            return false; // no driver reads it
        }
    }
}
