package io.toolgateway.redis;

import static io.toolgateway.testkit.People.ACME;
import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.Proposals.aRefund;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.EventType;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.store.Claimed;
import io.toolgateway.store.EventQuery;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.store.StoreUnderTest;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.Scenario;
import io.toolgateway.testkit.SettableClock;
import io.toolgateway.testkit.server.OwnRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

/** A client of a cluster sends again what was not answered, though it was done: here it does so with every command. */
@Tag("S2")
class SentTwiceTest {

    private static final Keys KEYS = Shards.one("").all().get(0);

    private static OwnRedis server;
    private static RedisClient client;

    private final SettableClock clock = new SettableClock();
    private ProposalStore store;
    private Scenario scenario;

    @BeforeAll
    static void start() {
        server = OwnRedis.start();
        client = HandedClient.of(server.server(), (command, send) -> {
            send.run();
            send.run();
        });
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @BeforeEach
    void open() {
        StoreUnderTest opened = RedisContract.opened(client, clock);
        store = opened.store();
        scenario = new Scenario(store);
    }

    @Test
    void everyTransitionIsMadeAndToldOnce() {
        Proposal approved = scenario.approved(aRefund(), SAM);
        List<Claimed> claimed = scenario.claim(10);
        assertThat(claimed).extracting(one -> one.proposal().id()).containsExactly(approved.id());
        Proposal running = claimed.get(0).proposal();

        Proposal done = scenario.made(running, Changes.finish(running));

        assertThat(done.status()).isEqualTo(ProposalStatus.EXECUTED);
        assertThat(store.events(EventQuery.since(ACME, Instant.EPOCH)))
                .extracting(AuditEvent::type)
                .containsExactly(EventType.PARKED, EventType.APPROVED, EventType.CLAIMED, EventType.EXECUTED);
        assertThat(client.xrange(KEYS.pendingLog(), "-", "+"))
                .extracting(entry -> entry.getFields().get("status"))
                .containsExactly("pending", "approved", "executed");
    }

    @Test
    void whatHasEndedIsToldOnce() {
        scenario.insert(aRefund());
        clock.advance(Duration.ofHours(5));

        assertThat(scenario.sweep()).extracting(AuditEvent::type).containsExactly(EventType.EXPIRED);
        assertThat(scenario.sweep()).isEmpty();
    }

    @Test
    void whatBelongsToNoTransitionIsRecordedOnce() {
        Proposal parked = scenario.insert(aRefund());
        AuditEvent again = AuditEvent.replayed(
                store.events(EventQuery.since(ACME, Instant.EPOCH)).get(0).subject(), parked, clock.instant());

        store.record(List.of(again));

        assertThat(store.events(EventQuery.since(ACME, Instant.EPOCH)))
                .extracting(AuditEvent::type)
                .containsExactly(EventType.PARKED, EventType.REPLAYED);
    }
}
