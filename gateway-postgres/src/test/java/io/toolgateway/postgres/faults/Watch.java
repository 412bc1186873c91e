package io.toolgateway.postgres.faults;

import io.toolgateway.testkit.faults.Pace;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Looks all the time whether what is shown is ahead of the record, also while a fault lasts (I13). A thread of its own. */
final class Watch implements AutoCloseable {

    private static final Duration BETWEEN = Duration.ofMillis(50);

    /** So many times as long as a look takes it waits for the next, so that it is not itself what keeps the machine busy. */
    private static final int RESTS = 8;

    private final Mirror mirror;
    private final List<String> ahead = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::watch, "watch");
    private volatile boolean isClosed;

    Watch(Mirror mirror) {
        this.mirror = mirror;
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        try {
            lookUntilClosed();
        } catch (RuntimeException | AssertionError e) {
            // Or nobody would hear that nobody looks any more.
            ahead.add("the watch ended: " + e);
        }
    }

    private void lookUntilClosed() {
        while (!isClosed) {
            long begun = System.nanoTime();
            Mirror.Look look = mirror.look();
            if (look != null) {
                ahead.addAll(look.ahead());
            }
            Pace.pass(BETWEEN.plusNanos(RESTS * (System.nanoTime() - begun)));
        }
    }

    /** What was seen. */
    List<String> ahead() {
        return List.copyOf(ahead);
    }

    @Override
    public void close() {
        isClosed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        mirror.close();
    }
}
