package io.toolgateway.examples.benchmarks.postgres;

import static io.toolgateway.examples.benchmarks.postgres.Report.micros;

import io.toolgateway.audit.EventType;
import io.toolgateway.caller.Caller;
import io.toolgateway.examples.benchmarks.postgres.RawRows.RawWork;
import io.toolgateway.examples.benchmarks.postgres.RawRows.Writer;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.tool.ToolResult;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Goals 6, 7 and 8: how soon what was approved starts, when nothing else happens. */
final class Starting implements AutoCloseable {

    private static final long PAUSE_MILLIS = 3;

    private final Bench bench;
    private final AtomicLong startedAt = new AtomicLong();
    private final Semaphore ran = new Semaphore(0);
    private final Subject subject;
    private final RawRows raw;
    private final List<Peer> peers;
    private final Bench rawBench;
    private final RawWork rawOne;
    private final String where;

    Starting(Bench bench) throws SQLException {
        this(bench, Subject.store(bench.pool()), "", bench, Writer::one);
    }

    /**
     * On another store.
     *
     * @param where what the lines say of it
     * @param rawBench where the plain rows go
     * @param rawOne what is done plainly
     */
    Starting(Bench bench, ProposalStore store, String where, Bench rawBench, RawWork rawOne) throws SQLException {
        this.bench = bench;
        this.where = where;
        this.rawBench = rawBench;
        this.rawOne = rawOne;
        this.subject = Subject.on(
                store,
                4,
                call -> {
                    startedAt.set(System.nanoTime());
                    return ToolResult.success("REF-1");
                },
                event -> {
                    if (event.type() == EventType.EXECUTED) {
                        ran.release();
                    }
                });
        this.raw = RawRows.of(bench, subject);
        Watch watch = Watch.started(this::run);
        this.peers = List.of(
                new DbScheduler(bench.pool(), true, DbScheduler.THREADS, watch), new Outbox(bench.pool(), Outbox.THREADS, watch));
    }

    private void run() {
        startedAt.set(System.nanoTime());
        ran.release();
    }

    void measure() throws Exception {
        subject.gateway().executor().start();
        peers.forEach(Peer::start);
        List<Variant> all = new ArrayList<>(List.of(
                new Variant(
                        "raw: row and event" + where + ", 1 caller",
                        () -> raw.slice(rawBench, rawBench.pool(), 1, rawOne)),
                new Variant("approve() to start, idle" + where, () -> starts(this::approveOne))));
        for (Peer peer : peers) {
            all.add(new Variant(peer.name() + ": enqueue to run", () -> starts(() -> {
                long begin = System.nanoTime();
                peer.enqueue();
                return begin;
            })));
        }
        Variant.rounds(bench.form().rounds(), all);
        tell(all.get(0), all.get(1), all.subList(2, all.size()));
    }

    private void tell(Variant baseline, Variant ours, List<Variant> others) {
        Variant best = others.stream()
                .min(Comparator.comparingDouble(one -> one.median(Starting::p50)))
                .orElseThrow();
        String mine = micros(ours.median(Starting::p50));
        bench.report()
                .atMost(
                        "6",
                        "approve() to start" + where + ", p50, beside raw",
                        mine,
                        micros(baseline.median(Starting::p50)),
                        ours.ratioTo(baseline, Starting::p50),
                        4.5,
                        3.3);
        bench.report()
                .atMost(
                        "7",
                        "the same" + where + ", beside " + best.name(),
                        mine,
                        micros(best.median(Starting::p50)),
                        ours.ratioTo(best, Starting::p50),
                        0.9,
                        0.65);
        bench.report()
                .atMost(
                        "8",
                        "the same" + where + ", p99 beside its p50",
                        micros(ours.median(one -> one.quantile(0.99))),
                        mine,
                        ours.median(one -> one.quantile(0.99) / p50(one)),
                        3,
                        1.5);
    }

    private static double p50(Slice slice) {
        return slice.quantile(0.5);
    }

    @FunctionalInterface
    private interface Start {
        long begin() throws Exception;
    }

    private long approveOne() {
        Caller agent = bench.people().anyAgent();
        Caller reviewer = bench.people().reviewer(agent.tenant().value());
        ProposalId id = subject.park(agent);
        String hash = subject.hash(id, reviewer);
        long begin = System.nanoTime();
        subject.approve(new Subject.Parked(id, hash, reviewer));
        return begin;
    }

    private Slice starts(Start start) throws Exception {
        int count = bench.form().starts();
        return bench.meter()
                .measured(
                        () -> {
                            long[] taken = new long[count];
                            for (int i = 0; i < count; i++) {
                                // All are idle again.
                                Thread.sleep(PAUSE_MILLIS);
                                long begin = start.begin();
                                if (!ran.tryAcquire(10, TimeUnit.SECONDS)) {
                                    throw new IllegalStateException("it was not run");
                                }
                                taken[i] = startedAt.get() - begin;
                            }
                            return taken;
                        },
                        new AtomicLong(count));
    }

    @Override
    public void close() {
        peers.forEach(Peer::close);
        subject.close();
    }
}
