package io.toolgateway.examples.benchmarks.postgres;

import static io.toolgateway.examples.benchmarks.postgres.Report.micros;

import io.toolgateway.caller.Caller;
import io.toolgateway.caller.TenantId;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.store.ProposalQuery;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;

/** Goal 14: a short history and a long one on the same server, measured in turns. */
final class Growth {

    private static final int CLAIMS = 20;
    private static final int CLAIM = 10;
    private static final int BATCH = 50;
    private static final int PAGE = 50;

    private final Bench bench;
    private final History small;
    private final History large;

    Growth(Bench bench) throws SQLException {
        this.bench = bench;
        this.small = History.of(bench.form().smallHistory(), bench);
        long begin = System.nanoTime();
        this.large = History.of(bench.form().longHistory(), bench);
        System.out.printf(
                "  %,d rows of history were made in %d s%n",
                bench.form().longHistory(), (System.nanoTime() - begin) / 1_000_000_000);
    }

    void run() throws Exception {
        List<Variant> all = new ArrayList<>();
        for (History history : List.of(small, large)) {
            String with =
                    String.format(", %,d rows", history == small ? bench.form().smallHistory() : bench.form().longHistory());
            all.add(new Variant("pending list of a tenant" + with, () -> bench.meter()
                    .callers(1, bench.form().sliceMillis(), caller -> list(history))));
            all.add(new Variant("claim of " + CLAIM + with, () -> claims(history)));
            all.add(new Variant("insert of " + BATCH + with, () -> bench.meter()
                    .callers(1, bench.form().sliceMillis(), caller -> history.stock().parked(BATCH).size())));
        }
        Variant.rounds(bench.form().rounds(), all);
        tell("pending list, p50, long history beside short", all, 0, one -> one.quantile(0.5), 1.2, 1.1);
        tell("claim of 10, p50", all, 1, one -> one.quantile(0.5), 1.5, 1.3);
        tell("insert of 50, server CPU of a row", all, 2, Slice::serverMicros, 1.3, 1.2);
        small.drop(bench);
        large.drop(bench);
    }

    private void tell(
            String what, List<Variant> all, int which, ToDoubleFunction<Slice> figure, double must, double stretch) {
        Variant ours = all.get(which + 3);
        Variant baseline = all.get(which);
        bench.report()
                .atMost(
                        "14",
                        what,
                        micros(ours.median(figure)),
                        micros(baseline.median(figure)),
                        ours.ratioTo(baseline, figure),
                        must,
                        stretch);
    }

    private int list(History history) {
        return list(history.subject(), bench.people().anyAgent());
    }

    /** One page of what waits in a tenant. */
    static int list(Subject subject, Caller someone) {
        TenantId tenant = someone.tenant();
        subject.store().search(ProposalQuery.of(tenant).in(ProposalStatus.PENDING).limit(PAGE));
        return 1;
    }

    private Slice claims(History history) throws Exception {
        Stock stock = history.stock();
        stock.approved(CLAIMS * CLAIM);
        List<Proposal> held = new ArrayList<>();
        Slice slice = bench.meter()
                .measured(
                        () -> {
                            long[] taken = new long[CLAIMS];
                            for (int i = 0; i < CLAIMS; i++) {
                                long begin = System.nanoTime();
                                held.addAll(stock.claimed(CLAIM));
                                taken[i] = System.nanoTime() - begin;
                            }
                            return taken;
                        },
                        new AtomicLong(CLAIMS));
        stock.finished(held);
        return slice;
    }
}
