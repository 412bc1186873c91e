package io.toolgateway.examples.benchmarks.postgres;

import com.zaxxer.hikari.HikariDataSource;
import io.toolgateway.postgres.Migrations;
import io.toolgateway.testkit.server.Database;
import java.sql.SQLException;

/** What every section needs. */
record Bench(Form form, Server server, Database database, HikariDataSource pool, Meter meter, Report report, People people)
        implements AutoCloseable {

    static Bench open(Form form, Server server) throws SQLException {
        Database database = server.freshDatabase();
        HikariDataSource pool = migrated(server, database);
        return new Bench(form, server, database, pool, new Meter(Cpu.of(database)), new Report(), new People());
    }

    /** A pool on a database with the gateway's tables. */
    static HikariDataSource migrated(Server server, Database database) {
        HikariDataSource pool = server.pool(database, "");
        Migrations.on(pool).run();
        return pool;
    }

    @Override
    public void close() {
        meter.close();
    }
}
