package io.toolgateway.redis;

import io.toolgateway.time.Scheduler;
import java.time.Duration;
import redis.clients.jedis.UnifiedJedis;

/**
 * What can be said about a {@link RedisLiveView}. All but the client has a default.
 *
 * <p>Threads: confined to one.
 *
 * @since 0.1
 */
public final class RedisLiveViewBuilder {

    private final RedisStoreBuilder redis;
    private Duration comparison = Duration.ofMinutes(1);
    private Scheduler scheduler = Scheduler.on(task -> {
        Thread thread = new Thread(task, "tool-gateway-live-view");
        thread.setDaemon(true);
        return thread;
    });

    RedisLiveViewBuilder(UnifiedJedis redis) {
        this.redis = new RedisStoreBuilder(redis);
    }

    /**
     * What the names of all keys begin with, as {@link RedisStoreBuilder#in}; default nothing.
     *
     * @param namespace letters, digits, {@code _ . -}
     * @return this
     */
    public RedisLiveViewBuilder in(String namespace) {
        redis.in(namespace);
        return this;
    }

    /**
     * How long an entry of {@code pending_tool_calls} is kept at least; default 30 days.
     *
     * @param time at least a minute
     * @return this
     */
    public RedisLiveViewBuilder keepingLogFor(Duration time) {
        redis.keepingLogFor(time);
        return this;
    }

    /**
     * How often all that is open is compared with all that is shown, which finds what no change tells of; default every minute. Every
     * second it is looked at what has changed.
     *
     * @param interval more than zero; a comparison reads all open proposals
     * @return this
     */
    public RedisLiveViewBuilder comparedEvery(Duration interval) {
        if (interval.isZero() || interval.isNegative()) {
            throw new IllegalArgumentException("a comparison comes after more than no time");
        }
        this.comparison = interval;
        return this;
    }

    /**
     * Repairs by another scheduler; default a daemon thread of the view's own.
     *
     * @param scheduler runs the repair, four times a second
     * @return this
     */
    public RedisLiveViewBuilder repairedBy(Scheduler scheduler) {
        this.scheduler = scheduler;
        return this;
    }

    /**
     * Builds the view. The server need not be there yet.
     *
     * @return the view, to be given to the store that it follows
     */
    public RedisLiveView build() {
        return new RedisLiveView(this);
    }

    RedisStoreBuilder redis() {
        return redis;
    }

    Duration comparison() {
        return comparison;
    }

    Scheduler scheduler() {
        return scheduler;
    }
}
