package io.toolgateway.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.postgres.GroupCommit.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Callers share commits, and nothing else. */
class GroupCommitTest {

    private static final int CALLERS = 32;

    private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    private final ConcurrentLinkedQueue<List<Integer>> batches = new ConcurrentLinkedQueue<>();

    @AfterEach
    void over() {
        callers.shutdownNow();
    }

    @Test
    void aLoneCallerCommitsOnItsOwnThread() {
        Thread caller = Thread.currentThread();
        GroupCommit<Integer, Thread> group =
                new GroupCommit<>(2, 256, batch -> List.of(new Answer.Done<>(Thread.currentThread())));

        assertThat(group.run(1)).isSameAs(caller);
    }

    @Test
    void whoComesDuringACommitSharesTheNext() throws InterruptedException {
        CountDownLatch firstIsUnderWay = new CountDownLatch(1);
        CountDownLatch firstMayEnd = new CountDownLatch(1);
        GroupCommit<Integer, Integer> group = new GroupCommit<>(1, 256, batch -> {
            batches.add(batch);
            if (batch.contains(0)) {
                firstIsUnderWay.countDown();
                await(firstMayEnd);
            }
            return answers(batch);
        });
        CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> group.run(0), callers);
        await(firstIsUnderWay);
        List<CompletableFuture<Integer>> others = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            int mine = i;
            CompletableFuture<Integer> result = new CompletableFuture<>();
            Thread thread = new Thread(() -> {
                result.complete(group.run(mine));
            });
            thread.start();
            threads.add(thread);
            others.add(result);
        }
        while (threads.stream().anyMatch(thread -> thread.getState() != Thread.State.WAITING)) {
            Thread.onSpinWait();
        }

        firstMayEnd.countDown();

        assertThat(first.join()).isZero();
        assertThat(others).extracting(CompletableFuture::join).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(batches).hasSize(2);
    }

    @Test
    void everyoneIsAnsweredWithTheirOwn() {
        GroupCommit<Integer, Integer> group = new GroupCommit<>(2, 7, GroupCommitTest::answers);
        List<CompletableFuture<Integer>> sums = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            int caller = i;
            sums.add(CompletableFuture.supplyAsync(
                    () -> {
                        int wrong = 0;
                        for (int n = 0; n < 2_000; n++) {
                            int mine = caller * 10_000 + n;
                            wrong += group.run(mine) == mine ? 0 : 1;
                        }
                        return wrong;
                    },
                    callers));
        }

        assertThat(sums).extracting(CompletableFuture::join).containsOnly(0);
    }

    @Test
    void whatOneBroughtFailsAlone() {
        GroupCommit<Integer, Integer> group = new GroupCommit<>(1, 256, batch -> {
            if (batch.contains(13)) {
                throw new IllegalArgumentException("13");
            }
            return answers(batch);
        });
        List<CompletableFuture<Integer>> results = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            int mine = i;
            results.add(CompletableFuture.supplyAsync(() -> group.run(mine), callers));
        }

        for (int i = 0; i < CALLERS; i++) {
            CompletableFuture<Integer> result = results.get(i);
            if (i == 13) {
                assertThatThrownBy(result::join).hasRootCauseInstanceOf(IllegalArgumentException.class);
            } else {
                assertThat(result.join()).isEqualTo(i);
            }
        }
    }

    @Test
    void aLostDatabaseIsAskedOnceForAll() {
        GroupCommit<Integer, Integer> group = new GroupCommit<>(1, 256, batch -> {
            batches.add(batch);
            throw new UnreachableException("gone", null);
        });

        assertThatThrownBy(() -> group.run(1)).isInstanceOf(UnreachableException.class);
        assertThat(batches).hasSize(1);
    }

    @Test
    void whoIsInterruptedStillHearsTheAnswer() {
        GroupCommit<Integer, Integer> group = new GroupCommit<>(1, 256, GroupCommitTest::answers);
        Thread.currentThread().interrupt();

        assertThat(group.run(1)).isEqualTo(1);
        assertThat(Thread.interrupted()).isTrue();
    }

    private static List<Answer<Integer>> answers(List<Integer> batch) {
        List<Answer<Integer>> answers = new ArrayList<>();
        batch.forEach(one -> answers.add(new Answer.Done<>(one)));
        return answers;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
