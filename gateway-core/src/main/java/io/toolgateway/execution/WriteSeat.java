package io.toolgateway.execution;

import io.toolgateway.proposal.Proposal;
import io.toolgateway.store.StoreException;
import io.toolgateway.tool.Call;
import io.toolgateway.tool.RegisteredTool;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leave to start one proposal that a policy allowed. Used by the gateway, not by applications; see {@link Starter}.
 *
 * <p>Threads: confined to one.
 *
 * @since 0.1
 */
public final class WriteSeat implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WriteSeat.class);
    private static final Duration RECORDED_WITHIN = Duration.ofSeconds(1);

    private final Backing backing;
    private final Duration patience;
    private final Runner runner;
    private final HandlerThreads threads;
    private final Heartbeats heartbeats;
    private final BooleanSupplier hasWorkers;
    private final Seat seat;

    WriteSeat(
            Backing backing,
            Duration patience,
            Runner runner,
            HandlerThreads threads,
            Heartbeats heartbeats,
            BooleanSupplier hasWorkers,
            Seat seat) {
        this.backing = backing;
        this.patience = patience;
        this.runner = runner;
        this.threads = threads;
        this.heartbeats = heartbeats;
        this.hasWorkers = hasWorkers;
        this.seat = seat;
    }

    /**
     * Runs a proposal that is stored as running.
     *
     * @param held the proposal
     * @param registered its tool
     * @param call its call
     * @param askedAt the monotonic time from before it was stored
     * @param answerBy when to answer
     * @return the proposal as it stands by then; still running if it was not done in time
     * @throws StoreException if it was run and could not be recorded for now; once its end is on record, the conversation is told
     */
    public Proposal start(Proposal held, RegisteredTool registered, Call call, long askedAt, long answerBy) {
        Listening listening = Listening.waiting();
        boolean isTriedAgain = hasWorkers.getAsBoolean();
        Optional<Slots> slots = seat.handOver();
        if (slots.isEmpty()) {
            Runner.Start start = new Runner.Start(listening, isTriedAgain, Duration.ZERO, null);
            return runner.runStored(held, registered, call, askedAt, start);
        }
        Hold hold = Hold.ofProposer(
                held,
                slots.get(),
                backing.time().nanoTime() + registered.tool().timeLimit().toNanos());
        Runner.Start start = new Runner.Start(listening, isTriedAgain, patience, hold);
        FutureTask<Proposal> task = new FutureTask<>(
                () -> runner.answered(held, runner.runStored(held, registered, call, askedAt, start), listening));
        heartbeats.add(hold);
        try {
            threads.run(() -> run(task, hold));
        } catch (RuntimeException | Error none) {
            LOG.error("no thread is to be had for proposal {}", held.id(), none);
            end(hold);
            return runner.notStarted(held, start, Duration.ZERO, "busy", "no thread is to be had; it was not started.");
        }
        return answer(task, held, listening, answerBy);
    }

    private void run(FutureTask<Proposal> task, Hold hold) {
        hold.begin();
        try {
            task.run();
        } finally {
            end(hold);
        }
    }

    private void end(Hold hold) {
        heartbeats.remove(hold);
        hold.end();
    }

    private Proposal answer(FutureTask<Proposal> task, Proposal held, Listening listening, long answerBy) {
        boolean interrupted = false;
        try {
            return task.get(Starter.left(backing, answerBy).toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
            return listening.leave() ? held : recorded(task, held, listening);
        } catch (TimeoutException late) {
            return listening.leave() ? held : recorded(task, held, listening);
        } catch (ExecutionException e) {
            throw Starter.unchecked(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Its end is being recorded, which takes as long as the store does; if that is long, nobody knows for now. */
    private static Proposal recorded(FutureTask<Proposal> task, Proposal held, Listening listening) {
        try {
            return task.get(RECORDED_WITHIN.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            if (listening.leaveAnyway()) {
                throw new StoreException("what came of it could not be recorded in time", late);
            }
            return done(task);
        } catch (InterruptedException e) {
            try {
                return listening.leaveAnyway() ? held : done(task);
            } finally {
                Thread.currentThread().interrupt();
            }
        } catch (ExecutionException e) {
            throw Starter.unchecked(e);
        }
    }

    /** The answer is there, and only has to be handed over. */
    private static Proposal done(FutureTask<Proposal> task) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw Starter.unchecked(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Gives the seat back, if nothing was started on it. */
    @Override
    public void close() {
        seat.close();
    }
}
