package io.toolgateway.redis;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.toolgateway.caller.Caller;
import io.toolgateway.limit.Rate;
import io.toolgateway.limit.RateLimiter;
import io.toolgateway.testkit.server.OwnRedis;
import io.toolgateway.time.TimeSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;

/** Limits while Redis is away. */
@Tag("E5")
class RateLimiterOutageTest {

    private static final Caller ANN = Caller.of("acme", "ann");

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(RedisRateLimiter.class);
    private final AtomicLong nanos = new AtomicLong();
    private final TimeSource time = new TimeSource() {
        @Override
        public Instant instant() {
            return Instant.EPOCH.plusNanos(nanoTime());
        }

        @Override
        public long nanoTime() {
            return nanos.get();
        }
    };

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
        logger.setLevel(null);
        logger.setAdditive(true);
    }

    private static long passed(RedisRateLimiter limiter, int calls) {
        return IntStream.range(0, calls)
                .filter(i -> limiter.tryAcquire(ANN, "look") instanceof RateLimiter.Answer.Passed)
                .count();
    }

    private List<String> told() {
        return List.copyOf(log.list).stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }

    private void pass(Duration span) {
        nanos.addAndGet(span.toNanos());
    }

    @Test
    void theProcessCountsForItselfUntilTheServerIsBack() {
        try (OwnRedis server = OwnRedis.start();
                RedisClient client = RedisClient.create(server.server().uri())) {
            RedisRateLimiter limiter = RedisRateLimiter.on(client)
                    .perUser(Rate.of(5, Duration.ofMinutes(5)))
                    .onTime(time)
                    .build();
            assertThat(passed(limiter, 9)).isEqualTo(5);

            server.kill();
            assertThat(passed(limiter, 9)).isEqualTo(5);
            pass(Duration.ofMinutes(2));
            assertThat(passed(limiter, 9)).isEqualTo(2);
            assertThat(told()).singleElement().asString().startsWith("WARN Redis does not answer: ");

            server.restart();
            pass(Duration.ofSeconds(1));
            assertThat(passed(limiter, 9)).isEqualTo(5);
            assertThat(told()).hasSize(2).last().isEqualTo("INFO Redis answers again; rate limits are shared again");
        }
    }

    @Test
    void aServerThatSwallowsEverythingIsAskedOnceASecond() throws Exception {
        try (BlackHole hole = new BlackHole();
                RedisClient client = hole.client()) {
            RedisRateLimiter limiter = RedisRateLimiter.on(client)
                    .perUser(Rate.of(100, Duration.ofHours(1)))
                    .onTime(time)
                    .build();

            assertThat(passed(limiter, 50)).isEqualTo(50);
            int first = hole.asked.get();
            assertThat(passed(limiter, 50)).isEqualTo(50);
            assertThat(passed(limiter, 50)).isZero();
            assertThat(hole.asked).hasValue(first);
            pass(Duration.ofSeconds(1));
            passed(limiter, 50);
            assertThat(hole.asked).hasValueGreaterThan(first).hasValueLessThanOrEqualTo(2 * first);
            assertThat(told()).hasSize(1);
            assertThat(log.list.get(0).getLevel()).isEqualTo(Level.WARN);
        }
    }

    @Test
    void aServerThatRefusesToWriteIsAwayAsWell() {
        try (OwnRedis server = OwnRedis.start("--maxmemory", "1");
                RedisClient client = RedisClient.create(server.server().uri())) {
            RedisRateLimiter limiter = RedisRateLimiter.on(client)
                    .perUser(Rate.of(3, Duration.ofHours(1)))
                    .onTime(time)
                    .build();

            assertThat(passed(limiter, 9)).isEqualTo(3);
            assertThat(told()).singleElement().asString().startsWith("WARN Redis refuses: ");
        }
    }

    /** Takes connections and never answers. */
    private static final class BlackHole implements AutoCloseable {

        private static final int MILLIS = 200;

        private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final List<Socket> taken = new CopyOnWriteArrayList<>();
        private final AtomicInteger asked = new AtomicInteger();

        BlackHole() throws IOException {
            Thread taker = new Thread(
                    () -> {
                        try {
                            while (true) {
                                taken.add(socket.accept());
                                asked.incrementAndGet();
                            }
                        } catch (IOException e) {
                            // It was closed.
                        }
                    },
                    "black-hole");
            taker.setDaemon(true);
            taker.start();
        }

        RedisClient client() {
            return RedisClient.builder()
                    .hostAndPort(new HostAndPort("127.0.0.1", socket.getLocalPort()))
                    .clientConfig(DefaultJedisClientConfig.builder()
                            .timeoutMillis(MILLIS)
                            .build())
                    .build();
        }

        @Override
        public void close() throws IOException {
            socket.close();
            for (Socket one : taken) {
                one.close();
            }
        }
    }
}
