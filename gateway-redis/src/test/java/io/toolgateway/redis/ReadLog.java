package io.toolgateway.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What a reader of the log was given, in its order. */
final class ReadLog {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final List<LogEntry> entries = new ArrayList<>();
    LogBatch sum = LogBatch.NONE;

    /** Reads until nothing is there. */
    ReadLog all(ProposalLog log) {
        LogBatch batch = log.read(entries::add);
        while (!batch.isEmpty()) {
            sum = sum.plus(batch);
            batch = log.read(entries::add);
        }
        return this;
    }

    /** Reads until something is so. */
    ReadLog until(ProposalLog log, BooleanSupplier isSo) throws InterruptedException {
        return until(log, isSo, entries::add);
    }

    ReadLog until(ProposalLog log, BooleanSupplier isSo, Consumer<LogEntry> function) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isSo.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time; so far %s", sum).isLessThan(end);
            sum = sum.plus(log.read(Duration.ofMillis(20), function));
        }
        return this;
    }

    List<String> statuses() {
        return entries.stream().map(entry -> entry.status().text()).toList();
    }
}
