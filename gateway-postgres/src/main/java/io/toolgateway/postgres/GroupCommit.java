package io.toolgateway.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets concurrent callers share a commit, or a query: the first who finds a lane free carries what all who wait have brought; no timer and
 * no thread of its own, so that a lone caller waits for nobody (PERFORMANCE, B3).
 *
 * <p>A batch that fails is done again one by one, so that what one brought cannot fail another.
 *
 * <p>Threads: safe for concurrent use; virtual ones work. A caller that is interrupted still waits for its answer.
 *
 * @param <A> what a caller brings
 * @param <R> what it is answered
 */
final class GroupCommit<A, R> {

    private final Queue<Waiting<A, R>> queue = new ConcurrentLinkedQueue<>();
    private final Semaphore lanes;
    private final int most;
    private final Function<List<A>, List<Answer<R>>> commit;

    /**
     * Creates it.
     *
     * @param lanes how many batches may be under way at once
     * @param most how many callers share a commit at most
     * @param commit does all of a batch or nothing, in order; throws if it could not
     */
    GroupCommit(int lanes, int most, Function<List<A>, List<Answer<R>>> commit) {
        this.lanes = new Semaphore(lanes);
        this.most = most;
        this.commit = commit;
    }

    /** What became of what one caller brought. */
    sealed interface Answer<R> {

        /** It was done. */
        record Done<R>(R result) implements Answer<R> {}

        /** It could not be done, whoever else was in the batch; nothing of it was stored. */
        record Failed<R>(Throwable cause) implements Answer<R> {}

        /** What comes of an attempt; what it throws fails whoever brought it, and nobody else. */
        static <R> Answer<R> of(Supplier<R> attempt) {
            try {
                return new Done<>(attempt.get());
            } catch (RuntimeException e) {
                return new Failed<>(e);
            }
        }
    }

    private static final class Waiting<A, R> {
        private final A brought;
        private final Thread thread = Thread.currentThread();
        private volatile boolean isCarried;
        private volatile @Nullable Answer<R> answer;

        Waiting(A brought) {
            this.brought = brought;
        }

        void answer(Answer<R> given) {
            answer = given;
            LockSupport.unpark(thread);
        }
    }

    /** Brings something, and waits until it is committed or has failed. */
    R run(A brought) {
        Waiting<A, R> mine = new Waiting<>(brought);
        queue.add(mine);
        boolean wasInterrupted = false;
        Answer<R> answer = mine.answer;
        while (answer == null) {
            if (!mine.isCarried && lanes.tryAcquire()) {
                lead();
            } else {
                LockSupport.park(this);
                // An interrupt is kept for the caller: while it is set, parking would spin.
                wasInterrupted |= Thread.interrupted();
            }
            answer = mine.answer;
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
        return resultOf(answer);
    }

    private void lead() {
        try {
            List<Waiting<A, R>> batch = drained();
            if (!batch.isEmpty()) {
                carry(batch);
            }
        } finally {
            lanes.release();
            // Whoever came after the draining and found no lane is asleep: it leads now.
            Waiting<A, R> next = queue.peek();
            if (next != null) {
                LockSupport.unpark(next.thread);
            }
        }
    }

    private List<Waiting<A, R>> drained() {
        List<Waiting<A, R>> batch = new ArrayList<>();
        Waiting<A, R> next = queue.poll();
        while (next != null) {
            next.isCarried = true;
            batch.add(next);
            next = batch.size() < most ? queue.poll() : null;
        }
        return batch;
    }

    private void carry(List<Waiting<A, R>> batch) {
        try {
            List<Answer<R>> answers =
                    commit.apply(batch.stream().map(waiting -> waiting.brought).toList());
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).answer(answers.get(i));
            }
        } catch (UnreachableException e) {
            // One by one they would all wait as long again.
            batch.forEach(one -> one.answer(new Answer.Failed<>(e)));
        } catch (RuntimeException | Error e) {
            if (batch.size() == 1) {
                batch.get(0).answer(new Answer.Failed<>(e));
            } else {
                batch.forEach(one -> carry(List.of(one)));
            }
        }
    }

    private static <R> R resultOf(Answer<R> answer) {
        if (answer instanceof Answer.Done<R> done) {
            return done.result();
        }
        Throwable cause = ((Answer.Failed<R>) answer).cause();
        if (cause instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) cause;
    }
}
