package io.toolgateway.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.caller.Caller;
import io.toolgateway.limit.Rate;
import io.toolgateway.limit.RateLimiter;
import io.toolgateway.testkit.Race;
import io.toolgateway.testkit.SettableClock;
import io.toolgateway.testkit.server.OwnRedis;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.UnifiedJedis;

/** Limits that several hosts share, on a real server. */
@Tag("E5")
class RedisRateLimiterTest {

    private static final Caller ANN = Caller.of("acme", "ann");
    private static final Caller BOB = Caller.of("acme", "bob");
    private static final Caller MAX = Caller.of("globex", "max");
    private static final Duration HOUR = Duration.ofHours(1);

    private static OwnRedis server;
    private static RedisClient client;

    private final SettableClock clock = new SettableClock();

    @BeforeAll
    static void start() {
        server = OwnRedis.start();
        client = RedisClient.create(server.server().uri());
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @BeforeEach
    void empty() {
        client.flushAll();
    }

    private RedisRateLimiterBuilder limiter() {
        return RedisRateLimiter.on(client).onTime(() -> String.valueOf(Written.micros(clock.instant())));
    }

    /** How many of so many calls pass. */
    private static long passed(RedisRateLimiter limiter, Caller caller, String tool, int calls) {
        return IntStream.range(0, calls)
                .filter(i -> limiter.tryAcquire(caller, tool) instanceof RateLimiter.Answer.Passed)
                .count();
    }

    @Test
    void aBurstPassesAndThenAsManyAsTimeGives() {
        RedisRateLimiter limiter = limiter()
                .perUser(Rate.of(60, Duration.ofMinutes(1)).withBurst(10))
                .build();

        assertThat(passed(limiter, ANN, "look", 20)).isEqualTo(10);
        clock.advance(Duration.ofNanos(999_999_000));
        assertThat(passed(limiter, ANN, "look", 2)).isZero();
        clock.advance(Duration.ofNanos(1_000));
        assertThat(passed(limiter, ANN, "look", 2)).isOne();
        clock.advance(Duration.ofSeconds(7));
        assertThat(passed(limiter, ANN, "look", 20)).isEqualTo(7);
        clock.advance(Duration.ofDays(400));
        assertThat(passed(limiter, ANN, "look", 20)).isEqualTo(10);
    }

    @Test
    void aClockThatIsSetBackGivesNothing() {
        RedisRateLimiter limiter = limiter().perUser(Rate.of(2, HOUR)).build();

        assertThat(passed(limiter, ANN, "look", 3)).isEqualTo(2);
        clock.advance(HOUR.negated());
        assertThat(passed(limiter, ANN, "look", 3)).isZero();
    }

    @Test
    void whatTimeGivesIsNeverRoundedUp() {
        // Seven do not divide a minute.
        RedisRateLimiter limiter = limiter()
                .perUser(Rate.of(7, Duration.ofMinutes(1)).withBurst(1))
                .build();
        Random random = new Random(7);
        long passed = 0;
        for (int i = 0; i < 3_000; i++) {
            clock.advance(Duration.ofNanos(random.nextInt(10_000_000) * 1_000L));
            passed += passed(limiter, ANN, "look", 1);
        }
        long micros = Duration.between(SettableClock.START, clock.instant()).toNanos() / 1_000;

        assertThat(passed)
                .isLessThanOrEqualTo(1 + micros * 7 / 60_000_000)
                .isGreaterThan(micros * 7 / 60_000_000 * 6 / 10);
    }

    @Test
    void usersTenantsAndToolsAreBoundedEachForThemselves() {
        RedisRateLimiter limiter = limiter()
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
    void whoIsRefusedIsToldWhenThereIsRoomInAllBuckets() {
        RedisRateLimiter limiter = limiter()
                .perUser(Rate.of(60, Duration.ofMinutes(1)).withBurst(2))
                .perTool("look", Rate.of(1, Duration.ofSeconds(7)))
                .build();
        passed(limiter, ANN, "other", 2);
        passed(limiter, BOB, "look", 1);
        clock.advance(Duration.ofMillis(250));

        assertThat(limiter.tryAcquire(ANN, "other")).isEqualTo(new RateLimiter.Answer.Refused(Duration.ofMillis(750)));
        assertThat(limiter.tryAcquire(ANN, "look")).isEqualTo(new RateLimiter.Answer.Refused(Duration.ofMillis(6_750)));
        clock.advance(Duration.ofMillis(6_750).minusNanos(1_000));
        assertThat(limiter.tryAcquire(ANN, "look")).isEqualTo(new RateLimiter.Answer.Refused(Duration.ofNanos(1_000)));
        clock.advance(Duration.ofNanos(1_000));
        assertThat(limiter.tryAcquire(ANN, "look")).isEqualTo(new RateLimiter.Answer.Passed());
    }

    @Test
    void aToolThatNoLimitNamesIsNotAskedFor() {
        RedisRateLimiter limiter = limiter().perTool("refund", Rate.of(1, HOUR)).build();

        assertThat(passed(limiter, ANN, "look", 9)).isEqualTo(9);
        assertThat(client.dbSize()).isZero();
    }

    @Test
    void severalLimitsOfOneKindHoldTogether() {
        RedisRateLimiter limiter = limiter()
                .perUser(Rate.of(2, Duration.ofSeconds(1)))
                .perUser(Rate.of(3, HOUR))
                .build();

        assertThat(passed(limiter, ANN, "look", 9)).isEqualTo(2);
        clock.advance(Duration.ofSeconds(1));
        assertThat(passed(limiter, ANN, "look", 9)).isOne();
    }

    @Test
    void whatIsHeldIsForgottenOnceItHasRunDry() {
        RedisRateLimiter limiter = limiter().perUser(Rate.of(10, HOUR)).build();
        passed(limiter, ANN, "look", 1);

        String bucket = client.keys("*").iterator().next();
        assertThat(client.pttl(bucket)).isBetween(1L, Duration.ofMinutes(6).toMillis() + 1);
        passed(limiter, ANN, "look", 9);
        assertThat(client.pttl(bucket)).isBetween(Duration.ofMinutes(59).toMillis(), HOUR.toMillis() + 1);
    }

    @Test
    void noTwoCallersShareABucketByTheirNames() {
        List<String> names = List.of(
                "a",
                "1:a",
                "a:",
                ":a",
                "1:a:",
                "a:1:a",
                "{a}",
                "}a{",
                "user:1:a:a",
                "a\n",
                "\u00e4\ud83d\ude00",
                "2:1:a:");
        RedisRateLimiter limiter = limiter().perUser(Rate.of(1, HOUR)).build();

        for (String tenant : names) {
            for (String user : names) {
                assertThat(passed(limiter, Caller.of(tenant, user), "look", 2))
                        .as(tenant + " and " + user)
                        .isOne();
            }
        }
        assertThat(client.keys("{tg:rates}:1/3600000000/1:user:*")).hasSize(names.size() * names.size());
    }

    @Test
    void namespacesCountForThemselves() {
        RedisRateLimiter one = limiter().in("one").perUser(Rate.of(1, HOUR)).build();
        RedisRateLimiter two = limiter().in("two").perUser(Rate.of(1, HOUR)).build();

        assertThat(passed(one, ANN, "look", 2)).isOne();
        assertThat(passed(two, ANN, "look", 2)).isOne();
    }

    @Test
    void eightThreadsOfTwoHostsNeverGetOneTooMany() throws InterruptedException {
        try (RedisClient other = RedisClient.create(server.server().uri());
                Race race = new Race(8)) {
            for (int round = 0; round < 20; round++) {
                client.flushAll();
                assertThat(race(race, client, other)).isEqualTo(100);
            }
        }
    }

    @Test
    @Tag("S2")
    void aClusterCountsAsOneServerDoes() throws InterruptedException {
        try (OwnCluster cluster = OwnCluster.start();
                RedisClusterClient one = cluster.client();
                RedisClusterClient other = cluster.client();
                Race race = new Race(8)) {
            assertThat(race(race, one, other)).isEqualTo(100);
        }
    }

    /** How many of 400 calls pass where 100 may. */
    private static long race(Race race, UnifiedJedis one, UnifiedJedis other) throws InterruptedException {
        @SuppressWarnings({"unchecked", "rawtypes"})
        Callable<Long>[] racers = IntStream.range(0, 8)
                .mapToObj(i -> {
                    RedisRateLimiter limiter = RedisRateLimiter.on(i % 2 == 0 ? one : other)
                            .perUser(Rate.of(100, HOUR))
                            .perTenant(Rate.of(1_000, HOUR))
                            .perTool("look", Rate.of(1_000, HOUR))
                            .build();
                    return (Callable<Long>) () -> passed(limiter, ANN, "look", 50);
                })
                .toArray(Callable[]::new);
        return race.run(racers).stream().mapToLong(Long::longValue).sum();
    }

    @Test
    void numbersThatCannotBeCountedAreRefused() {
        for (Duration window :
                List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofNanos(999_999), Duration.ofDays(367))) {
            assertThatThrownBy(() -> Rate.of(1, window)).isInstanceOf(IllegalArgumentException.class);
        }
        Rate rate = Rate.of(1, Duration.ofDays(366));
        for (Callable<?> wrong :
                List.<Callable<?>>of(() -> Rate.of(0, HOUR), () -> rate.withBurst(0), () -> rate.withBurst(1_000))) {
            assertThatThrownBy(wrong::call).isInstanceOf(IllegalArgumentException.class);
        }
        RedisRateLimiterBuilder nothing = RedisRateLimiter.on(client);
        assertThatThrownBy(nothing::build).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> nothing.in("a:b")).isInstanceOf(IllegalArgumentException.class);
    }
}
