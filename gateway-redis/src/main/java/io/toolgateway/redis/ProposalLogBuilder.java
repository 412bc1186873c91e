package io.toolgateway.redis;

import io.toolgateway.time.TimeSource;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;

/**
 * What can be said about a {@link ProposalLog}. All but the group has a default.
 *
 * <p>Threads: confined to one.
 *
 * @since 0.1
 */
public final class ProposalLogBuilder {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final int MOST = 10_000;

    private final RedisStoreBuilder place;
    private @Nullable String group;
    private Duration idle = Duration.ofMinutes(1);
    private int atOnce = 100;

    ProposalLogBuilder(UnifiedJedis redis) {
        this.place = new RedisStoreBuilder(redis);
    }

    /**
     * The namespace of the gateway, as {@link RedisStoreBuilder#in} was told it; default none.
     *
     * @param namespace letters, digits, {@code _ . -}
     * @return this
     */
    public ProposalLogBuilder in(String namespace) {
        place.in(namespace);
        return this;
    }

    /**
     * Who reads: readers of one group share the entries, each group sees all of them, from the first that was ever written.
     *
     * @param name letters, digits, {@code _ . -}
     * @return this
     */
    public ProposalLogBuilder group(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a group is letters, digits, _ . -, not '" + name + "'");
        }
        this.group = name;
        return this;
    }

    /**
     * How long a reader may hold an entry before another takes it over, and after how long an entry comes again that the function
     * threw at. At least twice as long as the function ever takes for one entry: else it is given to others meanwhile. Default one
     * minute.
     *
     * @param idle at least a millisecond
     * @return this
     */
    public ProposalLogBuilder takingOverAfter(Duration idle) {
        if (idle.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("an entry is held for a millisecond at least, not for " + idle);
        }
        this.idle = idle;
        return this;
    }

    /**
     * How many new entries a reader is given at once of each stream; default 100.
     *
     * @param entries 1 to 10,000
     * @return this
     */
    public ProposalLogBuilder atOnce(int entries) {
        if (entries < 1 || entries > MOST) {
            throw new IllegalArgumentException("a reader is given 1 to " + MOST + " entries at once, not " + entries);
        }
        this.atOnce = entries;
        return this;
    }

    /**
     * Builds the reader. Asks the server nothing yet.
     *
     * @return the reader
     * @throws IllegalStateException without a group
     */
    public ProposalLog build() {
        if (group == null) {
            throw new IllegalStateException("name the group that reads");
        }
        return new ProposalLog(this);
    }

    Server server() {
        return place.server();
    }

    Shards shards() {
        return place.shards();
    }

    TimeSource time() {
        return place.time();
    }

    String group() {
        return String.valueOf(group);
    }

    Duration idle() {
        return idle;
    }

    int atOnce() {
        return atOnce;
    }
}
