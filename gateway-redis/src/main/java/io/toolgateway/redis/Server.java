package io.toolgateway.redis;

import io.toolgateway.store.StoreException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
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

    private final UnifiedJedis redis;
    private final Supplier<String> time;
    private final Consumer<StoreException> failed;

    /**
     * Creates it.
     *
     * @param redis the client
     * @param time microseconds as text in the place of the server's clock, or empty
     */
    Server(UnifiedJedis redis, Supplier<String> time) {
        this(redis, time, failure -> {});
    }

    private Server(UnifiedJedis redis, Supplier<String> time, Consumer<StoreException> failed) {
        this.redis = redis;
        this.time = time;
        this.failed = failed;
    }

    /** The same, where somebody is told of every failure. */
    Server telling(Consumer<StoreException> failed) {
        return new Server(redis, time, failed);
    }

    /** What scripts take for the time: empty for the server's own clock. */
    String time() {
        return time.get();
    }

    Object run(Lua script, List<String> keys, List<String> arguments) {
        return call(client -> script.run(client, keys, arguments));
    }

    <T> T call(Function<UnifiedJedis, T> command) {
        try {
            return answer(command);
        } catch (StoreException e) {
            if (!Thread.currentThread().isInterrupted()) {
                failed.accept(e);
            }
            throw e;
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
