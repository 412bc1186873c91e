package io.toolgateway.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.caller.Caller;
import io.toolgateway.json.Json;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.store.StoreException;
import io.toolgateway.testkit.People;
import io.toolgateway.testkit.server.OwnRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XPendingParams;
import redis.clients.jedis.params.XReadGroupParams;

/** Readers of the log, on a real server. */
@Tag("S2")
class ProposalLogTest {

    private static final String STREAM = "pending_tool_calls";
    private static final Duration SHORT = Duration.ofMillis(30);

    private static OwnRedis server;
    private static RedisClient client;

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

    private static ProposalLogBuilder group(String name) {
        return ProposalLog.on(client).group(name);
    }

    private static long pending(String group) {
        return client.xpending(STREAM, group).getTotal();
    }

    @ParameterizedTest
    @EnumSource(
            value = RedisProtocol.class,
            names = {"RESP2", "RESP3"})
    void aGroupMadeLongAfterReadsAllFromTheStart(RedisProtocol protocol) {
        try (Parked parked = new Parked(client);
                RedisClient other = RedisClient.builder()
                        .hostAndPort(
                                new HostAndPort("127.0.0.1", server.server().port()))
                        .clientConfig(DefaultJedisClientConfig.builder()
                                .protocol(protocol)
                                .build())
                        .build();
                ProposalLog log =
                        ProposalLog.on(other).group("analytics").atOnce(7).build()) {
            Instant before = Instant.now().minusSeconds(2);
            ProposalId first = parked.propose("{\"text\": \"hello\"}");
            for (int i = 0; i < 19; i++) {
                parked.propose("{}");
            }
            parked.runAll();

            ReadLog read = new ReadLog().all(log);

            assertThat(read.sum).isEqualTo(new LogBatch(60, 0, 0, 0));
            assertThat(read.statuses().subList(0, 20)).containsOnly("pending");
            assertThat(read.statuses().subList(20, 40)).containsOnly("approved");
            assertThat(read.statuses().subList(40, 60)).containsOnly("executed");
            LogEntry entry = read.entries.get(0);
            assertThat(entry.proposal()).isEqualTo(first);
            assertThat(entry.tool()).isEqualTo("note");
            assertThat(Json.parseObject(entry.arguments())).isEqualTo(Map.of("text", "hello"));
            assertThat(entry.triggeredBy()).isEqualTo(People.ANN.userId());
            assertThat(entry.tenant()).isEqualTo(People.ACME);
            assertThat(entry.conversationId()).isEqualTo("conv_1");
            assertThat(entry.requestId()).isEqualTo("req_1");
            assertThat(entry.status()).isEqualTo(ProposalStatus.PENDING);
            assertThat(entry.version()).isEqualTo(1);
            assertThat(entry.createdAt()).isAfter(before).isBefore(entry.validUntil());
            assertThat(entry.at()).isAfter(before);
            assertThat(entry).hasToString("LogEntry[" + entry.id() + " " + first + " version 1 pending]");
            assertThat(pending("analytics")).isZero();
            assertThat(log.read(again -> {}).isEmpty()).isTrue();
        }
    }

    @Test
    void readersOfAGroupShareAndGroupsDoNot() {
        try (Parked parked = new Parked(client);
                ProposalLog one = group("a").atOnce(3).build();
                ProposalLog two = group("a").atOnce(3).build();
                ProposalLog other = group("b").build()) {
            for (int i = 0; i < 9; i++) {
                parked.propose("{}");
            }
            ReadLog read = new ReadLog();
            one.read(read.entries::add);
            two.read(read.entries::add);
            one.read(read.entries::add);

            assertThat(read.entries).hasSize(9).doesNotHaveDuplicates();
            assertThat(new ReadLog().all(other).entries).isEqualTo(read.entries);
        }
    }

    @Test
    void whatADeadReaderHeldIsTakenOver() throws InterruptedException {
        try (Parked parked = new Parked(client);
                ProposalLog log = group("a").takingOverAfter(SHORT).atOnce(5).build()) {
            for (int i = 0; i < 20; i++) {
                parked.propose("{}");
            }
            client.xgroupCreate(STREAM, "a", new StreamEntryID(0, 0), false);
            // It is given twelve, and is not heard of again.
            List<StreamEntryID> given = new ArrayList<>();
            client.xreadGroup(
                            "a",
                            "dead",
                            XReadGroupParams.xReadGroupParams().count(12),
                            Map.of(STREAM, StreamEntryID.XREADGROUP_UNDELIVERED_ENTRY))
                    .forEach(stream -> stream.getValue().forEach(entry -> given.add(entry.getID())));
            client.xdel(STREAM, given.get(3));

            ReadLog read = new ReadLog();
            read.until(log, () -> read.entries.size() == 19);

            assertThat(read.entries).doesNotHaveDuplicates();
            assertThat(read.sum).isEqualTo(new LogBatch(19, 0, 0, 0));
            assertThat(pending("a")).isZero();
        }
    }

    @Test
    void anEntryThatTheFunctionThrowsAtComesAgainAndKeepsNoOtherBack() throws InterruptedException {
        try (Parked parked = new Parked(client);
                ProposalLog log = group("a").takingOverAfter(SHORT).build()) {
            ProposalId bad = parked.propose("{}");
            ProposalId good = parked.propose("{}");
            List<ProposalId> given = new ArrayList<>();
            ReadLog read = new ReadLog();
            read.until(log, () -> read.sum.handled() == 2, entry -> {
                given.add(entry.proposal());
                if (entry.proposal().equals(bad) && given.size() < 5) {
                    throw new StackOverflowError();
                }
            });

            assertThat(given).containsExactly(bad, good, bad, bad, bad);
            assertThat(read.sum).isEqualTo(new LogBatch(2, 3, 0, 0));
            assertThat(pending("a")).isZero();
        }
    }

    @Test
    void whatCameFiveTimesInVainIsPutAside() throws InterruptedException {
        try (Parked parked = new Parked(client);
                ProposalLog log = group("a").takingOverAfter(SHORT).build()) {
            ProposalId bad = parked.propose("{\"text\": \"poison\"}");
            ReadLog read = new ReadLog();
            read.until(log, () -> read.sum.dead() == 1, entry -> {
                throw new IllegalStateException("poison");
            });

            assertThat(read.sum).isEqualTo(new LogBatch(0, 5, 1, 0));
            assertThat(pending("a")).isZero();
            assertThat(client.xrange(STREAM + ":dead", "-", "+"))
                    .singleElement()
                    .satisfies(dead -> assertThat(dead.getFields())
                            .containsEntry("reason", "given 5 times in vain")
                            .containsEntry("group", "a")
                            .containsEntry(
                                    "entry",
                                    client.xrange(STREAM, "-", "+")
                                            .get(0)
                                            .getID()
                                            .toString())
                            .containsEntry("proposal_id", bad.toString())
                            .containsEntry("tool_args", "{\"text\":\"poison\"}"));
        }
    }

    @Test
    void whoseReaderDiesAtAPoisonLosesNoneOfItsNeighbours() throws InterruptedException {
        try (Parked parked = new Parked(client)) {
            ProposalId poison = parked.propose("{}");
            for (int i = 0; i < 5; i++) {
                parked.propose("{}");
            }
            int deaths = 0;
            ReadLog read = new ReadLog();
            while (read.sum.dead() == 0) {
                assertThat(deaths).as("deaths at one entry").isLessThan(8);
                // As when the process dies: what stands behind it is not reached, and nothing is acknowledged.
                try (KillableClient mortal = new KillableClient(server.server().port())) {
                    ProposalLog dying = ProposalLog.on(mortal.client())
                            .group("a")
                            .takingOverAfter(SHORT)
                            .build();
                    try {
                        sumUp(read, dying, poison, mortal);
                    } catch (StoreException e) {
                        deaths++;
                    }
                }
            }
            assertThat(deaths).isBetween(4, 5);
            ProposalLog last = group("a").takingOverAfter(SHORT).build();
            read.until(last, () -> read.entries.size() == 5);
            assertThat(read.entries).noneMatch(entry -> entry.proposal().equals(poison));
            assertThat(client.xlen(STREAM + ":dead")).isOne();
        }
    }

    private static void sumUp(ReadLog read, ProposalLog dying, ProposalId poison, KillableClient mortal)
            throws InterruptedException {
        int before = read.sum.dead();
        read.until(dying, () -> read.sum.dead() > before, entry -> {
            if (entry.proposal().equals(poison)) {
                mortal.kill();
                throw new IllegalStateException("killed");
            }
            if (mortal.isAlive()) {
                read.entries.add(entry);
            }
        });
    }

    @Test
    void aSlowReaderKeepsWhatItIsAtAndNoMore() {
        Duration idle = Duration.ofSeconds(2);
        try (Parked parked = new Parked(client);
                ProposalLog slow = group("a").takingOverAfter(idle).build();
                ProposalLog quick = group("a").takingOverAfter(idle).build()) {
            for (int i = 0; i < 8; i++) {
                parked.propose("{}");
            }
            List<String> seen = new ArrayList<>();
            List<String> taken = new ArrayList<>();
            LogBatch batch = slow.read(entry -> {
                seen.add(entry.id());
                if (seen.size() == 1) {
                    await(() -> !client.xpending(
                                    STREAM,
                                    "a",
                                    XPendingParams.xPendingParams()
                                            .idle(idle.toMillis() * 2 / 3)
                                            .start(StreamEntryID.MINIMUM_ID)
                                            .end(StreamEntryID.MAXIMUM_ID)
                                            .count(8))
                            .isEmpty());
                } else {
                    // It was late, so that this one is held anew, and those behind it are not.
                    await(() -> {
                        quick.read(other -> taken.add(other.id()));
                        return !taken.isEmpty();
                    });
                }
            });

            assertThat(seen).hasSize(2);
            assertThat(taken).hasSize(6).doesNotContainAnyElementsOf(seen);
            assertThat(batch).isEqualTo(new LogBatch(2, 0, 0, 0));
            assertThat(pending("a")).isZero();
        }
    }

    private static void await(BooleanSupplier isSo) {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!isSo.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void aGroupThatIsLostWhileItIsReadBeginsAnew() throws InterruptedException {
        try (Parked parked = new Parked(client);
                ProposalLog log =
                        group("a").takingOverAfter(Duration.ofMillis(1)).build()) {
            for (int i = 0; i < 6; i++) {
                parked.propose("{}");
            }
            ReadLog read = new ReadLog();
            log.read(entry -> {
                read.entries.add(entry);
                if (read.entries.size() == 3) {
                    client.xgroupDestroy(STREAM, "a");
                }
            });
            Set<String> seen = new HashSet<>();
            read.until(log, () -> seen.size() == 6, entry -> seen.add(entry.id()));
            assertThat(pending("a")).isZero();

            client.del(STREAM);
            parked.propose("{}");
            ReadLog after = new ReadLog();
            after.until(log, () -> after.entries.size() == 1);
            client.flushAll();
            assertThat(log.read(entry -> {}).isEmpty()).isTrue();
        }
    }

    @Test
    void aReaderThatWaitsHearsWhatComes() throws Exception {
        try (Parked parked = new Parked(client);
                ProposalLog log = group("a").build()) {
            assertThat(log.read(Duration.ofMillis(5), entry -> {}).isEmpty()).isTrue();
            CompletableFuture<LogBatch> waiting = CompletableFuture.supplyAsync(() -> {
                try {
                    return log.read(Duration.ofSeconds(30), entry -> {});
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            await(() -> client.info("clients").contains("blocked_clients:1"));
            parked.propose("{}");

            assertThat(waiting.get(20, TimeUnit.SECONDS)).isEqualTo(LogBatch.HANDLED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"the group", "the stream", "everything"})
    void aReaderThatWaitsOutlivesTheLossOf(String lost) throws Exception {
        try (Parked parked = new Parked(client);
                ProposalLog log = group("a").build()) {
            parked.propose("{}");
            log.read(entry -> {});
            CompletableFuture<LogBatch> waiting = CompletableFuture.supplyAsync(() -> {
                try {
                    return log.read(Duration.ofSeconds(30), entry -> {});
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            await(() -> client.info("clients").contains("blocked_clients:1"));
            switch (lost) {
                case "the group" -> client.xgroupDestroy(STREAM, "a");
                case "the stream" -> client.del(STREAM);
                default -> client.flushAll();
            }
            parked.propose("{}");

            assertThat(waiting.get(20, TimeUnit.SECONDS).handled()).isPositive();
        }
    }

    @Test
    void whoIsInterruptedWaitsNoLonger() {
        try (ProposalLog log = group("a").build()) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> log.read(Duration.ofSeconds(30), entry -> {}))
                    .isInstanceOfAny(InterruptedException.class, StoreException.class);
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void whoLeavesIsForgottenUnlessSomethingIsHeld() {
        try (Parked parked = new Parked(client)) {
            parked.propose("{}");
            parked.propose("{}");
            ProposalLog vain = group("a").atOnce(1).build();
            vain.read(entry -> {
                throw new IllegalStateException();
            });
            ProposalLog done = group("a").build();
            done.read(entry -> {});
            assertThat(client.xinfoConsumers2(STREAM, "a")).hasSize(2);
            done.close();
            vain.close();

            assertThat(client.xinfoConsumers2(STREAM, "a")).hasSize(1);
            assertThat(pending("a")).isOne();
            group("never").build().close();
        }
    }

    @Test
    void namespacesHaveLogsOfTheirOwn() {
        try (ProposalLog log = group("a").in("assistant").build()) {
            assertThat(log.read(entry -> {}).isEmpty()).isTrue();
            assertThat(client.keys("*")).containsExactly("assistant:" + STREAM);
        }
    }

    @Test
    void everyShardOfAClusterIsRead() throws InterruptedException {
        try (OwnCluster cluster = OwnCluster.start();
                RedisClusterClient redis = cluster.client();
                Parked parked = new Parked(redis);
                ProposalLog log =
                        ProposalLog.on(redis).group("a").takingOverAfter(SHORT).build()) {
            Set<ProposalId> proposed = new HashSet<>();
            IntStream.range(0, 40)
                    .forEach(i -> proposed.add(
                            parked.propose(Caller.of("tenant-" + i, "ann").withRoles("support_agent"), "{}")));
            ReadLog read = new ReadLog();
            Set<ProposalId> failed = new HashSet<>();
            read.until(log, () -> read.sum.handled() == 40, entry -> {
                if (failed.add(entry.proposal())) {
                    throw new IllegalStateException();
                }
                read.entries.add(entry);
            });

            assertThat(read.entries.stream().map(LogEntry::proposal)).containsExactlyInAnyOrderElementsOf(proposed);
            assertThat(read.sum.failed()).isEqualTo(40);
        }
    }

    @Test
    void whatIsNotBuiltRightIsRefused() {
        ProposalLogBuilder builder = ProposalLog.on(client);
        assertThatThrownBy(builder::build).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> builder.group("a b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.in("{a}")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.atOnce(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.takingOverAfter(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }
}
