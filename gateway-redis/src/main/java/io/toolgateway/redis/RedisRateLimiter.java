package io.toolgateway.redis;

import io.toolgateway.caller.Caller;
import io.toolgateway.limit.RateLimiter;
import io.toolgateway.limit.RateLimits;
import io.toolgateway.limit.RateLimits.Bucket;
import io.toolgateway.redis.Outage.Turn;
import io.toolgateway.store.StoreException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.UnifiedJedis;

/**
 * Rate limits that all hosts share, on the server's clock. A call is asked for in one round trip, and is counted by every limit
 * that it falls under or by none: one that is refused uses up nothing.
 *
 * <p>On a cluster all that a limiter counts lies on one node, so that it can be counted as a whole. Hosts count together that have
 * the same namespace and the same numbers; while numbers are being changed, old and new ones are counted each for themselves.
 *
 * <p>While Redis does not answer, each process counts for itself, by the same limits and from empty buckets: with n hosts up to n
 * times as many calls pass. It is asked again once a second, by one call, which waits for as long as the client's timeouts say. The
 * log has one line when that begins and one when it ends. A command that a client of a cluster sends again by itself may count a
 * call twice; it never leaves one uncounted.
 *
 * <p>Threads: safe for concurrent use.
 *
 * @since 0.1
 */
public final class RedisRateLimiter implements RateLimiter {

    private static final Lua TAKE = Lua.named("take");

    private final Server server;
    private final String prefix;
    private final RateLimits limits;
    private final RateLimiter local;
    private final Outage outage;

    RedisRateLimiter(RedisRateLimiterBuilder options) {
        this.server = options.server();
        this.prefix = options.prefix();
        this.limits = options.limits();
        this.local = limits.inProcess(options.time());
        this.outage = new Outage(options.time());
    }

    /**
     * A limiter on a client, to be built.
     *
     * @param redis a client for one server, for Sentinel or for a cluster, with a pool. A call waits for it: give it a short timeout
     * @return what else can be said about it
     */
    public static RedisRateLimiterBuilder on(UnifiedJedis redis) {
        return new RedisRateLimiterBuilder(redis);
    }

    @Override
    public Answer tryAcquire(Caller caller, String tool) {
        List<Bucket> buckets = limits.buckets(caller, tool);
        if (buckets.isEmpty()) {
            return new Answer.Passed();
        }
        Turn turn = outage.turn();
        if (turn == Turn.PASS) {
            return local.tryAcquire(caller, tool);
        }
        try {
            long wait = take(buckets);
            outage.answered(turn);
            return wait == 0 ? new Answer.Passed() : new Answer.Refused(Duration.of(wait, ChronoUnit.MICROS));
        } catch (StoreException e) {
            // Whoever was interrupted while waiting knows nothing about Redis.
            if (!Thread.currentThread().isInterrupted()) {
                outage.failed(e);
            }
            return local.tryAcquire(caller, tool);
        }
    }

    /** Zero once it is counted, else after how many microseconds it would be. */
    private long take(List<Bucket> buckets) {
        List<String> arguments = new ArrayList<>(1 + buckets.size() * 3);
        arguments.add(server.time());
        for (Bucket bucket : buckets) {
            arguments.add(String.valueOf(bucket.rate().calls()));
            arguments.add(String.valueOf(bucket.rate().adds()));
            arguments.add(String.valueOf(bucket.rate().holds()));
        }
        List<String> keys =
                buckets.stream().map(bucket -> prefix + bucket.name()).toList();
        return (Long) server.run(TAKE, keys, arguments);
    }
}
