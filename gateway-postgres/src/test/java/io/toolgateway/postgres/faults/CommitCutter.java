package io.toolgateway.postgres.faults;

import io.toolgateway.testkit.faults.CutCommits;
import io.toolgateway.testkit.faults.TcpProxy;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Cuts a share of the commits: half before the server sees them, half before the client sees the answer. Safe for concurrent use. */
final class CommitCutter implements CutCommits {

    /** One commit of so many is cut, so that some work gets through. */
    private static final int ONE_OF = 5;

    private final Random random;
    private final AtomicInteger left = new AtomicInteger();

    CommitCutter(long seed) {
        random = new Random(seed);
    }

    /** A watch for one connection. */
    TcpProxy.Watch watch() {
        ClientMessages messages = new ClientMessages();
        return (bytes, length) -> messages.commits(bytes, length) ? verdict() : TcpProxy.Verdict.PASS;
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
