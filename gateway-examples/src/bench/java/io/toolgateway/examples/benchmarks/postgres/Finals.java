package io.toolgateway.examples.benchmarks.postgres;

import static io.toolgateway.examples.benchmarks.postgres.Report.micros;
import static io.toolgateway.examples.benchmarks.postgres.Report.perSecond;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;

/** From approve(), or enqueue(), to the record that it has run: one when all is idle, many that waited, many as they come. */
final class Finals {

    private static final int PRODUCERS = 8;
    private static final long PAUSE_MILLIS = 3;

    private final Bench bench;
    /** In the order of all(). */
    private final List<String> names = new ArrayList<>();

    Finals(Bench bench) {
        this.bench = bench;
    }

    @FunctionalInterface
    private interface Making {
        Peer make(int threads, Watch watch) throws Exception;
    }

    /** The gateway first. */
    private List<Making> all() {
        return List.of(
                (threads, watch) -> new Approvals(bench, threads, watch),
                (threads, watch) -> new DbScheduler(bench.pool(), true, threads, watch),
                (threads, watch) -> new Outbox(bench.pool(), threads, watch),
                (threads, watch) -> new JobRunr(bench.pool(), threads, watch));
    }

    void run() throws Exception {
        for (Making making : all()) {
            try (Peer peer = making.make(1, Watch.done(() -> {}))) {
                names.add(peer.name());
                System.out.println("  " + peer.name() + ": " + peer.told());
            }
        }
        int count = bench.form().cycles();
        for (Making making : all()) {
            warm(making);
        }
        List<Variant> latencies = measured("to final, idle, 4 threads", making -> one(making, 4));
        tell("7", "approve() to final, idle, p50", latencies, one -> one.quantile(0.5), true);
        for (int threads : new int[] {4, 16}) {
            String with = ", " + threads + " threads";
            tell(
                    "9",
                    "final: what had waited" + with,
                    measured("what had waited" + with, making -> drained(making, threads, count)),
                    Slice::perSecond,
                    false);
            tell(
                    "9",
                    "final: 8 callers meanwhile" + with,
                    measured("8 callers meanwhile" + with, making -> meanwhile(making, threads, count)),
                    Slice::perSecond,
                    false);
        }
    }

    @FunctionalInterface
    private interface Measuring {
        Slice of(Making making) throws Exception;
    }

    private List<Variant> measured(String what, Measuring measuring) throws Exception {
        List<Variant> variants = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Making making = all().get(i);
            variants.add(new Variant(names.get(i) + ": " + what, () -> measuring.of(making)));
        }
        Variant.rounds(bench.form().rounds(), variants);
        return variants;
    }

    /** Beside the best of the others, and what a job costs in CPU: that is what a busy machine leaves of a comparison. */
    private void tell(String goal, String what, List<Variant> all, ToDoubleFunction<Slice> figure, boolean isLatency) {
        Variant ours = all.get(0);
        Comparator<Variant> order = Comparator.comparingDouble(one -> one.median(figure));
        Variant best = all.subList(1, all.size()).stream()
                .min(isLatency ? order : order.reversed())
                .orElseThrow();
        bench.report()
                .beside(
                        goal,
                        what + ", beside " + best.name().split("[:,]")[0],
                        isLatency ? micros(ours.median(figure)) : perSecond(ours.median(figure)),
                        isLatency ? micros(best.median(figure)) : perSecond(best.median(figure)),
                        ours.ratioTo(best, figure));
        bench.report()
                .beside(
                        goal,
                        "its CPU, each",
                        micros(ours.median(Slice::cpuMicros)),
                        micros(best.median(Slice::cpuMicros)),
                        ours.ratioTo(best, Slice::cpuMicros));
    }

    /** One at a time, as it is measured then, but without pauses: as a service is that has run for minutes. */
    private void warm(Making making) throws Exception {
        Semaphore ended = new Semaphore(0);
        try (Peer peer = making.make(1, Watch.done(ended::release))) {
            int count = peer.starts(bench.form().warmStarts());
            peer.prepare(count);
            peer.start();
            for (int i = 0; i < count; i++) {
                peer.enqueue();
                awaitOne(ended);
            }
        }
    }

    private static void awaitOne(Semaphore ended) throws InterruptedException {
        if (!ended.tryAcquire(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("it was not run");
        }
    }

    private Slice one(Making making, int threads) throws Exception {
        AtomicLong endedAt = new AtomicLong();
        Semaphore ended = new Semaphore(0);
        Watch watch = Watch.done(() -> {
            endedAt.set(System.nanoTime());
            ended.release();
        });
        try (Peer peer = making.make(threads, watch)) {
            int count = peer.starts(bench.form().starts());
            peer.prepare(count);
            peer.start();
            return bench.meter()
                    .measured(
                            () -> {
                                long[] taken = new long[count];
                                for (int i = 0; i < count; i++) {
                                    // All are idle again.
                                    Thread.sleep(PAUSE_MILLIS);
                                    long begin = System.nanoTime();
                                    peer.enqueue();
                                    awaitOne(ended);
                                    taken[i] = endedAt.get() - begin;
                                }
                                return taken;
                            },
                            new AtomicLong(count));
        }
    }

    /** Measured from the first that runs: how soon a server of jobs gets ready is no part of it. */
    private Slice drained(Making making, int threads, int count) throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(count);
        try (Peer peer = making.make(threads, new Watch(first::countDown, left::countDown))) {
            peer.stock(count);
            peer.start();
            await(first);
            AtomicLong counted = new AtomicLong();
            return bench.meter()
                    .measured(
                            () -> {
                                counted.set(left.getCount());
                                await(left);
                                return new long[0];
                            },
                            counted);
        }
    }

    private Slice meanwhile(Making making, int threads, int count) throws Exception {
        CountDownLatch left = new CountDownLatch(count);
        try (Peer peer = making.make(threads, Watch.done(left::countDown))) {
            peer.prepare(count);
            peer.start();
            return bench.meter()
                    .measured(
                            () -> {
                                Crowd.each(PRODUCERS, count, peer::enqueue);
                                await(left);
                                return new long[0];
                            },
                            new AtomicLong(count));
        }
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(120, TimeUnit.SECONDS)) {
            throw new IllegalStateException(latch.getCount() + " were not run");
        }
    }
}
