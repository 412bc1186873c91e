package io.toolgateway.examples.benchmarks.postgres;

import static io.toolgateway.examples.benchmarks.postgres.Report.micros;
import static io.toolgateway.examples.benchmarks.postgres.Report.perSecond;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;

/** Goals 1, 3, 4 and 5: what it costs to propose, beside plain inserts of the same rows. */
final class Proposals {

    private static final int GROUP = 64;
    private static final int LANES = 2;

    private final Bench bench;
    private final Subject subject;
    private final RawRows raw;
    private final Stock stock;
    private final DataSource rewriting;

    Proposals(Bench bench) throws SQLException {
        this.bench = bench;
        this.subject = Subject.on(Subject.store(bench.pool()));
        this.stock = new Stock(subject, bench.people());
        this.raw = RawRows.of(bench, subject);
        this.rewriting = bench.server().pool(bench.database(), "reWriteBatchedInserts=true");
    }

    void run() throws Exception {
        try (Peer scheduler = new DbScheduler(bench.pool(), false, DbScheduler.THREADS, Watch.started(() -> {}));
                Peer outbox = new Outbox(bench.pool(), Outbox.THREADS, Watch.started(() -> {}))) {
            one(scheduler, outbox);
            several(8, scheduler, outbox);
            several(32, scheduler, outbox);
        }
        crowd();
    }

    private void one(Peer... peers) throws Exception {
        List<Variant> all = compared(1, peers);
        Variant baseline = all.get(0);
        Variant ours = all.get(1);
        bench.report()
                .atMost(
                        "1",
                        "propose(), one caller, p50",
                        micros(ours.median(one -> one.quantile(0.5))),
                        micros(baseline.median(one -> one.quantile(0.5))),
                        ours.ratioTo(baseline, one -> one.quantile(0.5)),
                        1.20,
                        1.08);
    }

    private void several(int callers, Peer... peers) throws Exception {
        List<Variant> all = compared(callers, peers);
        if (callers == 32) {
            Variant baseline = all.get(0);
            Variant ours = all.get(1);
            bench.report()
                    .atLeast(
                            "3",
                            "propose(), 32 callers",
                            perSecond(ours.median(Slice::perSecond)),
                            perSecond(baseline.median(Slice::perSecond)),
                            ours.ratioTo(baseline, Slice::perSecond),
                            1.8,
                            2.5);
        }
    }

    /** The baseline, ours, and then the others. */
    private List<Variant> compared(int callers, Peer... peers) throws Exception {
        String with = ", " + callers + (callers == 1 ? " caller" : " callers");
        List<Variant> all = new ArrayList<>(ours(callers, with));
        all.add(0, new Variant("raw: row and event, one commit each" + with, rawOnes(callers)));
        for (Peer peer : peers) {
            all.add(new Variant(peer.name() + ": enqueue" + with, slice(callers, caller -> {
                peer.enqueue();
                return 1;
            })));
        }
        Variant.rounds(bench.form().rounds(), all);
        return all;
    }

    private List<Variant> ours(int callers, String with) {
        return List.of(
                new Variant("propose(), parked" + with, slice(callers, caller -> {
                    subject.propose(Subject.PARKED, bench.people().anyAgent());
                    return 1;
                })),
                new Variant("store.insert() alone" + with, slice(callers, caller -> {
                    int number = ThreadLocalRandom.current().nextInt(People.TENANTS);
                    subject.store().insert(stock.proposing().next(number, 1), List.of());
                    return 1;
                })),
                new Variant("propose(), allowed: start, run, record" + with, slice(callers, caller -> {
                    subject.propose(Subject.ALLOWED, bench.people().anyAgent());
                    return 1;
                })));
    }

    private void crowd() throws Exception {
        List<Variant> all = new ArrayList<>(ours(128, ", 128 callers"));
        all.add(0, new Variant("raw group: 64 rows and events a commit, 2 lanes", rawGroups()));
        Variant.rounds(bench.form().rounds(), all);
        Variant baseline = all.get(0);
        Variant ours = all.get(1);
        bench.report()
                .atLeast(
                        "4",
                        "propose(), 128 callers",
                        perSecond(ours.median(Slice::perSecond)),
                        perSecond(baseline.median(Slice::perSecond)),
                        ours.ratioTo(baseline, Slice::perSecond),
                        0.50,
                        0.75);
        bench.report()
                .atMost(
                        "5",
                        "CPU of client and server, each, 128 callers",
                        micros(ours.median(Slice::cpuMicros)),
                        micros(baseline.median(Slice::cpuMicros)),
                        ours.ratioTo(baseline, Slice::cpuMicros),
                        1.8,
                        1.3);
    }

    private Callable<Slice> slice(int callers, Work work) {
        return () -> bench.meter().callers(callers, bench.form().sliceMillis(), work);
    }

    private Callable<Slice> rawOnes(int callers) {
        return () -> raw.ones(bench, callers);
    }

    private Callable<Slice> rawGroups() {
        return () -> raw.slice(bench, rewriting, LANES, writer -> writer.batch(GROUP));
    }
}
