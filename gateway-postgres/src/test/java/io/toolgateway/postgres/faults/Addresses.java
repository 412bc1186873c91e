package io.toolgateway.postgres.faults;

import io.toolgateway.testkit.server.Database;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ways to a database: straight, and through a proxy. */
record Addresses(String host, int port, String name) {

    private static final Pattern URL = Pattern.compile("jdbc:postgresql://([^:/]+):?(\\d*)/(.*)");
    private static final int USUAL_PORT = 5432;

    static Addresses of(Database database) {
        Matcher url = URL.matcher(database.address());
        if (!url.matches()) {
            throw new IllegalArgumentException("not understood: " + database.address());
        }
        int port = url.group(2).isEmpty() ? USUAL_PORT : Integer.parseInt(url.group(2));
        return new Addresses(url.group(1), port, url.group(3));
    }

    /** The JDBC address, with this query. */
    String straight(String query) {
        return "jdbc:postgresql://" + host + ":" + port + "/" + name + "?" + query;
    }

    /** The JDBC address of the same database through a port of this machine. */
    String through(int proxyPort, String query) {
        return "jdbc:postgresql://127.0.0.1:" + proxyPort + "/" + name + "?" + query;
    }
}
