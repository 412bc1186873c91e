package io.toolgateway.examples.benchmarks.postgres;

import io.toolgateway.audit.EventType;
import io.toolgateway.audit.GatewayListener;
import io.toolgateway.caller.Caller;
import io.toolgateway.postgres.PostgresProposalStore;
import io.toolgateway.tool.ToolResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Whole lives with 1, 2 and 4 executors. Each has a gateway, a store and a view of its own, as a process would, but all are in this
 * JVM and on one pool: several JVMs would be measured by how they share two CPUs.
 */
final class ViewCycles {

    private static final int IN_FLIGHT = 128;
    private static final int WORKERS = 8;

    private final Bench alone;
    private final Bench both;
    private final Shown shown;

    ViewCycles(Bench alone, Bench both, Shown shown) {
        this.alone = alone;
        this.both = both;
        this.shown = shown;
    }

    void run() throws Exception {
        List<Variant> all = new ArrayList<>();
        all.add(new Variant(
                "full cycle, Postgres alone, 128 in flight, 1 executor", () -> cycles(alone, Subject::store, 1)));
        for (int executors : new int[] {1, 2, 4}) {
            all.add(new Variant(
                    "full cycle, on both, 128 in flight, " + executors + (executors == 1 ? " executor" : " executors"),
                    () -> cycles(both, shown::store, executors)));
        }
        Variant.rounds(both.form().rounds(), all);
    }

    private static Slice cycles(Bench bench, Function<DataSource, PostgresProposalStore> store, int executors)
            throws Exception {
        int count = bench.form().cycles();
        CountDownLatch left = new CountDownLatch(count);
        GatewayListener executed = event -> {
            if (event.type() == EventType.EXECUTED) {
                left.countDown();
            }
        };
        List<PostgresProposalStore> stores = new ArrayList<>();
        List<Subject> subjects = new ArrayList<>();
        for (int i = 0; i < executors; i++) {
            stores.add(store.apply(bench.pool()));
            subjects.add(Subject.on(stores.get(i), WORKERS, call -> ToolResult.success("REF-1"), executed));
        }
        Stock stock = new Stock(subjects.get(0), bench.people());
        try {
            subjects.forEach(subject -> subject.gateway().executor().start());
            return bench.meter()
                    .callers(IN_FLIGHT, Integer.MAX_VALUE, lives(bench, subjects.get(0), stock, left, count));
        } finally {
            subjects.forEach(Subject::close);
            stores.forEach(PostgresProposalStore::close);
        }
    }

    /** Each caller proposes and approves until there are enough, and then waits for all to be run. */
    private static Work lives(Bench bench, Subject subject, Stock stock, CountDownLatch left, int count) {
        AtomicInteger next = new AtomicInteger();
        return caller -> {
            if (next.getAndIncrement() >= count) {
                if (!left.await(120, TimeUnit.SECONDS)) {
                    throw new IllegalStateException(left.getCount() + " were not run");
                }
                return 0;
            }
            Caller agent = bench.people().anyAgent();
            Caller reviewer = bench.people().reviewer(agent.tenant().value());
            subject.approve(new Subject.Parked(subject.park(agent), stock.hash(agent.tenant()), reviewer));
            return 1;
        };
    }
}
