package io.toolgateway.examples.benchmarks.postgres;

import com.zaxxer.hikari.HikariDataSource;
import io.toolgateway.postgres.Migrations;
import io.toolgateway.testkit.server.Database;
import java.sql.SQLException;

/** What every section needs. */
record Bench(Form form, Server server, Database database, HikariDataSource pool, Meter meter, Report report, People people)
        implements AutoCloseable {

    /** A section begins in a database of its own, so that nothing is left of another. */
    static Bench open(Form form, Server server, Report report) throws SQLException {
        Database database = server.freshDatabase();
        HikariDataSource pool = migrated(server, database);
        return new Bench(form, server, database, pool, new Meter(Cpu.of(database)), report, new People());
    }

    /** Another database on the same server, measured by another meter. */
    Bench another(Meter meter) throws SQLException {
        Database other = server.freshDatabase();
        return new Bench(form, server, other, migrated(server, other), meter, report, people);
    }

    /** The same, measured by another meter. */
    Bench measuredBy(Meter meter) {
        return new Bench(form, server, database, pool, meter, report, people);
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
        pool.close();
        server.drop(database);
    }
}
