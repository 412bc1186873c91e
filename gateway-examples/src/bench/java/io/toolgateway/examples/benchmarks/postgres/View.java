package io.toolgateway.examples.benchmarks.postgres;

import io.toolgateway.caller.Caller;
import io.toolgateway.postgres.PostgresProposalStore;
import java.util.List;

/** What a live view on Redis costs and gives: all that is asked of the record on Postgres alone, beside the record on both. */
final class View implements AutoCloseable {

    private final Shown shown;
    private final Meter meter;
    private final Bench alone;
    private final Bench both;
    private final RawShow raw;

    View(Bench bench) throws Exception {
        this.shown = new Shown();
        this.meter = new Meter(Cpu.of(bench.database()).with(shown.pid()));
        this.alone = bench.measuredBy(meter);
        // In a database of its own: the view would find the plain rows, and show them.
        this.both = bench.another(meter);
        this.raw = new RawShow(shown.jedis());
    }

    void run() throws Exception {
        System.out.println("  Redis " + shown.told() + "; plain rows and Postgres alone are in a database of their own");
        try (PostgresProposalStore store = shown.store(both.pool())) {
            warmUp(store);
            new ViewProposals(alone, both, store, raw).run();
            counted(store);
        }
        try (PostgresProposalStore store = shown.store(both.pool());
                Starting starting = new Starting(both, store, ", on both", alone, raw::one)) {
            starting.measure();
        }
        new ViewCycles(alone, both, shown).run();
        new ViewIdle(both, shown).run();
    }

    /** What the run's own warm-up does not know: the way to Redis. */
    private void warmUp(PostgresProposalStore store) throws Exception {
        Subject subject = Subject.on(store);
        RawRows rows = RawRows.of(alone, Subject.on(Subject.store(alone.pool())));
        long end = System.nanoTime() + both.form().warmSeconds() * 1_000_000_000L;
        while (System.nanoTime() < end) {
            meter.callers(4, both.form().sliceMillis(), caller -> {
                subject.propose(Subject.PARKED, both.people().anyAgent());
                return count(subject);
            });
            rows.slice(alone, alone.pool(), 4, raw::one);
        }
    }

    /** The banner's number, with what the measurements before have left to wait. */
    private void counted(PostgresProposalStore store) throws Exception {
        Subject onBoth = Subject.on(store);
        Subject onPostgres = Subject.on(Subject.store(alone.pool()));
        Variant.rounds(
                both.form().rounds(),
                List.of(
                        new Variant("PING, 1 caller", () -> slice(caller -> {
                            shown.jedis().ping();
                            return 1;
                        })),
                        new Variant("countPending(), on both, 1 caller", () -> slice(caller -> count(onBoth))),
                        new Variant("countPending(), Postgres alone", () -> slice(caller -> count(onPostgres)))));
    }

    private int count(Subject subject) {
        Caller reviewer = both.people().reviewer(both.people().anyAgent().tenant().value());
        subject.gateway().approvals().countPending(reviewer);
        return 1;
    }

    private Slice slice(Work work) throws Exception {
        return meter.callers(1, both.form().sliceMillis(), work);
    }

    @Override
    public void close() {
        meter.close();
        both.pool().close();
        both.server().drop(both.database());
        shown.close();
    }
}
