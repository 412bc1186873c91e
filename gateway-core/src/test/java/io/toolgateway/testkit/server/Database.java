package io.toolgateway.testkit.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One database and who may use it.
 *
 * @param jdbcUrl {@code jdbc:postgresql://host:port/name}, perhaps with parameters
 * @param user a user who may create tables in it
 * @param password empty where the server asks for none
 */
public record Database(String jdbcUrl, String user, String password) {

    private static final Pattern URL = Pattern.compile("(jdbc:postgresql://[^/?]+/)([^?]*)(\\?.*)?");

    /** Refuses an address of another kind. */
    public Database {
        if (!URL.matcher(jdbcUrl).matches()) {
            throw new IllegalArgumentException("a Postgres address looks like jdbc:postgresql://host:port/database");
        }
    }

    /** The name of the database in the server. */
    public String name() {
        return parts().group(2);
    }

    /** The address without parameters, among which a password may be. */
    public String address() {
        Matcher parts = parts();
        return parts.group(1) + parts.group(2);
    }

    /** A new connection, for the caller to close. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, user, password);
    }

    /** The same server and user, another database. */
    Database named(String name) {
        Matcher parts = parts();
        String parameters = parts.group(3) == null ? "" : parts.group(3);
        return new Database(parts.group(1) + name + parameters, user, password);
    }

    /** What to put into the environment of another JVM so that its {@code TestServers.postgres()} is this server. */
    public Map<String, String> environment() {
        return Map.of(
                TestServers.POSTGRES_URL, jdbcUrl,
                TestServers.POSTGRES_USER, user,
                TestServers.POSTGRES_PASSWORD, password);
    }

    private Matcher parts() {
        Matcher parts = URL.matcher(jdbcUrl);
        parts.matches();
        return parts;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return user + " at " + address();
    }
}
