package io.toolgateway.examples.benchmarks.postgres;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Measures slices. */
final class Meter implements AutoCloseable {

    private static final int CORES = Runtime.getRuntime().availableProcessors();

    private final Cpu cpu;
    /** Kept from slice to slice, so that what they have used is still to be read. */
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "caller");
        thread.setDaemon(true);
        return thread;
    });

    Meter(Cpu cpu) {
        this.cpu = cpu;
    }

    /** Lets so many callers work for so long. */
    Slice callers(int callers, int millis, Work work) throws Exception {
        CountDownLatch ready = new CountDownLatch(callers);
        CountDownLatch go = new CountDownLatch(1);
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong count = new AtomicLong();
        List<Future<long[]>> running = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            int caller = i;
            running.add(threads.submit(() -> {
                ready.countDown();
                go.await();
                return calls(caller, work, stop, count);
            }));
        }
        ready.await();
        return measured(
                () -> {
                    go.countDown();
                    long end = System.nanoTime() + millis * 1_000_000L;
                    List<long[]> all = new ArrayList<>();
                    for (Future<long[]> one : running) {
                        if (!isDoneBy(end, one)) {
                            stop.set(true);
                        }
                        all.add(one.get());
                    }
                    return all.stream().flatMapToLong(Arrays::stream).toArray();
                },
                count);
    }

    private static boolean isDoneBy(long end, Future<long[]> one) throws Exception {
        try {
            one.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private static long[] calls(int caller, Work work, AtomicBoolean stop, AtomicLong count) throws Exception {
        long[] taken = new long[1 << 14];
        int size = 0;
        long before = System.nanoTime();
        while (!stop.get()) {
            int done = work.once(caller);
            if (done == 0) {
                break;
            }
            long after = System.nanoTime();
            if (size == taken.length) {
                taken = Arrays.copyOf(taken, 2 * size);
            }
            taken[size++] = after - before;
            count.addAndGet(done);
            before = after;
        }
        return Arrays.copyOf(taken, size);
    }

    /** Measures what gives its latencies and counts what it does. */
    Slice measured(Callable<long[]> work, AtomicLong count) throws Exception {
        Cpu.Reading before = cpu.read();
        long begin = System.nanoTime();
        long[] latencies = work.call();
        long nanos = System.nanoTime() - begin;
        Cpu.Reading after = cpu.read();
        Arrays.sort(latencies);
        long client = after.client() - before.client();
        long server = after.server() - before.server();
        long redis = after.redis() - before.redis();
        double foreign = (after.machine() - before.machine() - client - server - redis) / (double) (nanos * CORES);
        return new Slice(
                count.get(), nanos, latencies, client, server, redis, cpu.seesTheServer() ? Math.max(0, foreign) : Double.NaN);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
