package io.toolgateway.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.caller.TenantId;
import io.toolgateway.live.Committed;
import io.toolgateway.live.Projection;
import io.toolgateway.live.Ready;
import io.toolgateway.proposal.ProposalStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.RedisClusterClient;

/** A view whose tenants lie on three nodes. */
@Tag("S2")
@Tag("S4")
@Timeout(240)
class ViewOnClusterTest {

    /** Enough to lie on all shards. */
    private static final List<TenantId> TENANTS =
            IntStream.range(0, 60).mapToObj(i -> TenantId.of("tenant-" + i)).toList();

    private final RecordInMemory record = new RecordInMemory();
    private final AtomicReference<Runnable> repair = new AtomicReference<>(() -> {});
    private OwnCluster cluster;
    private RedisClusterClient client;
    private Shards shards;
    private RedisLiveView view;

    @BeforeEach
    void open() {
        cluster = OwnCluster.start();
        client = cluster.hastyClient();
        shards = new RedisStoreBuilder(client).shards();
        view = RedisLiveView.on(client)
                .repairedBy((pause, task) -> {
                    repair.set(task);
                    return () -> {};
                })
                .build();
        view.follow(record);
        repair.get().run();
    }

    @AfterEach
    void close() {
        view.close();
        client.close();
        cluster.close();
    }

    private List<Projection> parkedForAll(boolean shown) {
        List<Projection> all = new ArrayList<>();
        for (TenantId tenant : TENANTS) {
            String epoch = view.epoch();
            all.add(record.park(tenant));
            if (shown) {
                view.show(epoch, new Committed(all.subList(all.size() - 1, all.size()), List.of()));
            }
        }
        return all;
    }

    private List<OptionalLong> pending() {
        return TENANTS.stream().map(view::pending).toList();
    }

    private long logged() {
        return shards.all().stream()
                .mapToLong(keys -> client.xlen(keys.pendingLog()))
                .sum();
    }

    @Test
    void whatIsCommittedIsShownOnItsShard() {
        List<Projection> all = parkedForAll(true);
        assertThat(pending()).containsOnly(OptionalLong.of(1));

        String epoch = view.epoch();
        List<Projection> rejected = all.stream()
                .map(one -> record.move(one, ProposalStatus.REJECTED))
                .toList();
        view.show(epoch, new Committed(rejected, List.of()));

        assertThat(pending()).containsOnly(OptionalLong.of(0));
        assertThat(logged()).isEqualTo(2 * TENANTS.size());
        assertThat(view.repairs().caughtUp()).isZero();
    }

    @Test
    void whatWasNotShownIsFoundOnEveryShard() {
        parkedForAll(false);

        repair.get().run();

        assertThat(pending()).containsOnly(OptionalLong.of(1));
        assertThat(view.repairs().caughtUp()).isEqualTo(TENANTS.size());
    }

    @Test
    void aShardThatWasLostIsMadeAnewAndNoOther() {
        parkedForAll(true);
        Keys lost = shards.of(TENANTS.get(0));
        List.of(lost.view(), lost.unfinished(), lost.waiting(), lost.pendingLog())
                .forEach(client::del);
        assertThat(view.pending(TENANTS.get(0))).isEmpty();
        assertThat(pending()).contains(OptionalLong.of(1));

        repair.get().run();

        assertThat(pending()).containsOnly(OptionalLong.of(1));
        assertThat(view.repairs().madeAnew()).isEqualTo(shards.all().size() + 1);
    }

    @Test
    void anotherRecordIsAnotherViewOnEveryShard() {
        parkedForAll(true);
        record.becomes("two");

        repair.get().run();

        assertThat(pending()).containsOnly(OptionalLong.of(1));
        assertThat(view.repairs().madeAnew()).isEqualTo(2L * shards.all().size());
    }

    @Test
    void workIsHeardOfFromWhereverItIsShown() throws InterruptedException {
        Projection parked = record.park(TENANTS.get(0));
        view.awaitWork(Duration.ofMillis(50));
        while (view.awaitWork(Duration.ofMillis(50))) {
            // What was there.
        }

        view.show(
                view.epoch(),
                new Committed(List.of(), List.of(new Ready(parked.parked().id(), 1))));

        assertThat(view.awaitWork(Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void aDeadNodeKeepsNoOtherShardFromBeingRepaired() {
        parkedForAll(true);
        cluster.kill(1);
        parkedForAll(false);

        repair.get().run();
        repair.get().run();

        assertThat(TENANTS).anySatisfy(tenant -> {
            Keys keys = shards.of(tenant);
            assertThat(OwnCluster.isOn(1, keys.view())).isFalse();
            assertThat(client.zcard(keys.waiting())).isPositive();
            assertThat(client.zlexcount(
                            keys.waiting(),
                            "[" + Keys.members(tenant).get(0),
                            "(" + Keys.members(tenant).get(1)))
                    .isEqualTo(2);
        });
    }
}
