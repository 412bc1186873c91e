package io.toolgateway.redis;

import io.toolgateway.store.StoreException;
import io.toolgateway.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisClusterOperationException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The way to Redis: its clock, and its failures as ours.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Server {

    private static final Duration AT_ONCE = Duration.ofMillis(50);

    /** More than pools usually keep. */
    private static final int BROKEN_AT_MOST = 16;

    private final UnifiedJedis redis;
    private final Supplier<String> time;
    private final @Nullable Patience patience;

    /**
     * Creates it.
     *
     * @param redis the client
     * @param time microseconds as text in the place of the server's clock, or empty
     */
    Server(UnifiedJedis redis, Supplier<String> time) {
        this(redis, time, null);
    }

    private Server(UnifiedJedis redis, Supplier<String> time, @Nullable Patience patience) {
        this.redis = redis;
        this.time = time;
        this.patience = patience;
    }

    private record Patience(TimeSource time, Consumer<StoreException> failed) {}

    /**
     * The same for what may be said twice: connections of the pool that broke while nobody used them, as all do when a server
     * restarts, are tried one after the other, for as long as each says so at once. Somebody is told of every other failure.
     */
    Server trying(TimeSource time, Consumer<StoreException> failed) {
        return new Server(redis, this.time, new Patience(time, failed));
    }

    /** What scripts take for the time: empty for the server's own clock. */
    String time() {
        return time.get();
    }

    Object run(Lua script, List<String> keys, List<String> arguments) {
        return call(client -> script.run(client, keys, arguments));
    }

    <T> T call(Function<UnifiedJedis, T> command) {
        return patience == null ? answer(command) : call(command, patience);
    }

    private <T> T call(Function<UnifiedJedis, T> command, Patience patience) {
        long begun = patience.time().nanoTime();
        for (int tries = 1; ; tries++) {
            try {
                return answer(command);
            } catch (StoreException e) {
                boolean isAtOnce = patience.time().nanoTime() - begun < AT_ONCE.toNanos();
                if (!(e instanceof UnreachableException) || !isAtOnce || tries == BROKEN_AT_MOST) {
                    if (!Thread.currentThread().isInterrupted()) {
                        patience.failed().accept(e);
                    }
                    throw e;
                }
            }
        }
    }

    private <T> T answer(Function<UnifiedJedis, T> command) {
        try {
            return command.apply(redis);
        } catch (JedisConnectionException | JedisClusterOperationException e) {
            throw new UnreachableException(e);
        } catch (JedisDataException e) {
            throw new StoreException("Redis refuses: " + code(e), e);
        } catch (JedisException e) {
            if (e.getCause() instanceof InterruptedException) {
                Thread.currentThread().interrupt();
                throw new StoreException("Redis: interrupted while waiting for a connection", e);
            }
            throw new UnreachableException(e);
        }
    }

    /** The first word of what it says: OOM, READONLY, MISCONF and the like; the rest may name what was stored. */
    private static String code(JedisDataException e) {
        String message = String.valueOf(e.getMessage());
        int blank = message.indexOf(' ');
        return blank < 0 ? message : message.substring(0, blank);
    }
}
