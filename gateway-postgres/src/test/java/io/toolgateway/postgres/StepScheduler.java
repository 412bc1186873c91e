package io.toolgateway.postgres;

import io.toolgateway.time.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Runs what was scheduled when the test says so, and not before. */
final class StepScheduler implements Scheduler {

    private final List<Runnable> tasks = new CopyOnWriteArrayList<>();

    @Override
    public Repeating every(Duration pause, Runnable task) {
        tasks.add(task);
        return () -> tasks.remove(task);
    }

    /** Runs each task once. */
    void step() {
        tasks.forEach(Runnable::run);
    }

    int size() {
        return tasks.size();
    }
}
