package io.toolgateway.execution;

import io.toolgateway.json.Storable;
import io.toolgateway.time.Scheduler;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How calls are executed. Begins with {@link #defaults()}; each method gives a copy.
 *
 * <p>Threads: immutable.
 *
 * @since 0.1
 */
public final class ExecutorOptions {

    private static final int MOST_THREADS = 1_000;
    private static final int MOST_CALLS = 100_000;

    private String worker = UUID.randomUUID().toString();
    private int threads = 4;
    private Duration lease = Duration.ofSeconds(30);
    private Duration pollInterval = Duration.ofSeconds(1);
    private Duration sweepInterval = Duration.ofSeconds(5);
    private Duration grace = Duration.ofSeconds(2);
    private Duration reconcileInterval = Duration.ofMinutes(1);
    private Duration answerWithin = Duration.ofSeconds(5);
    private int callsAtOnce = 256;
    private CircuitBreaking circuitBreaking = CircuitBreaking.DEFAULT;
    private ThreadFactory threadFactory = daemons();
    private @Nullable Scheduler scheduler;

    private ExecutorOptions() {}

    private ExecutorOptions(ExecutorOptions from) {
        this.worker = from.worker;
        this.threads = from.threads;
        this.lease = from.lease;
        this.pollInterval = from.pollInterval;
        this.sweepInterval = from.sweepInterval;
        this.grace = from.grace;
        this.reconcileInterval = from.reconcileInterval;
        this.answerWithin = from.answerWithin;
        this.callsAtOnce = from.callsAtOnce;
        this.circuitBreaking = from.circuitBreaking;
        this.threadFactory = from.threadFactory;
        this.scheduler = from.scheduler;
    }

    /**
     * The defaults, as each method tells them.
     *
     * @return options with a new worker name
     */
    public static ExecutorOptions defaults() {
        return new ExecutorOptions();
    }

    /**
     * Names this process among all workers. Default a new UUID.
     *
     * @param worker a name that no other process has
     * @return a copy
     */
    public ExecutorOptions named(String worker) {
        ExecutorOptions copy = new ExecutorOptions(this);
        copy.worker = Storable.required(worker, "worker's name");
        return copy;
    }

    /**
     * Says how many handlers the workers run at once. Default 4.
     *
     * @param threads 1 to 1,000
     * @return a copy
     */
    public ExecutorOptions withThreads(int threads) {
        if (threads < 1 || threads > MOST_THREADS) {
            throw new IllegalArgumentException("an executor has 1 to 1,000 threads");
        }
        ExecutorOptions copy = new ExecutorOptions(this);
        copy.threads = threads;
        return copy;
    }

    /**
     * Says how long a claim holds without word from its worker; a worker that lives gives word three times as often. A dead
     * worker is noticed after it, and the {@link #withGrace grace}. Default 30 s.
     *
     * @param lease more than zero
     * @return a copy
     */
    public ExecutorOptions withLease(Duration lease) {
        ExecutorOptions copy = new ExecutorOptions(this);
        copy.lease = positive(lease, "lease");
        return copy;
    }

    /**
     * Says how long a worker waits for a wake-up before it looks by itself; ten times as long while the store hears of all work
     * ({@link io.toolgateway.store.ProposalStore#hearsOfWork}). Default 1 s.
     *
     * @param pollInterval more than zero
     * @return a copy
     */
    public ExecutorOptions pollingEvery(Duration pollInterval) {
        ExecutorOptions copy = new ExecutorOptions(this);
        copy.pollInterval = positive(pollInterval, "poll interval");
        return copy;
    }

    /**
     * Says how often expiries and dead workers are looked for. Default 5 s.
     *
     * @param sweepInterval more than zero
     * @return a copy
     */
    public ExecutorOptions sweepingEvery(Duration sweepInterval) {
        ExecutorOptions copy = new ExecutorOptions(this);
        copy.sweepInterval = positive(sweepInterval, "sweep interval");
        return copy;
    }

    /**
     * Says how often the tools' own hooks ({@link io.toolgateway.tool.ToolBuilder#reconciledBy}) are asked about outcomes that are not
     * known. Each is asked about first when this time, and the tool's time limit, have gone by since it was seen, and then at
     * intervals that double, to an hour. Costs one query each time; none on a host without such a tool. Default 1 min.
     *
     * @param reconcileInterval more than zero
     * @return a copy
     */
    public ExecutorOptions reconcilingEvery(Duration reconcileInterval) {
        ExecutorOptions copy = new ExecutorOptions(this);
        copy.reconcileInterval = positive(reconcileInterval, "reconcile interval");
        return copy;
    }

    /**
     * Says how long a lease must be over before its worker counts as dead. Default 2 s.
     *
     * @param grace zero or more
     * @return a copy
     */
    public ExecutorOptions withGrace(Duration grace) {
        if (grace.isNegative()) {
            throw new IllegalArgumentException("the grace must not be negative: it would end leases that are alive");
        }
        ExecutorOptions copy = new ExecutorOptions(this);
        copy.grace = Storable.required(grace, "grace");
        return copy;
    }

    /**
     * Says after what time {@code propose()} answers at the latest, whatever the handler does: a read that is not done by then
     * failed; a write goes on, and is told as accepted and not finished. The time of the store comes on top. Default 5 s.
     *
     * @param answerWithin more than zero
     * @return a copy
     */
    public ExecutorOptions answeringWithin(Duration answerWithin) {
        ExecutorOptions copy = new ExecutorOptions(this);
        copy.answerWithin = positive(answerWithin, "time to answer in");
        return copy;
    }

    /**
     * Says how many handlers {@code propose()} runs at once; a call beyond waits for its turn, and is not started if it does not
     * come in time. Default 256.
     *
     * @param calls 1 to 100,000
     * @return a copy
     */
    public ExecutorOptions withCallsAtOnce(int calls) {
        if (calls < 1 || calls > MOST_CALLS) {
            throw new IllegalArgumentException("1 to 100,000 calls run at once");
        }
        ExecutorOptions copy = new ExecutorOptions(this);
        copy.callsAtOnce = calls;
        return copy;
    }

    /**
     * Says when a tool is left alone since the system behind it fails. Default {@link CircuitBreaking#DEFAULT}.
     *
     * @param circuitBreaking the rules
     * @return a copy
     */
    public ExecutorOptions breakingCircuits(CircuitBreaking circuitBreaking) {
        ExecutorOptions copy = new ExecutorOptions(this);
        copy.circuitBreaking = Objects.requireNonNull(circuitBreaking, "circuitBreaking");
        return copy;
    }

    /**
     * Sets who makes all threads. Default daemon threads with a name; virtual ones work.
     *
     * @param threadFactory the host's
     * @return a copy
     */
    public ExecutorOptions on(ThreadFactory threadFactory) {
        ExecutorOptions copy = new ExecutorOptions(this);
        copy.threadFactory = Objects.requireNonNull(threadFactory, "threadFactory");
        return copy;
    }

    /**
     * Sets who runs sweeps and heartbeats. Default a thread of the factory for each.
     *
     * @param scheduler the host's
     * @return a copy
     */
    public ExecutorOptions sweepingBy(Scheduler scheduler) {
        ExecutorOptions copy = new ExecutorOptions(this);
        copy.scheduler = Objects.requireNonNull(scheduler, "scheduler");
        return copy;
    }

    /** {@return this process's name among all workers} */
    public String worker() {
        return worker;
    }

    int threads() {
        return threads;
    }

    Duration lease() {
        return lease;
    }

    Duration pollInterval() {
        return pollInterval;
    }

    Duration sweepInterval() {
        return sweepInterval;
    }

    Duration reconcileInterval() {
        return reconcileInterval;
    }

    Duration grace() {
        return grace;
    }

    Duration answerWithin() {
        return answerWithin;
    }

    int callsAtOnce() {
        return callsAtOnce;
    }

    CircuitBreaking circuitBreaking() {
        return circuitBreaking;
    }

    /** {@return who makes all threads} */
    public ThreadFactory threadFactory() {
        return threadFactory;
    }

    Scheduler scheduler() {
        return scheduler == null ? Scheduler.on(threadFactory) : scheduler;
    }

    private static Duration positive(Duration duration, String what) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException("the " + what + " must be more than zero");
        }
        return Storable.required(duration, what);
    }

    private static ThreadFactory daemons() {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "tool-gateway-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
