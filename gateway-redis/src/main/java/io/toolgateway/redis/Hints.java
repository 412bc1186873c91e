package io.toolgateway.redis;

import io.toolgateway.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.XReadGroupParams;
import redis.clients.jedis.resps.StreamEntry;

/**
 * Waits for hints that there is work. Each wakes one of the processes that wait, in a consumer group; it says where to look and
 * nothing else, so that it is acknowledged as soon as it was heard.
 *
 * <p>Threads: safe for concurrent use; each that waits holds a connection.
 */
final class Hints {

    private static final String GROUP = "workers";
    /** Under every socket timeout that is in use. */
    private static final Duration BLOCKS_AT_MOST = Duration.ofSeconds(1);

    private static final int HEARD_AT_ONCE = 100;

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
            server.call(redis -> {
                try {
                    return redis.xgroupDelConsumer(keys.hints(), GROUP, consumer);
                } catch (JedisDataException e) {
                    // It never waited there.
                    return 0L;
                }
            });
        }
    }

    private boolean await(String stream, Duration atMost) {
        XReadGroupParams how = XReadGroupParams.xReadGroupParams()
                .count(HEARD_AT_ONCE)
                .noAck()
                .block((int) Math.max(1, atMost.toMillis()));
        Map<String, StreamEntryID> fresh = Map.of(stream, StreamEntryID.XREADGROUP_UNDELIVERED_ENTRY);
        return server.call(redis -> {
            try {
                List<Map.Entry<String, List<StreamEntry>>> heard = redis.xreadGroup(GROUP, consumer, how, fresh);
                return heard != null && !heard.isEmpty();
            } catch (JedisDataException e) {
                if (!String.valueOf(e.getMessage()).startsWith("NOGROUP")) {
                    throw e;
                }
                // New, or lost with what was stored: from the start, so that nothing is missed.
                redis.xgroupCreate(stream, GROUP, new StreamEntryID(0, 0), true);
                return true;
            }
        });
    }
}
