package io.toolgateway.redis;

import io.toolgateway.limit.Rate;
import io.toolgateway.limit.RateLimits;
import io.toolgateway.time.TimeSource;
import java.util.function.Supplier;
import redis.clients.jedis.UnifiedJedis;

/**
 * What a {@link RedisRateLimiter} limits. Several limits may be named, also several of one kind: a call has to pass all that it
 * falls under.
 *
 * <p>Threads: confined to one.
 *
 * @since 0.1
 */
public final class RedisRateLimiterBuilder {

    private final RedisStoreBuilder place;
    private RateLimits limits = RateLimits.NONE;
    private String namespace = "tg";
    private TimeSource time = TimeSource.SYSTEM;

    RedisRateLimiterBuilder(UnifiedJedis redis) {
        this.place = new RedisStoreBuilder(redis);
    }

    /**
     * What the names of all keys begin with, for several gateways on one server; default {@code tg}.
     *
     * @param namespace letters, digits, {@code _ . -}
     * @return this
     */
    public RedisRateLimiterBuilder in(String namespace) {
        place.in(namespace);
        this.namespace = namespace;
        return this;
    }

    /**
     * Bounds each user of each tenant.
     *
     * @param rate how many calls
     * @return this
     */
    public RedisRateLimiterBuilder perUser(Rate rate) {
        limits = limits.perUser(rate);
        return this;
    }

    /**
     * Bounds all users of a tenant together, each tenant for itself.
     *
     * @param rate how many calls
     * @return this
     */
    public RedisRateLimiterBuilder perTenant(Rate rate) {
        limits = limits.perTenant(rate);
        return this;
    }

    /**
     * Bounds all calls of a tool together, whoever makes them: for what stands behind it.
     *
     * @param tool the tool's name
     * @param rate how many calls
     * @return this
     */
    public RedisRateLimiterBuilder perTool(String tool, Rate rate) {
        limits = limits.perTool(tool, rate);
        return this;
    }

    /** Another clock than the server's: for tests. */
    RedisRateLimiterBuilder onTime(Supplier<String> micros) {
        place.onTime(micros);
        return this;
    }

    /** Another clock for what is counted in this process: for tests. */
    RedisRateLimiterBuilder onTime(TimeSource time) {
        this.time = time;
        return this;
    }

    /**
     * Builds the limiter. Asks the server nothing yet.
     *
     * @return the limiter
     * @throws IllegalStateException if it limits nothing
     */
    public RedisRateLimiter build() {
        limits.requireSome();
        return new RedisRateLimiter(this);
    }

    Server server() {
        return place.server();
    }

    /** With a hash tag, so that one script may touch all that one call counts for. */
    String prefix() {
        return "{" + namespace + ":rates}:";
    }

    RateLimits limits() {
        return limits;
    }

    TimeSource time() {
        return time;
    }
}
