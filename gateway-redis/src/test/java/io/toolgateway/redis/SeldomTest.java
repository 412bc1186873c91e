package io.toolgateway.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SeldomTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - MINUTE.toNanos() / 2);
    private final AtomicInteger done = new AtomicInteger();
    private final Seldom seldom = new Seldom(
            MINUTE,
            new TimeSource() {
                @Override
                public Instant instant() {
                    return Instant.EPOCH;
                }

                @Override
                public long nanoTime() {
                    return nanos.get();
                }
            },
            done::incrementAndGet);

    @Test
    void atOnceAndThenOnceInAWhileAlsoWhenTheCounterOverflows() {
        seldom.run();
        seldom.run();
        nanos.addAndGet(MINUTE.toNanos() - 1);
        seldom.run();
        assertThat(done).hasValue(1);

        nanos.addAndGet(1);
        seldom.run();
        seldom.run();
        assertThat(done).hasValue(2);
    }
}
