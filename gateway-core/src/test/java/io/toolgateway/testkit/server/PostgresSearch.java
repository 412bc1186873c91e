package io.toolgateway.testkit.server;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Looks for the Postgres of all tests. */
final class PostgresSearch extends Search<PostgresServer> {

    private final Map<String, String> environment;

    PostgresSearch(Map<String, String> environment, BooleanSupplier dockerAnswers, Consumer<String> out) {
        super("postgres", TestServers.POSTGRES_URL, environment.get(TestServers.POSTGRES_URL), dockerAnswers, out);
        this.environment = environment;
    }

    @Override
    PostgresServer at(String address) {
        String user = environment.getOrDefault(TestServers.POSTGRES_USER, "postgres");
        String password = environment.getOrDefault(TestServers.POSTGRES_PASSWORD, "");
        return new PostgresServer(new Database(address, user, password), true);
    }

    @Override
    Optional<PostgresServer> inDocker() {
        return Docker.postgres();
    }

    @Override
    PostgresServer fromBinaries() {
        return new PostgresServer(OwnPostgres.start("fsync=off").admin(), false);
    }

    @Override
    String version(PostgresServer server) throws SQLException {
        return server.version();
    }
}
