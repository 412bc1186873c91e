package io.toolgateway.redis;

import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.EventType;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.TenantId;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.store.StoreException;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.Scenario;
import io.toolgateway.testkit.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.RedisClusterClient;

/** A node of a cluster dies for good: what is on the others goes on. */
@Tag("S2")
class DeadShardTest {

    private static final int DEAD = 1;
    private static final List<Integer> NODES = List.of(0, DEAD, 2);

    private final SettableClock clock = new SettableClock();

    @Test
    @Timeout(240)
    void whatIsOnOtherNodesIsClaimedSweptAndHeardOf() throws InterruptedException {
        try (OwnCluster cluster = OwnCluster.start();
                RedisClusterClient client = cluster.hastyClient()) {
            RedisStoreBuilder options = RedisProposalStore.on(client)
                    .acceptingRepeatsAfterLostClaims()
                    .onTime(() -> String.valueOf(Written.micros(clock.instant())));
            RedisProposalStore store = options.build();
            Scenario scenario = new Scenario(store);
            List<Proposal> tickets = NODES.stream()
                    .map(node -> scenario.insert(aTicket().by(callerOn(node, options.shards()))))
                    .toList();
            List<Proposal> refunds = NODES.stream()
                    .map(node -> scenario.insert(
                            aRefund().by(callerOn(node, options.shards())).validFor(Duration.ofHours(1))))
                    .toList();
            tickets.forEach(ticket -> scenario.made(ticket, Changes.approve(ticket, supervisorOf(ticket))));
            hearWhatIsThere(store);

            cluster.kill(DEAD);

            assertThatThrownBy(() -> scenario.now(tickets.get(DEAD))).isInstanceOf(StoreException.class);
            assertThat(scenario.claim(10))
                    .extracting(claimed -> claimed.proposal().id().value())
                    .containsExactlyInAnyOrderElementsOf(idsBut(tickets));
            assertThatThrownBy(() -> scenario.claim(10)).as("there may be more").isInstanceOf(StoreException.class);
            clock.advance(Duration.ofHours(2));
            assertThat(scenario.sweep())
                    .filteredOn(event -> event.type() == EventType.EXPIRED)
                    .extracting(DeadShardTest::proposal)
                    .containsExactlyInAnyOrderElementsOf(idsBut(refunds));
            scenario.approved(aTicket().by(callerOn(2, options.shards())), supervisorOf(tickets.get(2)));
            assertThat(store.awaitWork(Duration.ofMinutes(1))).isTrue();
            store.close();
        }
    }

    private static UUID proposal(AuditEvent event) {
        return Objects.requireNonNull(event.standing()).proposal().value();
    }

    private static Set<UUID> idsBut(List<Proposal> all) {
        Set<UUID> ids = new TreeSet<>();
        NODES.stream()
                .filter(node -> node != DEAD)
                .forEach(node -> ids.add(all.get(node).id().value()));
        return ids;
    }

    private static Caller callerOn(int node, Shards shards) {
        String tenant = Stream.iterate(1, i -> i + 1)
                .map(i -> "tenant-" + i)
                .filter(name ->
                        OwnCluster.isOn(node, shards.of(TenantId.of(name)).switches()))
                .findFirst()
                .orElseThrow();
        return Caller.of(tenant, "ann");
    }

    private static Caller supervisorOf(Proposal proposal) {
        return Caller.of(proposal.tenant().value(), SAM.userId()).withRoles("supervisor");
    }

    private static void hearWhatIsThere(RedisProposalStore store) throws InterruptedException {
        while (store.awaitWork(Duration.ofMillis(50))) {
            // More.
        }
    }
}
