package io.toolgateway.postgres.faults;

import io.toolgateway.time.Scheduler;
import java.util.concurrent.atomic.AtomicBoolean;

/** A mistake: what the view lost at first is found, and what it loses later is not. */
public final class NeverRepaired extends ShownOpener {

    @Override
    Scheduler repairs(Scheduler usual) {
        return (pause, task) -> {
            AtomicBoolean isFirst = new AtomicBoolean(true);
            return usual.every(pause, () -> {
                if (isFirst.getAndSet(false)) {
                    task.run();
                }
            });
        };
    }
}
