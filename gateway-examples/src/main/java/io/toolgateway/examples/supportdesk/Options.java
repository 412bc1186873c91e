package io.toolgateway.examples.supportdesk;

import java.net.URI;
import java.net.URISyntaxException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the program was asked for.
 *
 * @param store the address of a Postgres, or null for a store in memory
 * @param view the address of a Redis that shows what is on record, or null for none
 * @param audit the id of a request whose record is to be shown and verified, or null to tell all stories
 */
record Options(
        @Nullable String store,
        @Nullable String view,
        @Nullable String audit) {

    private static final String STORE = "--store=";
    private static final String VIEW = "--view=";
    private static final String AUDIT = "--audit=";

    /**
     * Reads {@code --store=}, {@code --view=} and {@code --audit=}; one without a value is as good as none.
     *
     * @throws IllegalArgumentException that says which option is wrong and what is expected; without the address, which may
     *     hold a password
     */
    static Options of(String... args) {
        for (String arg : args) {
            if (List.of(STORE, VIEW, AUDIT).stream().noneMatch(arg::startsWith)) {
                throw new IllegalArgumentException(
                        "There are three options, --store=..., --view=... and --audit=..., and none is "
                                + arg.replaceFirst("=.*", ""));
            }
        }
        String store = value(STORE, args);
        if (store != null && !isPostgres(store)) {
            throw new IllegalArgumentException("The option store is the address of a Postgres, such as"
                    + " jdbc:postgresql://localhost:5432/database?user=me&password=...");
        }
        String view = value(VIEW, args);
        if (view != null && !isRedis(view)) {
            throw new IllegalArgumentException(
                    "The option view is the address of a Redis, such as redis://localhost:6379");
        }
        if (view != null && store == null) {
            throw new IllegalArgumentException(
                    "The option view needs the option store: it shows a record on Postgres.");
        }
        String audit = value(AUDIT, args);
        if (audit != null && store == null) {
            throw new IllegalArgumentException("The option audit needs the option store: a record in memory is gone.");
        }
        return new Options(store, view, audit);
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

    private static boolean isRedis(String address) {
        try {
            URI uri = new URI(address);
            return "redis".equals(uri.getScheme()) && uri.getHost() != null && uri.getPort() > 0;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
