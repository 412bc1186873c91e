package io.toolgateway.examples.benchmarks.postgres;

import static io.toolgateway.examples.benchmarks.postgres.Report.perSecond;

import io.toolgateway.audit.EventType;
import io.toolgateway.caller.Caller;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.tool.ToolResult;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Goals 9 and 9b: whole lives, and the part of them that workers do. */
final class Cycles {

    private static final int WORKERS = 16;
    private static final int PRODUCERS = 8;
    private static final int CLAIM = 50;

    private final Bench bench;
    private final ProposalStore store;
    private final Stock stock;

    Cycles(Bench bench) {
        this.bench = bench;
        this.store = Subject.store(bench.pool());
        this.stock = new Stock(Subject.on(store), bench.people());
    }

    void run() throws Exception {
        int count = bench.form().cycles();
        List<Variant> all = List.of(
                new Variant("claim to final, " + WORKERS + " workers", () -> claimed(count)),
                new Variant("store alone: claim " + CLAIM + ", finish " + CLAIM + ", 1 thread", () -> batches(count)),
                new Variant("propose, approve, claim, run, record, 8 callers", () -> cycle(8, count)),
                new Variant("the same, 128 in flight", () -> cycle(128, count)),
                new Variant("db-scheduler, polling: enqueue, run", () -> peer(count, this::polling)),
                new Variant("db-scheduler, immediate: enqueue, run", () -> peer(count, this::immediate)),
                new Variant("transaction-outbox: enqueue, run", () -> peer(count, this::outbox)));
        Variant.rounds(bench.form().rounds(), all);
        Variant best = all.subList(4, 7).stream()
                .max(Comparator.comparingDouble(one -> one.median(Slice::perSecond)))
                .orElseThrow();
        tell("9", "full cycle, 128 in flight, beside " + best.name().split(":")[0], all.get(3), best, 1.5, 2.5);
        tell("9b", "full cycle, 8 callers", all.get(2), best, 0.65, 1.0);
    }

    private void tell(String goal, String what, Variant ours, Variant best, double must, double stretch) {
        bench.report()
                .atLeast(
                        goal,
                        what,
                        perSecond(ours.median(Slice::perSecond)),
                        perSecond(best.median(Slice::perSecond)),
                        ours.ratioTo(best, Slice::perSecond),
                        must,
                        stretch);
    }

    private Subject worker(CountDownLatch left) {
        return Subject.on(store, WORKERS, call -> ToolResult.success("REF-1"), event -> {
            if (event.type() == EventType.EXECUTED) {
                left.countDown();
            }
        });
    }

    private Slice claimed(int count) throws Exception {
        stock.approved(count);
        CountDownLatch left = new CountDownLatch(count);
        try (Subject subject = worker(left)) {
            return counted(count, () -> {
                subject.gateway().executor().start();
                await(left);
            });
        }
    }

    private Slice batches(int count) throws Exception {
        stock.approved(count);
        return counted(count, () -> {
            List<Proposal> held = stock.claimed(CLAIM);
            while (!held.isEmpty()) {
                stock.finished(held);
                held = stock.claimed(CLAIM);
            }
        });
    }

    private Slice cycle(int callers, int count) throws Exception {
        CountDownLatch left = new CountDownLatch(count);
        try (Subject subject = worker(left)) {
            subject.gateway().executor().start();
            return counted(count, () -> {
                Crowd.each(callers, count, () -> {
                    Caller agent = bench.people().anyAgent();
                    Caller reviewer = bench.people().reviewer(agent.tenant().value());
                    subject.approve(new Subject.Parked(subject.park(agent), stock.hash(agent.tenant()), reviewer));
                });
                await(left);
            });
        }
    }

    @FunctionalInterface
    private interface Making {
        Peer make(Runnable job) throws Exception;
    }

    private Peer polling(Runnable job) throws Exception {
        return new DbScheduler(bench.pool(), false, DbScheduler.THREADS, Watch.started(job));
    }

    private Peer immediate(Runnable job) throws Exception {
        return new DbScheduler(bench.pool(), true, DbScheduler.THREADS, Watch.started(job));
    }

    private Peer outbox(Runnable job) {
        return new Outbox(bench.pool(), Outbox.THREADS, Watch.started(job));
    }

    private Slice peer(int count, Making making) throws Exception {
        CountDownLatch left = new CountDownLatch(count);
        try (Peer peer = making.make(left::countDown)) {
            peer.start();
            return counted(count, () -> {
                Crowd.each(PRODUCERS, count, peer::enqueue);
                await(left);
            });
        }
    }

    private Slice counted(int count, Crowd.Task task) throws Exception {
        return bench.meter()
                .measured(
                        () -> {
                            task.run();
                            return new long[0];
                        },
                        new AtomicLong(count));
    }

    private static void await(CountDownLatch left) throws InterruptedException {
        if (!left.await(120, TimeUnit.SECONDS)) {
            throw new IllegalStateException(left.getCount() + " were not run");
        }
    }
}
