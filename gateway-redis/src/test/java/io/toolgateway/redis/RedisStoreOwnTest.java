package io.toolgateway.redis;

import static io.toolgateway.testkit.People.ACME;
import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.toolgateway.proposal.Proposal;
import io.toolgateway.store.ProposalQuery;
import io.toolgateway.store.StoreUnderTest;
import io.toolgateway.testkit.Scenario;
import io.toolgateway.testkit.SettableClock;
import io.toolgateway.testkit.server.OwnRedis;
import io.toolgateway.tool.Arguments;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XReadGroupParams;
import redis.clients.jedis.resps.StreamEntry;

/** What this store does and no other has to. */
@Tag("S2")
class RedisStoreOwnTest {

    private static final Keys KEYS = Shards.one("").all().get(0);
    /** Of arrays in an object: no store has to read what is deeper. */
    private static final int DEPTH = 499;

    private static final Duration WEEK = Duration.ofDays(7);

    private static OwnRedis server;
    private static RedisClient client;

    private final SettableClock clock = new SettableClock();
    private StoreUnderTest opened;
    private Scenario scenario;

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
    void open() {
        opened = RedisContract.opened(client, clock);
        scenario = new Scenario(opened.store());
    }

    @Test
    void anIdThatIsTakenIsRefusedAndNotTriedForEver() {
        Proposal taken = scenario.insert(aRefund());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> opened.store()
                        .insert(List.of(aTicket().withId(taken.id()).build()), List.of()))
                .withMessage("a new proposal needs an id of its own");
        assertThat(scenario.now(taken)).isEqualTo(taken);
    }

    @Test
    void argumentsOfAnyDepthThatIsTakenAreReadBack() {
        Object deep = List.of();
        for (int i = 1; i < DEPTH; i++) {
            deep = List.of(deep);
        }
        Arguments arguments = Arguments.of(Map.of("a", deep));

        Proposal parked = scenario.insert(aRefund().withArguments(arguments));

        assertThat(scenario.now(parked)).isEqualTo(parked);
        assertThat(opened.store().search(ProposalQuery.of(ACME)).proposals()).containsExactly(parked);
    }

    @Test
    void theLogIsTrimmedByAgeAndNothingElseIsLost() {
        Proposal parked = scenario.insert(aRefund());
        long now = clock.instant().toEpochMilli();
        client.del(KEYS.pendingLog());
        long oldest = now - WEEK.toMillis();
        entries(oldest - 30_000, 25_000);
        entries(oldest, 300);
        RedisProposalStore store = keepingLogForAWeek();

        new Scenario(store).sweep();

        // Old ones may stand in one node with younger ones: 100 to a node.
        assertThat(log("-", String.valueOf(oldest - 1))).hasSizeLessThan(100);
        assertThat(log(String.valueOf(oldest), "+")).hasSize(300);
        assertThat(new Scenario(store).now(parked)).isEqualTo(parked);
        entries(now, 1);
        assertThat(group("late"))
                .as("a group that comes late begins with what is left")
                .isEqualTo(log("-", "+"));
    }

    @Test
    void theLogIsNotTrimmedAgainWithinAnHour() {
        long oldest = clock.instant().minus(WEEK).toEpochMilli();
        RedisProposalStore store = keepingLogForAWeek();
        new Scenario(store).sweep();
        entries(oldest - 1_000, 1_000);

        new Scenario(store).sweep();

        assertThat(client.xlen(KEYS.pendingLog())).isEqualTo(1_000);
        keepingLogForAWeek().close();
    }

    @Test
    void theDeadAreForgottenBySweepsOnceAMinute() {
        Map<String, String> hint = Map.of("proposal_id", "x");
        client.xadd(KEYS.hints(), StreamEntryID.NEW_ENTRY, hint);
        client.xgroupCreate(KEYS.hints(), HintStreams.GROUP, new StreamEntryID(0, 0), true);

        scenario.sweep();
        long calls = forgets();
        scenario.sweep();

        assertThat(calls).isPositive();
        assertThat(forgets()).isEqualTo(calls);
    }

    private static long forgets() {
        return client.info("commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_xinfo|consumers:calls="))
                .mapToLong(line -> Long.parseLong(line.replaceAll(".*:calls=(\\d+).*", "$1")))
                .sum();
    }

    @Test
    void aLogIsKeptForAMinuteAtLeast() {
        RedisStoreBuilder builder = RedisProposalStore.on(client);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.keepingLogFor(Duration.ofSeconds(59)))
                .withMessage("the log is kept for at least PT1M, not PT59S");
        builder.keepingLogFor(Duration.ofMinutes(1)).build().close();
    }

    private RedisProposalStore keepingLogForAWeek() {
        return RedisProposalStore.on(client)
                .acceptingRepeatsAfterLostClaims()
                .keepingLogFor(WEEK)
                .onTime(() -> String.valueOf(Written.micros(clock.instant())))
                .build();
    }

    private static void entries(long fromMillis, int count) {
        try (var pipeline = client.pipelined()) {
            for (int i = 0; i < count; i++) {
                pipeline.xadd(KEYS.pendingLog(), new StreamEntryID(fromMillis + i), Map.of("status", "pending"));
            }
        }
    }

    private static List<StreamEntryID> log(String from, String to) {
        return client.xrange(KEYS.pendingLog(), from, to).stream()
                .map(StreamEntry::getID)
                .toList();
    }

    private static List<StreamEntryID> group(String name) {
        client.xgroupCreate(KEYS.pendingLog(), name, new StreamEntryID(0, 0), false);
        return client
                .xreadGroup(
                        name,
                        "reader",
                        XReadGroupParams.xReadGroupParams().count(100_000),
                        Map.of(KEYS.pendingLog(), StreamEntryID.XREADGROUP_UNDELIVERED_ENTRY))
                .get(0)
                .getValue()
                .stream()
                .map(StreamEntry::getID)
                .toList();
    }
}
