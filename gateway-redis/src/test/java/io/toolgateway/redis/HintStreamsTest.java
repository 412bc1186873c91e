package io.toolgateway.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.store.StoreException;
import io.toolgateway.testkit.server.OwnRedis;
import io.toolgateway.time.TimeSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XReadGroupParams;
import redis.clients.jedis.resps.StreamConsumerInfo;

/** Hints on a real server: what they cost while nothing happens, and who is forgotten. */
@Tag("S2")
@Timeout(60)
class HintStreamsTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Shards ONE = Shards.one("");
    private static final String STREAM = ONE.all().get(0).hints();

    private static OwnRedis server;
    private static RedisClient client;

    private final Hints hints = hints();

    private static Hints hints() {
        return new Hints(new Server(client, () -> ""), ONE, TimeSource.SYSTEM);
    }

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
    void beNewToNobody() throws InterruptedException {
        client.flushAll();
        assertThat(hints.await(LONG))
                .as("a group that was not there may have lost something")
                .isTrue();
        // Older servers know a consumer once it has heard something.
        hear(hints);
    }

    private static void hear(Hints hints) throws InterruptedException {
        client.xadd(STREAM, StreamEntryID.NEW_ENTRY, Map.of("proposal_id", "x"));
        assertThat(hints.await(LONG)).isTrue();
    }

    @Test
    void anIdleProcessAsksAboutOnceASecondWhateverItsThreads() throws Exception {
        Duration idle = Duration.ofSeconds(4);
        long before = commands();

        List<FutureTask<Boolean>> waiters = inThreads(8, () -> hints.await(idle));

        for (FutureTask<Boolean> waiter : waiters) {
            assertThat(waiter.get()).isFalse();
        }
        // 4 s in pieces of 0.8 s, a last one for what the server was late, and INFO itself.
        assertThat(commands() - before).isBetween(4L, 8L);
    }

    @Test
    void whoeverWaitsHearsOfOneEach() throws Exception {
        List<FutureTask<Boolean>> waiters = inThreads(8, () -> hints.await(LONG));

        for (int i = 0; i < 8; i++) {
            client.xadd(STREAM, StreamEntryID.NEW_ENTRY, Map.of("proposal_id", "x"));
        }

        for (FutureTask<Boolean> waiter : waiters) {
            assertThat(waiter.get()).isTrue();
        }
    }

    @Test
    void aServerThatIsGoneIsToldOfAndListenedToAgain() throws Exception {
        try (OwnRedis own = OwnRedis.start();
                RedisClient ownClient = RedisClient.create(own.server().uri())) {
            Hints ownHints = new Hints(new Server(ownClient, () -> ""), ONE, TimeSource.SYSTEM);
            ownHints.await(LONG);
            own.kill();

            assertThatThrownBy(() -> ownHints.await(LONG)).isInstanceOf(StoreException.class);

            own.restart();
            assertThat(ownHints.await(LONG)).as("all was lost, the group too").isTrue();
        }
    }

    @Test
    void theDeadAreForgottenAndTheLivingAreNot() throws Exception {
        hear(hints());
        withAnEntryPending("pending");
        assertThat(consumers()).hasSize(3);
        Duration idle = Duration.ofMillis(300);
        awaitIdle(idle, 3);
        hear(hints);

        hints.forgetDead(idle);

        assertThat(consumers()).hasSize(2).contains("pending");
        hints.leave();
        assertThat(consumers()).as("the living one was this").containsExactly("pending");
    }

    @Test
    void whoeverWasForgottenMissesNothing() throws Exception {
        awaitIdle(Duration.ofMillis(2), 1);
        hints().forgetDead(Duration.ofMillis(1));
        assertThat(consumers()).isEmpty();

        hear(hints);
    }

    @Test
    void whereNobodyEverListenedNobodyIsForgotten() {
        client.flushAll();
        hints.forgetDead(Duration.ofMillis(1));

        client.xadd(STREAM, StreamEntryID.NEW_ENTRY, Map.of("proposal_id", "x"));
        hints.forgetDead(Duration.ofMillis(1));

        assertThat(client.xlen(STREAM)).isEqualTo(1);
    }

    @Test
    void aGroupThatAnotherProcessMadeMeanwhileIsTaken() throws Exception {
        client.flushAll();
        try (RedisClient slower = HandedClient.of(server.server(), (command, send) -> {
            if (new String(command.getArguments().getCommand().getRaw(), StandardCharsets.US_ASCII)
                    .startsWith("XGROUP")) {
                client.xgroupCreate(STREAM, HintStreams.GROUP, new StreamEntryID(0, 0), true);
            }
            send.run();
        })) {
            assertThat(new Hints(new Server(slower, () -> ""), ONE, TimeSource.SYSTEM).await(LONG))
                    .isTrue();
        }
    }

    private static void withAnEntryPending(String consumer) {
        client.xadd(STREAM, StreamEntryID.NEW_ENTRY, Map.of("proposal_id", "x"));
        client.xreadGroup(
                HintStreams.GROUP,
                consumer,
                XReadGroupParams.xReadGroupParams().count(1),
                Map.of(STREAM, StreamEntryID.XREADGROUP_UNDELIVERED_ENTRY));
    }

    private static void awaitIdle(Duration idle, int count) {
        long end = System.nanoTime() + LONG.toNanos();
        while (idleFor(idle) < count) {
            assertThat(System.nanoTime()).as("idle consumers").isLessThan(end);
        }
    }

    private static long idleFor(Duration idle) {
        return client.xinfoConsumers2(STREAM, HintStreams.GROUP).stream()
                .filter(consumer -> consumer.getIdle() > idle.toMillis())
                .count();
    }

    private static List<String> consumers() {
        return client.xinfoConsumers2(STREAM, HintStreams.GROUP).stream()
                .map(StreamConsumerInfo::getName)
                .toList();
    }

    private static List<FutureTask<Boolean>> inThreads(int count, Callable<Boolean> wait) {
        List<FutureTask<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FutureTask<Boolean> task = new FutureTask<>(wait);
            tasks.add(task);
            new Thread(task).start();
        }
        return tasks;
    }

    private static long commands() {
        Matcher found = Pattern.compile("total_commands_processed:(\\d+)").matcher(client.info("stats"));
        assertThat(found.find()).isTrue();
        return Long.parseLong(found.group(1));
    }
}
