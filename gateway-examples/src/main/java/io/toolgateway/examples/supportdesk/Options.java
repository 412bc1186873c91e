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
 * @param serve the port of a page to be served instead, 0 for one that is free, or null to tell all stories
 * @param model who answers on that page: a provider's name for its model, {@code recorded}, or null for the default
 */
record Options(
        @Nullable String store,
        @Nullable String view,
        @Nullable String audit,
        @Nullable Integer serve,
        @Nullable String model) {

    private static final String STORE = "--store=";
    private static final String VIEW = "--view=";
    private static final String AUDIT = "--audit=";
    private static final String SERVE = "--serve=";
    private static final String MODEL = "--model=";

    /** The port if none is said; if it is taken, another one. */
    static final int USUAL_PORT = 8080;

    /**
     * Reads {@code --store=}, {@code --view=}, {@code --audit=}, {@code --serve=} and {@code --model=}; one without a value is as good
     * as none.
     *
     * @throws IllegalArgumentException that says which option is wrong and what is expected; without the address, which may
     *     hold a password
     */
    static Options of(String... args) {
        for (String arg : args) {
            if (List.of(STORE, VIEW, AUDIT, SERVE, MODEL).stream().noneMatch(arg::startsWith)) {
                throw new IllegalArgumentException(
                        "There are five options, --store=..., --view=..., --audit=..., --serve=... and --model=..., and none is "
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
        Integer serve = port(value(SERVE, args));
        if (serve != null && audit != null) {
            throw new IllegalArgumentException("The options serve and audit ask for two things: give one of them.");
        }
        String model = value(MODEL, args);
        if (model != null && serve == null) {
            throw new IllegalArgumentException("The option model needs the option serve: the stories have no model.");
        }
        return new Options(store, view, audit, serve, model);
    }

    /** Maven makes "true" of an option without a value. */
    private static @Nullable Integer port(@Nullable String value) {
        if (value == null || value.equals("true")) {
            return value == null ? null : Integer.valueOf(USUAL_PORT);
        }
        if (value.matches("[0-9]{1,5}") && Integer.parseInt(value) <= 65_535) {
            return Integer.valueOf(value);
        }
        throw new IllegalArgumentException(
                "The option serve has no value, or a port, such as 8080; 0 for one that is free.");
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
