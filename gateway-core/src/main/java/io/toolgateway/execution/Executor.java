package io.toolgateway.execution;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.store.ClaimRequest;
import io.toolgateway.store.Claimed;
import io.toolgateway.store.SweepRequest;
import io.toolgateway.time.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers: claim what is approved, check it again, run it, record it; expire what is past its deadline; settle what dead
 * workers left.
 *
 * <p>Starts no thread before {@link #start()}. Tests and hosts with a scheduler of their own call {@link #runOnce()} instead.
 *
 * <p>Threads: safe for concurrent use.
 *
 * @since 0.1
 */
public final class Executor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Executor.class);
    private static final int SWEEP_BATCH = 100;
    /** Where all work is heard of, a worker looks by itself after so many waits only. */
    private static final int LOOKS_SELDOM = 10;

    private enum Phase {
        NEW,
        RUNNING,
        CLOSED
    }

    private final Backing backing;
    private final ExecutorOptions options;
    private final Runner runner;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.NEW);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private final ReentrantLock looking = new ReentrantLock();
    private final AtomicLong lookedInVain = new AtomicLong();
    private Scheduler.Repeating sweeping = () -> {};

    /**
     * Creates an executor that does nothing yet.
     *
     * @param backing what it stands on
     * @param options how it works
     */
    public Executor(Backing backing, ExecutorOptions options) {
        this.backing = backing;
        this.options = options;
        this.runner = new Runner(backing);
    }

    /**
     * Starts the worker threads and the sweeper.
     *
     * @throws IllegalStateException if it was started or closed before
     */
    public synchronized void start() {
        if (!phase.compareAndSet(Phase.NEW, Phase.RUNNING)) {
            throw new IllegalStateException("an executor is started once");
        }
        for (int i = 0; i < options.threads(); i++) {
            threads.add(options.threadFactory().newThread(this::work));
        }
        threads.forEach(Thread::start);
        sweeping = options.scheduler().every(options.sweepInterval(), this::sweepOrLog);
    }

    /**
     * Sweeps, claims what is ready, and runs it on the calling thread, until nothing is ready.
     *
     * @return how many proposals were claimed
     */
    public int runOnce() {
        sweep();
        int count = 0;
        while (run(claim())) {
            count++;
        }
        return count;
    }

    /**
     * Expires what is past its deadline and settles what dead workers left.
     *
     * @return how many proposals changed
     */
    public int sweep() {
        int count = 0;
        List<AuditEvent> events;
        do {
            events = backing.store().sweep(new SweepRequest(backing.ids().next(), SWEEP_BATCH, options.grace()));
            events.forEach(backing.listener()::on);
            count += events.size();
        } while (events.size() == SWEEP_BATCH);
        return count;
    }

    /** What one claim took, and when it was asked for. */
    private record Taken(List<Claimed> claimed, long before) {
        static final Taken NOTHING = new Taken(List.of(), 0);

        boolean isEmpty() {
            return claimed.isEmpty();
        }
    }

    private Taken claim() {
        long before = backing.time().nanoTime();
        ClaimRequest request = new ClaimRequest(
                backing.ids().next(), options.worker(), backing.tools().names(), 1, options.lease());
        return new Taken(backing.store().claim(request), before);
    }

    private boolean run(Taken taken) {
        for (Claimed one : taken.claimed()) {
            backing.listener().on(one.event());
            runner.runClaimed(one, taken.before());
        }
        return !taken.isEmpty();
    }

    private void work() {
        while (phase.get() == Phase.RUNNING) {
            try {
                Taken taken = claim();
                run(taken.isEmpty() ? awaitWork() : taken);
                if (phase.get() == Phase.RUNNING && Thread.interrupted()) {
                    LOG.warn("a handler left worker {} interrupted; it goes on", options.worker());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (Throwable e) {
                LOG.error("worker {} could not go on; it tries again", options.worker(), e);
                if (isClosedWithin(options.pollInterval())) {
                    return;
                }
            }
        }
    }

    /**
     * Until something is heard of work, or some is found: idle workers do not all look for themselves, one looks for all that
     * wait; only if it finds some the next one looks too.
     */
    private Taken awaitWork() throws InterruptedException {
        Taken taken = Taken.NOTHING;
        long seen = lookedInVain.get();
        int waits = 0;
        while (taken.isEmpty()
                && phase.get() == Phase.RUNNING
                && !backing.store().awaitWork(options.pollInterval())) {
            waits++;
            if (waits % LOOKS_SELDOM == 0 || !backing.store().hearsOfWork()) {
                taken = lookForAll(seen);
                seen = lookedInVain.get();
            }
        }
        return taken;
    }

    private Taken lookForAll(long seen) throws InterruptedException {
        looking.lockInterruptibly();
        try {
            if (lookedInVain.get() != seen || phase.get() != Phase.RUNNING) {
                return Taken.NOTHING;
            }
            Taken taken = claim();
            if (taken.isEmpty()) {
                lookedInVain.incrementAndGet();
            }
            return taken;
        } finally {
            looking.unlock();
        }
    }

    private void sweepOrLog() {
        try {
            sweep();
        } catch (RuntimeException | Error e) {
            LOG.error("the sweeper could not go on; it tries again", e);
        }
    }

    /** Whether the executor was closed, or the thread told to stop, before the time was over. */
    private boolean isClosedWithin(Duration time) {
        try {
            return closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /**
     * Claims nothing more and waits for the handlers that run.
     *
     * @param atMost how long to wait
     * @return true if all have ended
     * @throws InterruptedException if the thread is interrupted
     */
    public boolean drain(Duration atMost) throws InterruptedException {
        phase.set(Phase.CLOSED);
        closed.countDown();
        stopSweeping();
        long end = backing.time().nanoTime() + atMost.toNanos();
        for (Thread thread : copyOfThreads()) {
            long left = Math.max(
                    1, TimeUnit.NANOSECONDS.toMillis(end - backing.time().nanoTime()));
            thread.join(left);
            if (thread.isAlive()) {
                return false;
            }
        }
        return true;
    }

    private synchronized void stopSweeping() {
        sweeping.cancel();
    }

    private synchronized List<Thread> copyOfThreads() {
        return List.copyOf(threads);
    }

    /** Claims nothing more, waits 10 s for the handlers that run, and interrupts those that are left. */
    @Override
    public void close() {
        try {
            if (!drain(Duration.ofSeconds(10))) {
                copyOfThreads().forEach(Thread::interrupt);
            }
        } catch (InterruptedException e) {
            copyOfThreads().forEach(Thread::interrupt);
            Thread.currentThread().interrupt();
        }
    }
}
