package io.toolgateway.testkit.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** A Postgres that is there; every test takes a database of its own in it. For any number of threads. */
public final class PostgresServer {

    private final Database admin;
    private final Set<String> made = ConcurrentHashMap.newKeySet();

    PostgresServer(Database admin, boolean outlivesUs) {
        this.admin = admin;
        if (outlivesUs) {
            Runtime.getRuntime().addShutdownHook(new Thread(this::dropAll, "drop-databases"));
        }
    }

    /** The database through which the others are made. */
    public Database admin() {
        return admin;
    }

    /** A new, empty database with encoding UTF8 and locale C, whatever the server's are. */
    public Database freshDatabase() {
        String name = "t_" + UUID.randomUUID().toString().replace("-", "");
        execute("CREATE DATABASE " + name + " TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'");
        made.add(name);
        return admin.named(name);
    }

    /** Drops a database that {@link #freshDatabase()} gave, also from under its connections. */
    public void drop(Database database) {
        if (!made.remove(database.name())) {
            throw new IllegalArgumentException("not made here: " + database.name());
        }
        execute("DROP DATABASE " + database.name() + " WITH (FORCE)");
    }

    /** What to put into the environment of another JVM so that its {@code TestServers.postgres()} is this server. */
    public Map<String, String> environment() {
        return admin.environment();
    }

    /** Its version, such as 17.11; fails within seconds where nothing answers. */
    String version() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", admin.user());
        properties.setProperty("password", admin.password());
        properties.setProperty("loginTimeout", "10");
        try (Connection connection = DriverManager.getConnection(admin.jdbcUrl(), properties)) {
            return connection.getMetaData().getDatabaseProductVersion();
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return admin.toString();
    }

    private void dropAll() {
        for (String name : made) {
            drop(admin.named(name));
        }
    }

    private void execute(String sql) {
        try (Connection connection = admin.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(admin + " refuses: " + e.getMessage(), e);
        }
    }
}
