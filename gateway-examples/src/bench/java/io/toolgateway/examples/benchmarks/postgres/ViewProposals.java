package io.toolgateway.examples.benchmarks.postgres;

import static io.toolgateway.examples.benchmarks.postgres.Report.micros;
import static io.toolgateway.examples.benchmarks.postgres.Report.perSecond;

import io.toolgateway.store.ProposalStore;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** Goals 2, 3 and 4 on both: what it costs to propose, beside plain rows, a commit, and the view's script by hand. */
final class ViewProposals {

    private static final int GROUP = 64;
    private static final int LANES = 2;

    private final Bench alone;
    private final Bench both;
    private final Subject onPostgres;
    private final Subject onBoth;
    private final RawRows rows;
    private final RawShow show;
    private final DataSource rewriting;

    ViewProposals(Bench alone, Bench both, ProposalStore store, RawShow show) throws SQLException {
        this.alone = alone;
        this.both = both;
        this.onPostgres = Subject.on(Subject.store(alone.pool()));
        this.onBoth = Subject.on(store);
        this.rows = RawRows.of(alone, onPostgres);
        this.show = show;
        this.rewriting = alone.server().pool(alone.database(), "reWriteBatchedInserts=true");
    }

    void run() throws Exception {
        List<Variant> one = compared(1, new Variant(
                "raw: row and event, commit, script, 1 caller", () -> rows.slice(alone, alone.pool(), 1, show::one)));
        both.report()
                .atMost(
                        "2",
                        "propose() on both, one caller, p50",
                        micros(one.get(2).median(slice -> slice.quantile(0.5))),
                        micros(one.get(0).median(slice -> slice.quantile(0.5))),
                        one.get(2).ratioTo(one.get(0), slice -> slice.quantile(0.5)),
                        1.20,
                        1.08);
        List<Variant> some = compared(32, new Variant(
                "raw: row and event, commit, script, 32 callers", () -> rows.slice(alone, alone.pool(), 32, show::one)));
        tell("3", "propose() on both, 32 callers", some, 1.8, 2.5);
        List<Variant> crowd = compared(128, new Variant(
                "raw group: 64 rows and events, commit, scripts", () -> rows.slice(
                        alone, rewriting, LANES, writer -> show.group(writer, GROUP))));
        tell("4", "propose() on both, 128 callers", crowd, 0.50, 0.75);
    }

    private void tell(String goal, String what, List<Variant> all, double must, double stretch) {
        both.report()
                .atLeast(
                        goal,
                        what,
                        perSecond(all.get(2).median(Slice::perSecond)),
                        perSecond(all.get(0).median(Slice::perSecond)),
                        all.get(2).ratioTo(all.get(0), Slice::perSecond),
                        must,
                        stretch);
    }

    /** The baseline, Postgres alone, and both. */
    private List<Variant> compared(int callers, Variant raw) throws Exception {
        String with = ", " + callers + (callers == 1 ? " caller" : " callers");
        List<Variant> all = List.of(
                raw,
                new Variant("propose(), Postgres alone" + with, () -> proposals(alone, onPostgres, callers)),
                new Variant("propose(), on both" + with, () -> proposals(both, onBoth, callers)));
        Variant.rounds(both.form().rounds(), all);
        return all;
    }

    private static Slice proposals(Bench bench, Subject subject, int callers) throws Exception {
        return bench.meter().callers(callers, bench.form().sliceMillis(), caller -> {
            subject.propose(Subject.PARKED, bench.people().anyAgent());
            return 1;
        });
    }
}
