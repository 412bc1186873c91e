package io.toolgateway.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.store.StoreException;
import io.toolgateway.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who listens, who is woken, and who takes over. */
@Tag("S2")
@Timeout(60)
class HintsTest {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final StoreException GONE = new StoreException("gone", null);

    private final Script script = new Script();
    private final Hints hints = new Hints(script, TimeSource.SYSTEM);
    private final List<Waiter> waiters = new ArrayList<>();

    /** A thread that waits, and what came of it. */
    private static final class Waiter extends FutureTask<Boolean> {
        private final Thread thread;

        Waiter(Callable<Boolean> wait) {
            super(wait);
            thread = new Thread(this);
            thread.start();
        }
    }

    /** Hears what a test says, when it says so; an interrupt breaks it off, as that of a virtual thread does a read. */
    private static final class Script implements Hints.Source {
        private final BlockingQueue<Callable<Integer>> words = new SynchronousQueue<>();
        private final BlockingQueue<Thread> listeners = new LinkedBlockingQueue<>();
        private final AtomicInteger atOnce = new AtomicInteger();

        @Override
        public int listen(Duration atMost) {
            assertThat(atOnce.incrementAndGet()).as("listeners").isEqualTo(1);
            listeners.add(Thread.currentThread());
            try {
                Callable<Integer> word = words.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
                return word == null ? 0 : word.call();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StoreException("interrupted", e);
            } catch (StoreException e) {
                throw e;
            } catch (Exception e) {
                throw new AssertionError(e);
            } finally {
                atOnce.decrementAndGet();
            }
        }

        void say(Callable<Integer> word) throws InterruptedException {
            assertThat(words.offer(word, PATIENCE.toNanos(), TimeUnit.NANOSECONDS))
                    .as("somebody listens")
                    .isTrue();
        }

        Thread listener() throws InterruptedException {
            Thread listener = listeners.poll(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
            assertThat(listener).as("somebody listens").isNotNull();
            return listener;
        }

        @Override
        public void leave() {}

        @Override
        public void forgetDead(Duration idle) {}
    }

    @AfterEach
    void stop() {
        waiters.forEach(waiter -> waiter.thread.interrupt());
    }

    private void waiting(int count) {
        for (int i = 0; i < count; i++) {
            waiters.add(new Waiter(() -> hints.await(LONG)));
        }
        awaitWaiting(count);
    }

    /** All of them sleep: one in the source, the others for it. */
    private void awaitWaiting(int count) {
        await(() -> waiters.stream()
                        .filter(waiter -> waiter.thread.getState() == Thread.State.TIMED_WAITING)
                        .count()
                == count);
    }

    private void awaitDone(int count) {
        await(() -> waiters.stream().filter(FutureTask::isDone).count() == count);
    }

    private static void await(Callable<Boolean> condition) {
        try {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!condition.call()) {
                assertThat(System.nanoTime()).as("in time").isLessThan(end);
                Thread.yield();
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private List<Boolean> results() throws Exception {
        List<Boolean> results = new ArrayList<>();
        for (Waiter waiter : waiters) {
            if (waiter.isDone()) {
                results.add(waiter.get());
            }
        }
        return results;
    }

    @Test
    void oneHintWakesOneAndAnotherListens() throws Exception {
        waiting(3);
        Thread first = script.listener();

        script.say(() -> 1);

        assertThat(script.listener()).isNotEqualTo(first);
        awaitDone(1);
        awaitWaiting(2);
        assertThat(results()).containsExactly(true);
    }

    @Test
    void severalHintsWakeAsMany() throws Exception {
        waiting(8);
        script.listener();

        script.say(() -> 5);

        script.listener();
        awaitDone(5);
        awaitWaiting(3);
        assertThat(results()).containsOnly(true);
    }

    @Test
    void moreHintsThanThreadsWakeAllAndNobodyLater() throws Exception {
        waiting(3);
        script.listener();

        script.say(() -> 100);

        awaitDone(3);
        assertThat(results()).containsOnly(true);
        assertThat(hints.await(Duration.ofMillis(1))).isFalse();
    }

    @Test
    void whoseTimeIsOverLeavesTheOthersListening() throws Exception {
        waiters.add(new Waiter(() -> hints.await(Duration.ofMillis(20))));
        Thread first = script.listener();
        waiters.add(new Waiter(() -> hints.await(LONG)));

        assertThat(waiters.get(0).get()).isFalse();

        await(() -> script.listener() != first);
        script.say(() -> 1);
        assertThat(waiters.get(1).get()).isTrue();
    }

    @Test
    void whoWaitsForTheListenerDoesNotWaitLongerThanItWants() throws Exception {
        waiting(1);

        assertThat(hints.await(Duration.ofMillis(20))).isFalse();
        assertThat(hints.await(Duration.ZERO)).isFalse();
        assertThat(waiters.get(0).isDone()).isFalse();
    }

    @Test
    void anInterruptedListenerIsReplaced() throws Exception {
        waiting(2);
        Thread first = script.listener();

        first.interrupt();

        assertThat(script.listener()).isNotEqualTo(first);
        awaitDone(1);
        assertInterrupted(waiter(first));
        script.say(() -> 1);
        awaitDone(2);
    }

    @Test
    void whatAnInterruptedListenerHeardWakesAnother() throws Exception {
        waiting(2);
        Thread first = script.listener();

        script.say(() -> {
            Thread.currentThread().interrupt();
            return 1;
        });

        awaitDone(2);
        assertInterrupted(waiter(first));
        assertThat(other(first).get()).isTrue();
    }

    @Test
    void anInterruptedFollowerLeavesAlone() throws Exception {
        waiting(2);
        Thread first = script.listener();

        Waiter follower = other(first);
        follower.thread.interrupt();

        assertInterrupted(follower);
        assertThat(waiter(first).isDone()).isFalse();
        script.say(() -> 1);
        assertThat(waiter(first).get()).isTrue();
    }

    @Test
    void whoIsInterruptedBeforeDoesNotListen() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> hints.await(LONG)).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(script.listeners).isEmpty();
    }

    @Test
    void aFailureIsTheListenersAloneAndAnotherTakesOver() throws Exception {
        waiting(3);
        Thread first = script.listener();

        script.say(() -> {
            throw GONE;
        });

        assertThat(script.listener()).isNotEqualTo(first);
        assertThatThrownBy(waiter(first)::get)
                .isInstanceOf(ExecutionException.class)
                .hasCause(GONE);
        awaitWaiting(2);
        script.say(() -> 2);
        awaitDone(3);
    }

    private Waiter waiter(Thread thread) {
        return waiters.stream()
                .filter(waiter -> waiter.thread == thread)
                .findAny()
                .orElseThrow();
    }

    private Waiter other(Thread thread) {
        return waiters.stream()
                .filter(waiter -> waiter.thread != thread)
                .findAny()
                .orElseThrow();
    }

    private static void assertInterrupted(Waiter waiter) {
        assertThatThrownBy(waiter::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
    }
}
