package io.toolgateway.testkit.faults;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends this process, without any cleaning up, when a failpoint is reached for the n-th time. Safe for concurrent use.
 */
public final class Tripwire {

    /** The exit code of a process that reached its failpoint. */
    public static final int EXIT = 77;

    /** Stretched nowhere. */
    public static final Tripwire NONE = new Tripwire(null, 0);

    private static final long IN_COMMIT_MICROS = 2_000;

    private final @Nullable Failpoint failpoint;
    private final int hit;
    private final AtomicInteger reached = new AtomicInteger();
    private final ThreadLocal<Operation> operation = ThreadLocal.withInitial(() -> Operation.OTHER);
    private volatile Operation latest = Operation.OTHER;
    private volatile boolean hasReconciler;

    /** What a commit can belong to. */
    public enum Operation {
        /** Storing a proposal. */
        INSERT(Failpoint.PROPOSE_BEFORE_COMMIT, Failpoint.PROPOSE_AFTER_COMMIT),
        /** A vote. */
        APPROVE(Failpoint.APPROVE_BEFORE_COMMIT, Failpoint.APPROVE_AFTER_COMMIT),
        /** A claim. */
        CLAIM(null, null),
        /** A result. */
        FINISH(null, Failpoint.FINISH_AFTER),
        /** A sweep. */
        SWEEP(Failpoint.REAP_MID_BATCH, Failpoint.RECONCILE_MID_BATCH),
        /** Anything else. */
        OTHER(null, null);

        private final @Nullable Failpoint before;
        private final @Nullable Failpoint after;

        Operation(@Nullable Failpoint before, @Nullable Failpoint after) {
            this.before = before;
            this.after = after;
        }
    }

    /** A commit, with the exception of its client. */
    @FunctionalInterface
    public interface Commit<E extends Exception> {
        /** Commits. */
        void run() throws E;
    }

    private Tripwire(@Nullable Failpoint failpoint, int hit) {
        this.failpoint = failpoint;
        this.hit = hit;
    }

    /** Stretched at the hit-th time that a failpoint is reached, 1 for the first. */
    public static Tripwire at(Failpoint failpoint, int hit) {
        return new Tripwire(failpoint, hit);
    }

    /** The store has a reconciler, which says itself when it is in the middle of its work. */
    public void awaitReconciler() {
        hasReconciler = true;
    }

    /** Called where a failpoint is. */
    public void reached(@Nullable Failpoint here) {
        if (isDue(here)) {
            Runtime.getRuntime().halt(EXIT);
        }
    }

    private boolean isDue(@Nullable Failpoint here) {
        return here != null && here == failpoint && reached.incrementAndGet() == hit;
    }

    /** Runs a store's method, so that its commits are known as its own. */
    <T> T during(Operation now, Supplier<T> method) {
        operation.set(now);
        latest = now;
        try {
            return method.get();
        } finally {
            operation.remove();
        }
    }

    /** Commits, unless a failpoint before, in or after the commit is due. */
    public <E extends Exception> void commit(Commit<E> commit) throws E {
        // A thread of the store's own may commit for others: then it is theirs who asked last.
        Operation now = operation.get() == Operation.OTHER ? latest : operation.get();
        reached(now.before);
        if (now == Operation.CLAIM && isDue(Failpoint.CLAIM_IN_COMMIT)) {
            haltDuring(commit);
        }
        commit.run();
        if (now != Operation.SWEEP || !hasReconciler) {
            reached(now.after);
        }
    }

    /** Halts while the commit runs on another thread: it may have reached the server or not. */
    private <E extends Exception> void haltDuring(Commit<E> commit) {
        Thread other = new Thread(() -> {
            try {
                commit.run();
            } catch (Exception unheard) {
                // Nobody is left to hear of it.
            }
        });
        other.start();
        long end = System.nanoTime() + (long) (Math.random() * IN_COMMIT_MICROS * 1_000);
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        Runtime.getRuntime().halt(EXIT);
    }
}
