package io.toolgateway.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.testkit.faults.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who is woken. */
class WakeupsTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final int WORKERS = 5;

    private final Wakeups wakeups = new Wakeups();
    private final AtomicInteger woken = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();

    private void allWait() {
        for (int i = 0; i < WORKERS; i++) {
            Thread thread = new Thread(() -> {
                try {
                    if (wakeups.await(LONG)) {
                        woken.incrementAndGet();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            thread.start();
            threads.add(thread);
        }
        assertThat(Pace.until(
                        () -> threads.stream().allMatch(one -> one.getState() == Thread.State.TIMED_WAITING), LONG))
                .isTrue();
    }

    private void requireWoken(int count) throws InterruptedException {
        assertThat(Pace.until(() -> woken.get() == count, LONG)).isTrue();
        // The others wait on: a signal for them is what wakes them.
        assertThat(threads.stream().filter(Thread::isAlive)).hasSizeBetween(WORKERS - count, WORKERS);
        wakeups.signalAll();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(woken).hasValue(WORKERS);
    }

    @Test
    void asManyAreWokenAsThereIsWorkFor() throws InterruptedException {
        allWait();
        wakeups.signal(2);
        requireWoken(2);
    }

    @Test
    void signalsAddUp() throws InterruptedException {
        allWait();
        wakeups.signal(1);
        wakeups.signal(2);
        requireWoken(3);
    }

    @Test
    void whatIsHeardWhileNobodyWaitsIsKeptForOne() throws InterruptedException {
        wakeups.signal(7);
        wakeups.signalAll();

        assertThat(wakeups.await(LONG)).isTrue();
        assertThat(wakeups.await(SHORT)).isFalse();
        assertThat(wakeups.await(Duration.ZERO)).isFalse();
    }

    @Test
    void whoIsInterruptedTakesNothingAway() throws Exception {
        wakeups.signal(1);
        CompletableFuture<Boolean> wasInterrupted = CompletableFuture.supplyAsync(() -> {
            Thread.currentThread().interrupt();
            try {
                wakeups.await(LONG);
                return false;
            } catch (InterruptedException e) {
                return true;
            }
        });

        assertThat(wasInterrupted.get()).isTrue();
        assertThat(wakeups.await(LONG)).isTrue();
    }
}
