package io.toolgateway.redis;

import io.toolgateway.caller.TenantId;
import io.toolgateway.live.Committed;
import io.toolgateway.live.LiveView;
import io.toolgateway.live.Projection;
import io.toolgateway.live.Ready;
import io.toolgateway.live.RecordFeed;
import io.toolgateway.store.StoreException;
import io.toolgateway.time.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;

/**
 * The live view and the delivery on Redis, beside a record elsewhere: the stream {@code pending_tool_calls} as a log of what
 * waited and of every change of its status, the number of what waits, and hints that wake workers. The record commits first; what
 * follows it here is one script in the same request.
 *
 * <p>Whatever Redis loses, repeats or is not told is repaired from the record within about two seconds: one process of all that
 * share it looks four times a second while anything happens, and once a second else. Redis needs no persistence for that; without it the log begins again with what is open.
 *
 * <p>Threads: safe for concurrent use; one of its own repairs.
 *
 * @since 0.1
 */
public final class RedisLiveView implements LiveView {

    private static final Logger LOG = LoggerFactory.getLogger(RedisLiveView.class);

    /**
     * A server that is back is seen by each process after this pause, and what those have not shown until then after one more; so it
     * is a small part of two seconds. It costs a small script for each process, and for all of them together a look at the record; a
     * quarter of that while nothing happens.
     */
    private static final Duration REPAIR_PAUSE = Duration.ofMillis(250);

    private final Shards shards;
    private final Server server;
    private final Showing showing;
    private final Hints hints;
    private final Epochs epochs;
    private final Health health = new Health();
    private final Repairs repairs = new Repairs();
    private final Attention attention = new Attention();
    private final Scheduler scheduler;
    private final RedisLiveViewBuilder options;
    private final Seldom forgettingDead;
    private volatile boolean isClosed;
    private final AtomicBoolean isFollowing = new AtomicBoolean();
    private volatile Scheduler.Repeating repairing = () -> {};

    RedisLiveView(RedisLiveViewBuilder options) {
        this.options = options;
        this.shards = options.redis().shards();
        this.server = options.redis().server().trying(options.redis().time(), this::failed);
        this.showing = new Showing(server);
        this.hints = new Hints(server, shards, options.redis().time());
        this.forgettingDead = hints.forgettingDead();
        this.epochs = new Epochs(shards.all().size());
        this.scheduler = options.scheduler();
    }

    /**
     * A view on a client, to be built.
     *
     * @param redis a client for one server, for Sentinel or for a cluster, with a pool; its timeouts are the host's to set, and are
     *     what a server that hangs costs the call that finds it
     * @return what else can be said about it
     */
    public static RedisLiveViewBuilder on(UnifiedJedis redis) {
        return new RedisLiveViewBuilder(redis);
    }

    @Override
    public void follow(RecordFeed record) {
        if (!isFollowing.compareAndSet(false, true)) {
            throw new IllegalStateException("a live view follows one record, once");
        }
        Reconciler reconciler = new Reconciler(
                new ViewParts(record, shards, server, showing, epochs, repairs, new Turn(server, shards, epochs)),
                options);
        repairing = scheduler.every(REPAIR_PAUSE, () -> repair(reconciler));
    }

    private void repair(Reconciler reconciler) {
        if (!attention.isDue()) {
            return;
        }
        try {
            attention.looked(reconciler.pass());
            forgettingDead.run();
            health.worked();
        } catch (StoreException e) {
            attention.stir();
            LOG.debug("the live view cannot be repaired now: {}", e.getMessage());
        } catch (RuntimeException | Error e) {
            LOG.error("the live view could not be repaired; it is tried again", e);
        }
    }

    /** Whether its last word is heard does not matter. */
    private void failed(StoreException cause) {
        if (!isClosed) {
            health.failed(cause);
        }
    }

    @Override
    public String epoch() {
        return epochs.all();
    }

    @Override
    public void show(String epoch, Committed committed) {
        attention.stir();
        if (health.isDown() || committed.isEmpty()) {
            return;
        }
        try {
            if (shards.all().size() == 1) {
                show(0, epoch, committed.projections(), committed.ready());
            } else {
                showEach(epoch, committed);
            }
        } catch (StoreException e) {
            // It is found by the next repair.
            LOG.debug("a commit is not shown yet: {}", e.getMessage());
        }
    }

    private void showEach(String epoch, Committed committed) {
        Map<Integer, List<Projection>> split =
                shards.split(committed.projections(), one -> one.parked().tenant());
        List<Ready> ready = committed.ready();
        if (split.isEmpty()) {
            split.put(0, List.of());
        }
        for (Map.Entry<Integer, List<Projection>> one : split.entrySet()) {
            // Any shard's hints are heard by all.
            show(one.getKey(), epoch, one.getValue(), ready);
            ready = List.of();
        }
    }

    private void show(int shard, String epoch, List<Projection> projections, List<Ready> ready) {
        Showing.Result result =
                showing.show(shards.all().get(shard), Epochs.of(epoch, shard), Showing.Taken.NEXT, projections, ready);
        epochs.learn(shard, result.epoch());
    }

    @Override
    public void wake() {
        if (!health.isDown()) {
            try {
                showing.remind(shards.all().get(0), 1);
            } catch (StoreException e) {
                // Whoever waits hears of that too, and looks.
                LOG.debug("nobody is woken: {}", e.getMessage());
            }
        }
    }

    @Override
    public OptionalLong pending(TenantId tenant) {
        if (health.isDown()) {
            return OptionalLong.empty();
        }
        try {
            return showing.pending(shards.of(tenant), tenant);
        } catch (StoreException e) {
            return OptionalLong.empty();
        }
    }

    @Override
    public boolean isHeard() {
        return isFollowing.get() && !health.isDown();
    }

    @Override
    public boolean awaitWork(Duration atMost) throws InterruptedException {
        return hints.await(atMost);
    }

    /** {@return what this process has repaired so far} */
    public ViewRepairs repairs() {
        return repairs.sum();
    }

    @Override
    public void close() {
        repairing.cancel();
        isClosed = true;
        if (!health.isDown()) {
            hints.leave();
        }
    }
}
