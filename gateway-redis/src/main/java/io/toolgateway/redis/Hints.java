package io.toolgateway.redis;

import io.toolgateway.store.StoreException;
import io.toolgateway.time.TimeSource;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Waits for hints that there is work. Each wakes one of the processes that wait, in a consumer group; it says where to look and
 * nothing else, so that it is acknowledged as soon as it was heard.
 *
 * <p>Threads: safe for concurrent use; each that waits holds a connection.
 */
final class Hints {

    private static final Logger LOG = LoggerFactory.getLogger(Hints.class);

    private static final String GROUP = "workers";
    /** Under a client's ordinary socket timeout, which ends a wait for a server that is gone. */
    private static final Duration BLOCKS_AT_MOST = Duration.ofMillis(500);

    private static final String HEARD_AT_ONCE = "100";

    private final Server server;
    private final Shards shards;
    private final TimeSource time;
    /** New with every process: two under one name would take each other's entries for their own. */
    private final String consumer = UUID.randomUUID().toString();

    Hints(Server server, Shards shards, TimeSource time) {
        this.server = server;
        this.shards = shards;
        this.time = time;
    }

    /** False if nothing was heard of in that time. */
    boolean await(Duration atMost) throws InterruptedException {
        long end = time.nanoTime() + atMost.toNanos();
        boolean heard = false;
        long left = atMost.toNanos();
        do {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            // Several shards are on several nodes, so that one after the other is listened to.
            long each = Math.min(left, BLOCKS_AT_MOST.toNanos()) / shards.all().size();
            for (Keys keys : shards.all()) {
                heard |= await(keys.hints(), Duration.ofNanos(each));
            }
            left = end - time.nanoTime();
        } while (!heard && left > 0);
        return heard;
    }

    /** The server forgets this process. */
    void leave() {
        for (Keys keys : shards.all()) {
            try {
                server.call(redis -> redis.xgroupDelConsumer(keys.hints(), GROUP, consumer));
            } catch (StoreException e) {
                // It never waited there, or the server is gone, and with it whoever would miss it.
                LOG.debug("a consumer was not taken leave of: {}", e.getMessage());
            }
        }
    }

    private boolean await(String stream, Duration atMost) {
        return server.call(redis -> {
            try {
                return redis.executeCommand(reading(stream, atMost)) != null;
            } catch (JedisDataException e) {
                // The second is said to who waits while the whole stream goes.
                if (!isOf(e, "NOGROUP") && !isOf(e, "UNBLOCKED")) {
                    throw e;
                }
                create(redis, stream);
                return true;
            }
        });
    }

    /** Not by the client's own method, which would wait without a timeout of its socket. */
    private CommandObject<Object> reading(String stream, Duration atMost) {
        CommandArguments arguments = new CommandArguments(Protocol.Command.XREADGROUP)
                .add("GROUP")
                .add(GROUP)
                .add(consumer)
                .add("COUNT")
                .add(HEARD_AT_ONCE)
                .add("NOACK")
                .add("BLOCK")
                .add(Math.max(1, atMost.toMillis()))
                .add("STREAMS")
                .key(stream)
                .add(">");
        return new CommandObject<>(arguments, BuilderFactory.RAW_OBJECT);
    }

    /** New, or lost with what was stored: from the start, so that nothing is missed. */
    private static void create(UnifiedJedis redis, String stream) {
        try {
            redis.xgroupCreate(stream, GROUP, new StreamEntryID(0, 0), true);
        } catch (JedisDataException e) {
            // Another process was quicker.
            if (!isOf(e, "BUSYGROUP")) {
                throw e;
            }
        }
    }

    private static boolean isOf(JedisDataException e, String code) {
        return String.valueOf(e.getMessage()).startsWith(code);
    }
}
