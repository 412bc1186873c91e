package io.toolgateway.postgres;

import java.util.concurrent.atomic.AtomicInteger;

/** Says of which call to a server nothing gets there, or nothing comes back. For any number of threads. */
final class NthCall {

    /** What happens to it. */
    enum Fate {
        PASSES,
        FAILS_BEFORE,
        FAILS_AFTER
    }

    private final AtomicInteger seen = new AtomicInteger();
    private volatile int due;
    private volatile Fate fate = Fate.PASSES;

    /** From now on the n-th call, 1 for the next. */
    void fail(int n, Fate fate) {
        seen.set(0);
        this.due = n;
        this.fate = fate;
    }

    /** From now on none. */
    void heal() {
        fail(0, Fate.PASSES);
    }

    Fate next() {
        return seen.incrementAndGet() == due ? fate : Fate.PASSES;
    }

    int seen() {
        return seen.get();
    }
}
