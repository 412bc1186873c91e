package io.toolgateway.postgres.faults;

import io.toolgateway.postgres.Migrations;
import io.toolgateway.testkit.faults.Stage;
import io.toolgateway.testkit.faults.StoreOpener;
import io.toolgateway.testkit.server.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.postgresql.ds.PGSimpleDataSource;
import redis.clients.jedis.HostAndPort;

/** An empty database with the tables in it, for one campaign. */
final class PostgresStage {

    /** A lost answer is noticed soon, and nothing is encrypted, so that the proxy can read it. */
    private static final String QUERY =
            "sslmode=disable&connectTimeout=2&loginTimeout=2&socketTimeout=1&user=%s&password=%s";

    private PostgresStage() {}

    /** Straight to the database. */
    static Stage on(Database database, Path folder) {
        migrate(database);
        Addresses straight = Addresses.of(database);
        String address = straight.straight(query(database));
        return new Stage(own(folder), PostgresOpener.class, address, address, new EventChains(database)::faults);
    }

    /** Child processes come through a proxy. */
    static Stage through(Database database, int proxyPort, Path folder) {
        return on(database, folder).through(Addresses.of(database).through(proxyPort, query(database)));
    }

    /** Shown on Redis, by this opener; this process neither shows nor repairs. */
    static Stage shown(
            Database database,
            Path folder,
            Class<? extends StoreOpener> opener,
            HostAndPort redis,
            OptionalInt proxyPort) {
        Stage straight = on(database, folder);
        String child = proxyPort.isEmpty()
                ? straight.childAddress()
                : Addresses.of(database).through(proxyPort.getAsInt(), query(database));
        return new Stage(
                straight.folder(),
                opener,
                straight.address(),
                ShownOpener.address(child, redis.getHost(), redis.getPort()),
                straight.chain());
    }

    /** The same, where this process shows and repairs, too. */
    static Stage shownHere(Stage shown) {
        return new Stage(shown.folder(), shown.opener(), shown.childAddress(), shown.childAddress(), shown.chain());
    }

    private static String query(Database database) {
        return QUERY.formatted(database.user(), database.password());
    }

    private static void migrate(Database database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(database.jdbcUrl());
        source.setUser(database.user());
        source.setPassword(database.password());
        Migrations.on(source).run();
    }

    private static Path own(Path folder) {
        try {
            return Files.createTempDirectory(folder, "campaign");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
