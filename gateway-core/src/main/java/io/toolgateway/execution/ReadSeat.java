package io.toolgateway.execution;

import io.toolgateway.proposal.Execution;
import io.toolgateway.tool.Failure;
import io.toolgateway.tool.Invocation;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leave to run one read that needs no proposal. Used by the gateway, not by applications; see {@link Starter}.
 *
 * <p>Threads: confined to one.
 *
 * @since 0.1
 */
public final class ReadSeat implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReadSeat.class);

    private final Backing backing;
    private final Breakers breakers;
    private final HandlerThreads threads;
    private final Seat seat;

    ReadSeat(Backing backing, Breakers breakers, HandlerThreads threads, Seat seat) {
        this.backing = backing;
        this.breakers = breakers;
        this.threads = threads;
        this.seat = seat;
    }

    /**
     * Runs a read, and again in place where that may help and there is time.
     *
     * @param tool the tool, read-only
     * @param invocation what to run
     * @param answerBy when to answer
     * @return what came of it; a failure if it was not done in time
     */
    public Execution read(Tool tool, Supplier<Invocation> invocation, long answerBy) {
        long begun = backing.time().nanoTime();
        for (int starts = 1; ; starts++) {
            Ended ended = readOnce(tool, invocation.get(), answerBy);
            Failure failure = ended.failure(tool.failures());
            Optional<Duration> delay = failure == null
                    ? Optional.empty()
                    : Retries.delay(
                            failure,
                            starts,
                            tool.maxStarts(),
                            Runner.spread(backing.ids().next()));
            if (delay.isEmpty() || !paused(delay.get(), answerBy)) {
                return execution(ended, since(begun));
            }
        }
    }

    /** No record has what a read returned, so nothing of it has to be left out. */
    private static Execution execution(Ended ended, Duration took) {
        return ended instanceof Ended.Returned returned
                ? new Execution(returned.result(), null, took, null)
                : ended.execution(took);
    }

    private boolean paused(Duration delay, long answerBy) {
        if (left(answerBy).compareTo(delay) <= 0) {
            return false;
        }
        try {
            backing.time().pause(delay);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Ended readOnce(Tool tool, Invocation invocation, long answerBy) {
        if (!seat.isOnCallersThread() && left(answerBy).isZero()) {
            return failed("busy", "the time to answer was over before it could be started.");
        }
        if (!breakers.tryStart(tool.name())) {
            return failed("circuit_open", "the system behind the tool does not work at the moment.");
        }
        long begun = backing.time().nanoTime();
        Ended ended;
        try {
            ended = readEnded(tool, invocation, answerBy);
        } catch (RuntimeException | Error none) {
            LOG.error("no thread is to be had for a call of {}", tool.name(), none);
            breakers.notStarted(tool.name());
            return failed("busy", "no thread is to be had; it was not started.");
        }
        breakers.ended(tool.name(), ended.failure(tool.failures()), since(begun));
        return ended;
    }

    private Ended readEnded(Tool tool, Invocation invocation, long answerBy) {
        FutureTask<Ended> task = begin(new FutureTask<>(() -> Ended.of(tool.handler(), invocation)));
        try {
            return task.get(left(answerBy).toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            task.cancel(true);
            return new Ended.Returned(
                    ToolResult.transientFailure("no_answer_in_time", "the tool did not answer in time."));
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            return new Ended.Broke(e);
        } catch (ExecutionException e) {
            throw Starter.unchecked(e);
        }
    }

    private static Ended failed(String code, String message) {
        return new Ended.Returned(ToolResult.failure(code, message));
    }

    /** On a thread that is left behind if it does not come back. */
    private FutureTask<Ended> begin(FutureTask<Ended> task) {
        if (seat.isOnCallersThread()) {
            task.run();
            return task;
        }
        seat.setRunning(true);
        try {
            threads.run(() -> {
                try {
                    task.run();
                } finally {
                    seat.setRunning(false);
                }
            });
        } catch (RuntimeException | Error none) {
            seat.setRunning(false);
            throw none;
        }
        return task;
    }

    private Duration left(long answerBy) {
        return Starter.left(backing, answerBy);
    }

    private Duration since(long begun) {
        return Duration.ofNanos(backing.time().nanoTime() - begun);
    }

    /** Gives the seat back, as soon as nothing runs on it. */
    @Override
    public void close() {
        seat.close();
    }
}
