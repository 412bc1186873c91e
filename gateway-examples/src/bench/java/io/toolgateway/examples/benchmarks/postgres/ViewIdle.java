package io.toolgateway.examples.benchmarks.postgres;

import io.toolgateway.audit.GatewayListener;
import io.toolgateway.postgres.PostgresProposalStore;
import io.toolgateway.tool.ToolResult;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/** Goal 16 on both: what a process asks of Postgres and of Redis a second while nothing happens; scripts count with their parts. */
final class ViewIdle {

    private final Bench bench;
    private final Shown shown;

    ViewIdle(Bench bench, Shown shown) {
        this.bench = bench;
        this.shown = shown;
    }

    void run() throws Exception {
        for (int threads : new int[] {4, 32}) {
            AtomicLong trips = new AtomicLong();
            try (PostgresProposalStore store = shown.store(Idle.counted(DataSource.class, bench.pool(), trips));
                    Subject subject = Subject.on(
                            store, threads, call -> ToolResult.success("REF-1"), GatewayListener.NO_OP)) {
                subject.gateway().executor().start();
                Thread.sleep(3_000);
                long before = trips.get();
                long commandsBefore = shown.commands();
                int seconds = bench.form().idleSeconds();
                Thread.sleep(seconds * 1_000L);
                double ofPostgres = (trips.get() - before) / (double) seconds;
                // Without the one that asks.
                double ofRedis = (shown.commands() - commandsBefore - 1) / (double) seconds;
                bench.report()
                        .atMost(
                                "16",
                                "idle: Postgres trips + Redis commands, " + threads + " workers",
                                String.format("%.1f + %.1f/s", ofPostgres, ofRedis),
                                "-",
                                ofPostgres + ofRedis,
                                3,
                                1.5);
            }
        }
    }
}
