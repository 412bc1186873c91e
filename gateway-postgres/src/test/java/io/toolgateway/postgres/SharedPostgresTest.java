package io.toolgateway.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.toolgateway.testkit.server.Database;
import io.toolgateway.testkit.server.TestServers;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class SharedPostgresTest {

    @Test
    void aPoolReachesADatabaseOfItsOwn() {
        Database database = TestServers.postgres().freshDatabase();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.jdbcUrl());
        config.setUsername(database.user());
        config.setPassword(database.password());
        try (HikariDataSource pool = new HikariDataSource(config)) {
            String name = Jdbi.create(pool)
                    .withHandle(handle -> handle.createQuery("SELECT current_database()")
                            .mapTo(String.class)
                            .one());
            assertThat(name).isEqualTo(database.name());
        }
    }
}
