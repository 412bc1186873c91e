package io.toolgateway.redis;

import io.toolgateway.time.TimeSource;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.UnifiedJedis;

/**
 * What can be said about a {@link RedisProposalStore}. All but the client has a default.
 *
 * <p>Threads: confined to one.
 *
 * @since 0.1
 */
public final class RedisStoreBuilder {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final int SHARDS_OF_A_CLUSTER = 16;
    private static final Duration SHORTEST_LOG = Duration.ofMinutes(1);

    private final UnifiedJedis redis;
    private String namespace = "";
    private boolean acceptsRepeats;
    private Duration keepsLogFor = Duration.ofDays(30);
    private Supplier<String> serverTime = () -> "";

    RedisStoreBuilder(UnifiedJedis redis) {
        this.redis = redis;
    }

    /**
     * What the names of all keys begin with, for several gateways on one server; default nothing, so that the streams are named
     * {@code pending_tool_calls} and {@code approved_tool_calls}.
     *
     * @param namespace letters, digits, {@code _ . -}
     * @return this
     */
    public RedisStoreBuilder in(String namespace) {
        if (!NAME.matcher(namespace).matches()) {
            throw new IllegalArgumentException("a namespace is letters, digits, _ . -, not '" + namespace + "'");
        }
        this.namespace = namespace;
        return this;
    }

    /**
     * Runs tools that are not idempotent also where a restart or a fail-over of the server may forget that a call was started, so
     * that it may be started again; default is to refuse such tools when the gateway is built.
     *
     * @return this
     */
    public RedisStoreBuilder acceptingRepeatsAfterLostClaims() {
        this.acceptsRepeats = true;
        return this;
    }

    /**
     * How long the entries of the log {@code pending_tool_calls} are kept at least, for consumer groups that come late; default 30
     * days. Older ones are dropped now and then. That costs replays and never a proposal, which are kept for ever.
     *
     * @param age at least a minute
     * @return this
     */
    public RedisStoreBuilder keepingLogFor(Duration age) {
        if (age.compareTo(SHORTEST_LOG) < 0) {
            throw new IllegalArgumentException("the log is kept for at least " + SHORTEST_LOG + ", not " + age);
        }
        this.keepsLogFor = age;
        return this;
    }

    /** Another clock than the server's: for tests. */
    RedisStoreBuilder onTime(Supplier<String> micros) {
        this.serverTime = micros;
        return this;
    }

    /**
     * Builds the store, once it has seen what the server's settings promise. Logs what they do not.
     *
     * @return the store
     * @throws io.toolgateway.store.StoreException if the server cannot be reached, or would drop entries when its memory is full
     */
    public RedisProposalStore build() {
        return new RedisProposalStore(this);
    }

    boolean acceptsRepeats() {
        return acceptsRepeats;
    }

    Duration keepsLogFor() {
        return keepsLogFor;
    }

    Persistence persistence() {
        return server().call(Persistence::of);
    }

    Server server() {
        return new Server(redis, serverTime);
    }

    /** In a cluster the shards are as many as ever: another number would look for tenants in other places. */
    Shards shards() {
        return redis instanceof RedisClusterClient
                ? Shards.many(namespace, SHARDS_OF_A_CLUSTER)
                : Shards.one(namespace);
    }

    TimeSource time() {
        return TimeSource.SYSTEM;
    }
}
