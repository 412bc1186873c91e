package io.toolgateway.testkit.faults;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Cuts a share of the commits: half before the server sees them, half before the client sees the answer. Safe for concurrent use. */
public final class CommitCutter implements CutCommits {

    /** One commit of so many is cut, so that some work gets through. */
    private static final int ONE_OF = 5;

    private final Random random;
    private final Supplier<Commits> finders;
    private final AtomicInteger left = new AtomicInteger();

    /** Finds commits in what a client of one connection sends. For one thread at a time. */
    @FunctionalInterface
    public interface Commits {
        /** Whether a commit ends in these bytes, as many as came at once. */
        boolean in(byte[] bytes, int length);
    }

    /** Cuts by these chances; each connection has a finder of its own. */
    public CommitCutter(long seed, Supplier<Commits> finders) {
        this.random = new Random(seed);
        this.finders = finders;
    }

    /** A watch for one connection. */
    public TcpProxy.Watch watch() {
        Commits commits = finders.get();
        return (bytes, length) -> commits.in(bytes, length) ? verdict() : TcpProxy.Verdict.PASS;
    }

    private TcpProxy.Verdict verdict() {
        if (left.get() <= 0 || random.nextInt(ONE_OF) != 0 || left.getAndDecrement() <= 0) {
            return TcpProxy.Verdict.PASS;
        }
        return random.nextBoolean() ? TcpProxy.Verdict.CUT_BEFORE : TcpProxy.Verdict.CUT_AFTER;
    }

    @Override
    public void begin(int cuts) {
        left.set(cuts);
    }

    @Override
    public int left() {
        return Math.max(0, left.get());
    }
}
