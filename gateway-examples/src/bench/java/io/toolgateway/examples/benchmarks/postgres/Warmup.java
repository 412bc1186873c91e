package io.toolgateway.examples.benchmarks.postgres;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets everything that will be compared run for a while first: what the JVM has not compiled yet costs several times as much, and
 * its compiler takes the CPU of what is measured.
 */
final class Warmup implements AutoCloseable {

    private static final int CALLERS = 4;
    private static final int BATCH = 25;

    private final Bench bench;
    private final Subject subject;
    private final Stock stock;
    private final RawRows raw;
    private final List<Peer> peers;

    Warmup(Bench bench) throws SQLException {
        this.bench = bench;
        this.subject = Subject.on(Subject.store(bench.pool()));
        this.stock = new Stock(subject, bench.people());
        this.raw = RawRows.of(bench, subject);
        this.peers = List.of(
                new DbScheduler(bench.pool(), true, DbScheduler.THREADS, Watch.started(() -> {})),
                new Outbox(bench.pool(), Outbox.THREADS, Watch.started(() -> {})));
    }

    void run() throws Exception {
        peers.forEach(Peer::start);
        subject.gateway().executor().start();
        List<Work> all = new ArrayList<>(List.of(this::propose, this::decide, this::list));
        peers.forEach(peer -> all.add(caller -> {
            peer.enqueue();
            return 1;
        }));
        long end = System.nanoTime() + bench.form().warmSeconds() * 1_000_000_000L;
        while (System.nanoTime() < end) {
            for (Work work : all) {
                bench.meter().callers(CALLERS, bench.form().sliceMillis(), work);
            }
            raw.ones(bench, CALLERS);
            stock.finished(stock.claimed(stock.approved(BATCH).size()));
        }
    }

    private int propose(int caller) {
        subject.propose(Subject.PARKED, bench.people().anyAgent());
        subject.propose(Subject.ALLOWED, bench.people().anyAgent());
        return 2;
    }

    private int decide(int caller) {
        var agent = bench.people().anyAgent();
        var reviewer = bench.people().reviewer(agent.tenant().value());
        subject.approve(new Subject.Parked(subject.park(agent), stock.hash(agent.tenant()), reviewer));
        return 1;
    }

    private int list(int caller) {
        return Growth.list(subject, bench.people().anyAgent());
    }

    @Override
    public void close() {
        peers.forEach(Peer::close);
        subject.close();
    }
}
