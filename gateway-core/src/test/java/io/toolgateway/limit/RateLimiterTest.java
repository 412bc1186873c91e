package io.toolgateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.caller.Caller;
import io.toolgateway.testkit.Race;
import io.toolgateway.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The limiter that counts in this process: the same words and answers as the shared one. */
@Tag("E5")
class RateLimiterTest {

    private static final Caller ANN = Caller.of("acme", "ann");
    private static final Caller BOB = Caller.of("acme", "bob");
    private static final Caller MAX = Caller.of("globex", "max");
    private static final Duration HOUR = Duration.ofHours(1);

    private final AtomicLong nanos = new AtomicLong();
    private final TimeSource time = new TimeSource() {
        @Override
        public Instant instant() {
            return Instant.EPOCH;
        }

        @Override
        public long nanoTime() {
            return nanos.get();
        }
    };

    private RateLimiterBuilder limiter() {
        return RateLimiter.inProcess().time(time);
    }

    private void pass(Duration span) {
        nanos.addAndGet(span.toNanos());
    }

    private static long passed(RateLimiter limiter, Caller caller, String tool, int calls) {
        return IntStream.range(0, calls)
                .filter(i -> limiter.tryAcquire(caller, tool) instanceof RateLimiter.Answer.Passed)
                .count();
    }

    @Test
    void aBurstPassesAndThenAsManyAsTimeGives() {
        RateLimiter limiter = limiter()
                .perUser(Rate.of(60, Duration.ofMinutes(1)).withBurst(10))
                .build();

        assertThat(passed(limiter, ANN, "look", 20)).isEqualTo(10);
        pass(Duration.ofNanos(999_999_000));
        assertThat(passed(limiter, ANN, "look", 2)).isZero();
        pass(Duration.ofNanos(1_000));
        assertThat(passed(limiter, ANN, "look", 2)).isOne();
        pass(Duration.ofDays(400));
        assertThat(passed(limiter, ANN, "look", 20)).isEqualTo(10);
    }

    @Test
    void usersTenantsAndToolsAreBoundedEachForThemselves() {
        RateLimiter limiter = limiter()
                .perUser(Rate.of(3, HOUR))
                .perTenant(Rate.of(5, HOUR))
                .perTool("refund", Rate.of(2, HOUR))
                .build();

        assertThat(passed(limiter, ANN, "look", 9)).isEqualTo(3);
        assertThat(passed(limiter, BOB, "look", 9)).isEqualTo(2);
        assertThat(passed(limiter, MAX, "refund", 9)).isEqualTo(2);
        // The refused refunds used up nothing of hers.
        assertThat(passed(limiter, MAX, "look", 9)).isOne();
    }

    @Test
    void severalLimitsOfOneKindHoldTogether() {
        RateLimiter limiter = limiter()
                .perUser(Rate.of(2, Duration.ofSeconds(1)))
                .perUser(Rate.of(3, HOUR))
                .perUser(Rate.of(3, HOUR))
                .build();

        assertThat(passed(limiter, ANN, "look", 9)).isEqualTo(2);
        pass(Duration.ofSeconds(1));
        assertThat(passed(limiter, ANN, "look", 9)).isOne();
    }

    @Test
    void whoIsRefusedIsToldWhenThereIsRoomInAllBuckets() {
        RateLimiter limiter = limiter()
                .perUser(Rate.of(60, Duration.ofMinutes(1)).withBurst(2))
                .perTool("look", Rate.of(1, Duration.ofSeconds(7)))
                .build();
        passed(limiter, ANN, "other", 2);
        passed(limiter, BOB, "look", 1);
        pass(Duration.ofMillis(250));

        assertThat(limiter.tryAcquire(ANN, "other")).isEqualTo(new RateLimiter.Answer.Refused(Duration.ofMillis(750)));
        assertThat(limiter.tryAcquire(ANN, "look")).isEqualTo(new RateLimiter.Answer.Refused(Duration.ofMillis(6_750)));
        pass(Duration.ofMillis(6_750).minusNanos(1_000));
        assertThat(limiter.tryAcquire(ANN, "look")).isEqualTo(new RateLimiter.Answer.Refused(Duration.ofNanos(1_000)));
        pass(Duration.ofNanos(1_000));
        assertThat(limiter.tryAcquire(ANN, "look")).isEqualTo(new RateLimiter.Answer.Passed());
    }

    @Test
    @SuppressWarnings("unchecked") // an array of one kind of racer
    void manyThreadsNeverGetOneTooMany() throws InterruptedException {
        RateLimiter limiter = limiter()
                .perUser(Rate.of(100, HOUR))
                .perTenant(Rate.of(1_000, HOUR))
                .build();
        List<Callable<Long>> racers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            racers.add(() -> passed(limiter, ANN, "look", 50));
        }
        try (Race race = new Race(racers.size())) {
            assertThat(race.run(racers.toArray(Callable[]::new)).stream()
                            .mapToLong(n -> (Long) n)
                            .sum())
                    .isEqualTo(100);
        }
    }

    @Test
    void noLimitIsNoLimiter() {
        assertThatThrownBy(() -> RateLimiter.inProcess().build()).isInstanceOf(IllegalStateException.class);
        assertThat(passed(RateLimiter.UNLIMITED, ANN, "look", 1_000)).isEqualTo(1_000);
    }
}
