package io.toolgateway.examples.benchmarks.postgres;

import static io.toolgateway.examples.benchmarks.postgres.Report.micros;

import com.zaxxer.hikari.HikariDataSource;
import io.toolgateway.testkit.server.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Goal 15: what waits is listed after many lives without VACUUM, in turns with a table that has had none. */
final class Churn {

    private static final int OPEN = 2_000;

    private final Bench bench;
    private final Subject fresh;
    private final Subject churned;

    Churn(Bench bench) throws SQLException {
        this.bench = bench;
        Database other = bench.server().freshDatabase();
        this.fresh = opened(other, Bench.migrated(bench.server(), other));
        this.churned = opened(bench.database(), bench.pool());
    }

    private static Subject opened(Database database, HikariDataSource pool) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE tool_gateway.tool_call_proposals SET (autovacuum_enabled = false)");
        }
        return Subject.on(Subject.store(pool));
    }

    void run() throws Exception {
        int lives = bench.form().churn();
        new Stock(fresh, bench.people()).parked(OPEN);
        Stock stock = new Stock(churned, bench.people());
        stock.parked(OPEN);
        long begin = System.nanoTime();
        stock.lived(lives);
        System.out.printf("  %,d lives in batches took %d s%n", lives, (System.nanoTime() - begin) / 1_000_000_000);
        Variant baseline = list("pending list, fresh table", fresh);
        Variant ours = list("pending list, after these lives", churned);
        Variant.rounds(bench.form().rounds(), List.of(baseline, ours));
        bench.report()
                .atMost(
                        "15",
                        String.format("pending list after %,d lives, no VACUUM, p50", lives),
                        micros(ours.median(one -> one.quantile(0.5))),
                        micros(baseline.median(one -> one.quantile(0.5))),
                        ours.ratioTo(baseline, one -> one.quantile(0.5)),
                        20,
                        3);
    }

    private Variant list(String name, Subject subject) {
        return new Variant(name, () -> bench.meter()
                .callers(1, bench.form().sliceMillis(), caller -> Growth.list(
                        subject, bench.people().anyAgent())));
    }
}
