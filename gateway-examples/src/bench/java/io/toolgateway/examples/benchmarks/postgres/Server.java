package io.toolgateway.examples.benchmarks.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.toolgateway.testkit.server.Database;
import io.toolgateway.testkit.server.OwnPostgres;
import io.toolgateway.testkit.server.TestServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The one server of a run: given by the environment as it is, or one of our own with settings as in production. */
final class Server implements AutoCloseable {

    /** The same for everybody who is compared. */
    static final int POOL = 40;

    private static final List<String> TOLD = List.of(
            "server_version", "fsync", "synchronous_commit", "full_page_writes", "shared_buffers", "max_wal_size", "jit");

    private final Supplier<Database> fresh;
    private final Runnable closing;
    private final List<HikariDataSource> pools = new ArrayList<>();

    private Server(Supplier<Database> fresh, Runnable closing) {
        this.fresh = fresh;
        this.closing = closing;
    }

    static Server start() {
        if (System.getenv(TestServers.POSTGRES_URL) != null) {
            return new Server(() -> TestServers.postgres().freshDatabase(), () -> {});
        }
        OwnPostgres own = OwnPostgres.start(Stream.concat(
                        Stream.of(
                                "fsync=on",
                                "synchronous_commit=on",
                                "shared_buffers=1GB",
                                "max_wal_size=8GB",
                                "checkpoint_timeout=30min",
                                "max_connections=400",
                                "effective_cache_size=4GB"),
                        Stream.of(System.getProperty("benchmark.settings", "").split(","))
                                .filter(setting -> !setting.isBlank()))
                .toArray(String[]::new));
        return new Server(own::freshDatabase, own::close);
    }

    Database freshDatabase() {
        return fresh.get();
    }

    /** A pool of the size that everybody has. */
    HikariDataSource pool(Database database, String parameters) {
        HikariConfig config = new HikariConfig();
        String separator = database.jdbcUrl().contains("?") ? "&" : "?";
        config.setJdbcUrl(database.jdbcUrl() + (parameters.isEmpty() ? "" : separator + parameters));
        config.setUsername(database.user());
        config.setPassword(database.password());
        config.setMaximumPoolSize(POOL);
        HikariDataSource pool = new HikariDataSource(config);
        pools.add(pool);
        return pool;
    }

    /** What it says of itself. */
    static String told(Database database) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            List<String> told = new ArrayList<>();
            for (String name : TOLD) {
                try (ResultSet row = statement.executeQuery("SHOW " + name)) {
                    row.next();
                    told.add(name + "=" + row.getString(1));
                }
            }
            return told.stream().collect(Collectors.joining(", "));
        }
    }

    @Override
    public void close() {
        pools.forEach(HikariDataSource::close);
        closing.run();
    }
}
