package io.toolgateway.examples.benchmarks.postgres;

import static io.toolgateway.examples.benchmarks.postgres.Report.micros;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Goal 15: what waits is listed after many lives without VACUUM. */
final class Churn {

    private static final int OPEN = 2_000;

    private final Bench bench;
    private final Subject subject;
    private final Stock stock;

    Churn(Bench bench) throws SQLException {
        this.bench = bench;
        this.subject = Subject.on(Subject.store(bench.pool()));
        this.stock = new Stock(subject, bench.people());
        try (Connection connection = bench.database().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE tool_gateway.tool_call_proposals SET (autovacuum_enabled = false)");
        }
    }

    void run() throws Exception {
        stock.parked(OPEN);
        Variant fresh = list("pending list, fresh table");
        Variant.rounds(bench.form().rounds(), List.of(fresh));
        long begin = System.nanoTime();
        stock.lived(bench.form().churn());
        System.out.printf(
                "  %,d lives in batches took %d s%n", bench.form().churn(), (System.nanoTime() - begin) / 1_000_000_000);
        Variant churned = list("pending list after these lives");
        Variant.rounds(bench.form().rounds(), List.of(churned));
        bench.report()
                .atMost(
                        "15",
                        String.format("pending list after %,d lives, no VACUUM, p50", bench.form().churn()),
                        micros(churned.median(one -> one.quantile(0.5))),
                        micros(fresh.median(one -> one.quantile(0.5))),
                        churned.ratioTo(fresh, one -> one.quantile(0.5)),
                        20,
                        3);
    }

    private Variant list(String name) {
        return new Variant(name, () -> bench.meter()
                .callers(1, bench.form().sliceMillis(), caller -> Growth.list(
                        subject, bench.people().anyAgent())));
    }
}
