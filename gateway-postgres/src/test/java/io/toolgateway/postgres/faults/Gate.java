package io.toolgateway.postgres.faults;

import io.toolgateway.time.Scheduler;

/** Lets the repairs of this process through or not: where another process is to be killed in the middle of one, it must be its turn. */
final class Gate {

    private static volatile boolean isShut;

    private Gate() {}

    static Scheduler in(Scheduler usual) {
        return (pause, task) -> usual.every(pause, () -> {
            if (!isShut) {
                task.run();
            }
        });
    }

    static void shut() {
        isShut = true;
    }

    static void open() {
        isShut = false;
    }
}
