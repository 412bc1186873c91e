package io.toolgateway.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.UUID;

/** A login of the server with the rights of one role in one database. */
record TestRole(TestDatabase database, String name) implements AutoCloseable {

    static TestRole create(TestDatabase database, DatabaseRole role) {
        String name =
                "t_" + role.resource() + "_" + UUID.randomUUID().toString().substring(0, 8);
        database.execute("CREATE ROLE " + name + " LOGIN PASSWORD 'secret'");
        database.execute(Migrations.asText().in(database.schema()).grants(role, name));
        database.execute("GRANT USAGE ON SCHEMA virtual_time TO " + name);
        return new TestRole(database, name);
    }

    HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.pool().getJdbcUrl());
        config.setUsername(name);
        config.setPassword("secret");
        config.setMaximumPoolSize(10);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }

    @Override
    public void close() {
        database.execute("DROP OWNED BY " + name + "; DROP ROLE " + name);
    }
}
