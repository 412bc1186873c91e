package io.toolgateway.examples.benchmarks.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Does things on several threads at once. */
final class Crowd {

    private Crowd() {}

    /** What is done. */
    @FunctionalInterface
    interface Task {
        void run() throws Exception;
    }

    /** Does it so many times on so many threads. */
    static void each(int callers, int count, Task task) throws Exception {
        AtomicInteger next = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        List<Throwable> failed = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            Thread thread = new Thread(() -> {
                try {
                    while (next.getAndIncrement() < count) {
                        task.run();
                    }
                } catch (Exception e) {
                    synchronized (failed) {
                        failed.add(e);
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (!failed.isEmpty()) {
            throw new IllegalStateException("a caller failed", failed.get(0));
        }
    }
}
