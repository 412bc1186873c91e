package io.toolgateway.postgres;

import io.toolgateway.store.StoreException;
import io.toolgateway.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals beside other work, if it is time to.
 *
 * <p>Threads: safe for concurrent use.
 */
final class BackgroundSeals {

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundSeals.class);

    private final AuditSeals seals;
    private final Consumer<List<AuditSeal>> told;
    private final Duration interval;
    private final TimeSource time;
    private final AtomicLong last;

    BackgroundSeals(AuditSeals seals, Consumer<List<AuditSeal>> told, Duration interval, TimeSource time) {
        this.seals = seals;
        this.told = told;
        this.interval = interval;
        this.time = time;
        this.last = new AtomicLong(time.nanoTime() - interval.toNanos());
    }

    /** What cannot be sealed now is sealed later: whoever called has other work. */
    void sealIfDue() {
        long now = time.nanoTime();
        long before = last.get();
        if (now - before < interval.toNanos() || !last.compareAndSet(before, now)) {
            return;
        }
        try {
            List<AuditSeal> made = seals.seal();
            if (!made.isEmpty()) {
                told.accept(made);
            }
        } catch (StoreException e) {
            LOG.warn("events are not sealed now: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("whoever keeps the seals has refused some", e);
        }
    }
}
