package io.toolgateway.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets racers start at the same moment, as often as one likes. */
public final class Race implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final CyclicBarrier start;
    private final ExecutorService threads;

    /** A race of so many. */
    public Race(int racers) {
        start = new CyclicBarrier(racers);
        threads = Executors.newFixedThreadPool(racers);
    }

    /** Runs once; gives what each racer came back with, in the order given. */
    @SafeVarargs
    public final <T> List<T> run(Callable<? extends T>... racers) throws InterruptedException {
        AtomicInteger missing = new AtomicInteger(racers.length);
        List<Future<T>> running = new ArrayList<>();
        for (Callable<? extends T> racer : racers) {
            running.add(threads.submit(() -> {
                start.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                meet(missing);
                return racer.call();
            }));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> racer : running) {
            results.add(result(racer));
        }
        return results;
    }

    /** A barrier wakes one racer after the other; only who spins starts together. */
    private static void meet(AtomicInteger missing) {
        missing.decrementAndGet();
        while (missing.get() > 0) {
            Thread.onSpinWait();
        }
    }

    private static <T> T result(Future<T> racer) throws InterruptedException {
        try {
            return racer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("a racer fell", e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("a racer did not come back", e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
