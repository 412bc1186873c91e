package io.toolgateway.examples.benchmarks.postgres;

import io.toolgateway.proposal.Proposal;
import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What a person's yes costs, beside a plain insert of a row and its event. */
final class Approving {

    /** More than anyone approves in a second. */
    private static final int MOST_PER_SECOND = 6_000;

    private final Bench bench;
    private final Subject subject;
    private final RawRows raw;
    private final Stock stock;

    Approving(Bench bench) throws SQLException {
        this.bench = bench;
        this.subject = Subject.on(Subject.store(bench.pool()));
        this.stock = new Stock(subject, bench.people());
        this.raw = RawRows.of(bench, subject);
    }

    void run() throws Exception {
        for (int callers : new int[] {1, 8, 32}) {
            String with = ", " + callers + (callers == 1 ? " caller" : " callers");
            Variant.rounds(
                    bench.form().rounds(),
                    List.of(
                            new Variant("raw: row and event, one commit each" + with, () -> raw.ones(bench, callers)),
                            new Variant("approve()" + with, () -> approvals(callers))));
        }
    }

    private Slice approvals(int callers) throws Exception {
        int share = callers == 1 ? 4 : 1;
        Queue<Proposal> waiting = new ConcurrentLinkedQueue<>(
                stock.parked(MOST_PER_SECOND * bench.form().sliceMillis() / 1_000 / share));
        return bench.meter().callers(callers, bench.form().sliceMillis(), caller -> {
            Proposal next = waiting.poll();
            if (next == null) {
                return 0;
            }
            subject.approve(new Subject.Parked(
                    next.id(),
                    stock.hash(next.tenant()),
                    bench.people().reviewer(next.tenant().value())));
            return 1;
        });
    }
}
