package io.toolgateway.execution;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.execution.Claims.Taken;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.store.ClaimRequest;
import io.toolgateway.store.Claimed;
import io.toolgateway.store.SweepRequest;
import io.toolgateway.time.Scheduler;
import io.toolgateway.tool.Effect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers: claim what is approved, check it again, run it, record it; give word of what runs; expire what is past its
 * deadline; settle what dead workers left; ask the tools' own hooks about outcomes that are not known.
 *
 * <p>No worker starts before {@link #start()}; handlers that {@code propose()} allows have threads of the same factory, made when
 * one is needed. Tests and hosts with a scheduler of their own call {@link #runOnce()},
 * {@link #heartbeat()} and {@link #reconcile()} instead.
 *
 * <p>Threads: safe for concurrent use. One thread claims as much as there are free slots for; what is approved in this process while
 * one is free, and nobody waits for it, is claimed with its approval. Handlers run on threads of their own: one that hangs, or throws
 * whatever it may, harms no other.
 *
 * @since 0.1
 */
public final class Executor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Executor.class);
    private static final int SWEEP_BATCH = 100;
    /** Where all work is heard of, a worker looks by itself after so many waits only. */
    private static final int LOOKS_SELDOM = 10;

    private static final int BEATS_A_LEASE = 3;
    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(1);

    private enum Phase {
        NEW,
        RUNNING,
        CLOSED
    }

    private final Backing backing;
    private final ExecutorOptions options;
    private final Breakers breakers;
    private final Runner runner;
    private final NextLook nextLook;
    private final HandlerThreads threads;
    private final Heartbeats heartbeats;
    private final Slots slots;
    /** Of the thread that claims, and of those who approve. */
    private final Claims claims;
    /** Of {@link #runOnce()}. */
    private final Claims oneByOne;

    private final Ahead ahead;
    private final Reconciling reconciling;
    private final Escalating escalating;
    private final Starter starter;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.NEW);
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable Thread claimer;
    private boolean isWaiting;
    /** Whether calls wait for a slot, or may: nobody knows before a claim has found no more. What waits comes before what is approved. */
    private volatile boolean isBehind = true;

    private Scheduler.Repeating sweeping = () -> {};
    private Scheduler.Repeating beating = () -> {};
    private Scheduler.Repeating asking = () -> {};
    private final List<Companion> companions = new CopyOnWriteArrayList<>();
    private final List<Scheduler.Repeating> accompanying = new ArrayList<>();

    /**
     * What is done again and again beside the workers, as long as they work.
     *
     * @param pause from the end of one turn to the start of the next
     * @param turn must be quick: a host may run it on the thread of the heartbeats; what takes longer runs on the threads that it is
     *     given
     */
    public record Companion(Duration pause, Consumer<java.util.concurrent.Executor> turn) {}

    /** Made with {@link Starter#of}, for whoever has an executor must not get at what starts calls past the record. */
    Executor(Backing backing, ExecutorOptions options) {
        this.backing = backing;
        this.options = options;
        this.breakers = new Breakers(options.circuitBreaking(), backing.time());
        this.nextLook = new NextLook(backing.time());
        this.runner = new Runner(backing, breakers, nextLook, options.lease());
        this.threads = new HandlerThreads(options.threadFactory());
        this.heartbeats = new Heartbeats(backing, breakers, options.lease());
        this.slots = new Slots(options.threads());
        this.claims = new Claims(backing, options);
        this.oneByOne = new Claims(backing, options);
        this.ahead = new Ahead(backing.time(), slots, options.lease());
        this.reconciling = new Reconciling(backing, options, heartbeats);
        this.escalating = new Escalating(backing);
        this.starter = new Starter(this, backing, options, runner, breakers, threads, heartbeats);
    }

    /** What starts the calls that {@code propose()} allows. */
    Starter starter() {
        return starter;
    }

    /**
     * Starts the workers, the heartbeats and the sweeper.
     *
     * @throws IllegalStateException if it was started or closed before
     */
    public synchronized void start() {
        if (!phase.compareAndSet(Phase.NEW, Phase.RUNNING)) {
            throw new IllegalStateException("an executor is started once");
        }
        claimer = options.threadFactory().newThread(this::work);
        claimer.start();
        beating = options.scheduler().every(options.lease().dividedBy(BEATS_A_LEASE), this::beatOrLog);
        sweeping = options.scheduler().every(options.sweepInterval(), this::sweepOrLog);
        if (reconciling.isNeeded()) {
            asking = options.scheduler().every(options.reconcileInterval(), this::reconcileOrLog);
        }
        companions.forEach(one -> accompanying.add(options.scheduler().every(one.pause(), () -> accompany(one))));
    }

    /**
     * Adds what is done beside the workers once they are started. Called by the gateway before that.
     *
     * @param companion what to do
     */
    public void accompaniedBy(Companion companion) {
        companions.add(companion);
    }

    private void accompany(Companion companion) {
        try {
            companion.turn().accept(threads::run);
        } catch (RuntimeException | Error e) {
            LOG.error("what is done beside the workers could not go on; it is tried again", e);
        }
    }

    boolean isRunning() {
        return phase.get() == Phase.RUNNING;
    }

    /**
     * Sweeps, claims what is ready, and runs it on the calling thread, one after the other, until nothing is ready.
     *
     * @return how many proposals were claimed
     */
    public int runOnce() {
        sweep();
        int count = 0;
        boolean interrupted = false;
        for (Taken taken = oneByOne.take(tools(), 1); !taken.isEmpty(); taken = oneByOne.take(tools(), 1)) {
            Claimed one = taken.claimed().get(0);
            slots.take(1);
            run(one, taken.before(), hold(one));
            // What one handler left behind is none of the next one's.
            interrupted |= Thread.interrupted();
            count++;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return count;
    }

    /**
     * Expires what is past its deadline, settles what dead workers left, and opens what nobody has decided in time to those whom
     * its policy {@linkplain io.toolgateway.policy.Verdict.RequireApproval#escalatingTo names} for then.
     *
     * @return how many proposals changed
     */
    public int sweep() {
        int count = 0;
        List<AuditEvent> events;
        do {
            SweepRequest request = new SweepRequest(
                    backing.ids().next(), SWEEP_BATCH, options.grace(), breakers.open(), backing.announcements(true));
            events = backing.store().sweep(request);
            events.forEach(backing.listener()::on);
            count += events.size();
        } while (events.size() >= SWEEP_BATCH);
        return count + escalating.run();
    }

    /**
     * Gives word of all that the workers of this process run, so that nobody takes them for dead; and gives up what is past its
     * time limit. Asks again, too, for what the store did not answer when it was to be recorded. Done by itself once started.
     *
     * @return how many proposals word was given of
     */
    public int heartbeat() {
        int count = heartbeats.beat();
        runner.askAgain();
        return count;
    }

    /**
     * Asks the tools' own hooks about a few of the calls whose outcome is not known and that are due to be asked about, one after the
     * other on the calling thread, and appends what they find. Done by itself once started, on threads like those of handlers.
     *
     * @return how many were asked about
     * @throws InterruptedException if the thread is interrupted while it waits for another hook
     */
    public int reconcile() throws InterruptedException {
        return reconciling.turn(Runnable::run);
    }

    /**
     * How many handlers are past their time limit and did not stop when they were interrupted. As many as there are threads may be
     * left behind so; with more, fewer calls run at once, and in the end none.
     *
     * @return the number
     */
    public int leftBehind() {
        return slots.leftBehind();
    }

    /** Only what can be run here: tools of this host whose circuits are closed. */
    private Set<String> tools() {
        return breakers.closed(backing.tools().names());
    }

    /** What may be claimed before there is a slot for it: if this process dies, it is started again, and nobody has to find out. */
    private boolean isRepeatable(String tool) {
        return backing.tools()
                .find(tool)
                .filter(found -> found.tool().effect() != Effect.NON_IDEMPOTENT)
                .isPresent();
    }

    /** A tool's time limit counts from its handler's start; what is asked before that has as long again, and a lease at least. */
    private Hold hold(Claimed claimed) {
        long lease = options.lease().toNanos();
        long limit = backing.tools()
                .find(claimed.proposal().tool())
                .map(registered -> Math.max(lease, registered.tool().timeLimit().toNanos()))
                .orElse(lease);
        Hold hold = Hold.ofWorker(claimed.proposal(), slots, backing.time().nanoTime() + limit);
        heartbeats.add(hold);
        return hold;
    }

    private void run(Claimed claimed, long before, Hold hold) {
        hold.begin();
        try {
            backing.listener().on(claimed.event());
            runner.runClaimed(claimed, before, hold);
        } catch (Throwable e) {
            LOG.error(
                    "what came of proposal {} could not be recorded",
                    claimed.proposal().id(),
                    e);
        } finally {
            heartbeats.remove(hold);
            hold.end();
        }
    }

    private void work() {
        while (isRunning()) {
            try {
                interruptibly(slots::awaitFree);
                if (!claimed()) {
                    awaitWork();
                }
            } catch (InterruptedException e) {
                if (!isRunning()) {
                    return;
                }
                LOG.warn("worker {} was interrupted; it goes on", options.worker());
            } catch (Throwable e) {
                LOG.error("worker {} could not go on; it tries again", options.worker(), e);
                if (isClosedWithin(options.pollInterval())) {
                    return;
                }
            }
        }
    }

    /**
     * Claims for the free slots, and ahead where handlers are quick; gives whether to go on claiming: there was something, or an
     * approval has taken the last slot meanwhile.
     */
    private boolean claimed() {
        int free = slots.free();
        if (free == 0) {
            return true;
        }
        Set<String> tools = tools();
        Set<String> repeatable = tools.stream().filter(this::isRepeatable).collect(Collectors.toUnmodifiableSet());
        int more = ahead.more();
        boolean isOneClaim = repeatable.equals(tools);
        int atMost = isOneClaim ? free + more : free;
        isBehind = true;
        Taken taken = claims.take(tools, atMost);
        dispatch(taken);
        isBehind = taken.claimed().size() >= atMost;
        if (!isOneClaim && more > 0 && taken.claimed().size() == free && isRunning()) {
            dispatch(claims.take(repeatable, more));
        }
        return !taken.isEmpty();
    }

    /** What was claimed ahead waits for a slot, but not for long. */
    private void dispatch(Taken taken) {
        for (Claimed one : taken.claimed()) {
            if (!isSlotFree(isRunning() ? ahead.patience(taken.before()) : Duration.ZERO)) {
                giveBack(one, Duration.ZERO);
                continue;
            }
            begin(one, taken.before());
        }
    }

    /** Its slot is taken. */
    private void begin(Claimed one, long before) {
        Hold hold = hold(one);
        try {
            threads.run(() -> run(one, before, hold));
        } catch (RuntimeException | Error e) {
            // A factory of the host's may throw whatever it likes: the others of this claim are not lost with it.
            LOG.error("no thread is to be had for proposal {}", one.proposal().id(), e);
            heartbeats.remove(hold);
            hold.end();
            giveBack(one, Runner.ASK_AGAIN_AFTER);
        }
    }

    /**
     * A worker that is free now, for a call that is about to be approved. While others wait for a worker none goes before them.
     *
     * @return empty if it has to wait for a claim
     */
    Optional<WorkSeat> seatFor(Proposal proposal) {
        boolean mayBeClaimed = proposal.content().chain() == null
                && backing.tools().find(proposal.tool()).isPresent()
                && !breakers.isOpen(proposal.tool());
        if (isBehind || !mayBeClaimed) {
            return Optional.empty();
        }
        ClaimRequest request =
                new ClaimRequest(backing.ids().next(), options.worker(), Set.of(proposal.tool()), 1, options.lease());
        if (!isSlotFree(Duration.ZERO)) {
            isBehind = true;
            return Optional.empty();
        }
        if (!isRunning()) {
            slots.leave();
            return Optional.empty();
        }
        return Optional.of(new WorkSeat(
                proposal, request, slots, this::askAgain, backing.time().nanoTime(), this::begin));
    }

    /** A claim that came with an approval and was not answered. */
    private void askAgain(ClaimRequest request) {
        claims.askAgain(request);
        nextLook.now();
    }

    private boolean isSlotFree(Duration atMost) {
        try {
            return slots.tryTake(atMost);
        } catch (InterruptedException e) {
            // What is claimed already is given back first.
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void giveBack(Claimed claimed, Duration delay) {
        try {
            runner.giveBack(claimed.proposal(), delay);
        } catch (RuntimeException lost) {
            LOG.error("proposal {} could not be given back", claimed.proposal().id(), lost);
        }
    }

    /** The claiming thread is interrupted only where it waits: in the middle of a claim it would lose what it takes. */
    private <T> T interruptibly(Wait<T> wait) throws InterruptedException {
        setWaiting(true);
        try {
            return wait.get();
        } finally {
            setWaiting(false);
        }
    }

    @FunctionalInterface
    private interface Wait<T> {
        T get() throws InterruptedException;
    }

    private synchronized void setWaiting(boolean isWaiting) throws InterruptedException {
        this.isWaiting = isWaiting;
        if (isWaiting && !isRunning()) {
            this.isWaiting = false;
            throw new InterruptedException("closed");
        }
    }

    /** Until something is heard of work, or some is found by looking: after a while, and when something is due to be tried again. */
    private void awaitWork() throws InterruptedException {
        boolean found = false;
        for (int waits = 1; !found && isRunning(); waits++) {
            found = interruptibly(() -> backing.store().awaitWork(nextLook.within(options.pollInterval())));
            boolean looks = waits % LOOKS_SELDOM == 0
                    || nextLook.isDue()
                    || !backing.store().hearsOfWork();
            if (!found && looks && isRunning()) {
                found = claimed();
            }
        }
    }

    private void beatOrLog() {
        try {
            heartbeat();
        } catch (RuntimeException | Error e) {
            LOG.error("the heartbeats could not go on; they are tried again", e);
        }
    }

    private void sweepOrLog() {
        try {
            if (isRunning()) {
                sweep();
            }
        } catch (RuntimeException | Error e) {
            LOG.error("the sweeper could not go on; it tries again", e);
        }
    }

    private void reconcileOrLog() {
        try {
            reconciling.turn(threads::run);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.error("the unknown outcomes could not be asked about; they are later", e);
        }
    }

    /** Whether the executor was closed before the time was over. */
    private boolean isClosedWithin(Duration time) {
        try {
            return closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return !isRunning();
        }
    }

    /**
     * Claims nothing more and waits for the handlers and hooks that run, also for those that {@code propose()} has started. They
     * are kept alive meanwhile.
     *
     * @param atMost how long to wait
     * @return true if all have ended
     * @throws InterruptedException if the thread is interrupted
     */
    public boolean drain(Duration atMost) throws InterruptedException {
        stopClaiming();
        long end = backing.time().nanoTime() + atMost.toNanos();
        Thread claiming = claimer();
        if (claiming != null) {
            long millis = Math.max(
                    1, TimeUnit.NANOSECONDS.toMillis(end - backing.time().nanoTime()));
            claiming.join(millis);
            if (claiming.isAlive()) {
                return false;
            }
        }
        giveBackWhatWasNotAnswered();
        boolean haveEnded = slots.awaitAll(end, backing.time()) && reconciling.awaitAll(end) && starter.awaitAll(end);
        // Of an approval that was under way.
        giveBackWhatWasNotAnswered();
        return haveEnded;
    }

    /** Nobody runs any more what a claim has taken whose answer was lost. */
    private void giveBackWhatWasNotAnswered() {
        try {
            for (Claims all : List.of(claims, oneByOne)) {
                for (Taken earlier = all.earlier(); !earlier.isEmpty(); earlier = all.earlier()) {
                    earlier.claimed().forEach(one -> giveBack(one, Duration.ZERO));
                }
            }
        } catch (RuntimeException lost) {
            LOG.warn("what the store did not answer when it was claimed is left to the sweepers", lost);
        }
    }

    private synchronized @Nullable Thread claimer() {
        return claimer;
    }

    private synchronized void stopClaiming() {
        phase.set(Phase.CLOSED);
        closed.countDown();
        sweeping.cancel();
        asking.cancel();
        accompanying.forEach(Scheduler.Repeating::cancel);
        reconciling.close();
        if (claimer != null && isWaiting) {
            claimer.interrupt();
        }
    }

    private synchronized void stopBeating() {
        beating.cancel();
    }

    /**
     * Claims nothing more, waits 10 s for the handlers that run, and interrupts those that are left. What they did not end in
     * another second is left to the sweepers of other processes.
     */
    @Override
    public void close() {
        try {
            if (!drain(DRAIN)) {
                heartbeats.interruptAll();
                slots.awaitAll(backing.time().nanoTime() + AFTER_INTERRUPT.toNanos(), backing.time());
            }
        } catch (InterruptedException e) {
            heartbeats.interruptAll();
            Thread.currentThread().interrupt();
        } finally {
            stopBeating();
            // The last time that this process can say what came of what it ran.
            runner.askAgain();
            starter.close();
            threads.close();
        }
    }
}
