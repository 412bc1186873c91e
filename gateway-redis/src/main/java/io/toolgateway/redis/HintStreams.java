package io.toolgateway.redis;

import io.toolgateway.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.resps.StreamEntry;

/**
 * The streams of hints, as the consumer that this process is. A hint says where to look and nothing else, so that it is
 * acknowledged as soon as it was heard.
 *
 * <p>Threads: one may listen at a time; the rest is safe for concurrent use.
 */
final class HintStreams implements Hints.Source {

    private static final Logger LOG = LoggerFactory.getLogger(HintStreams.class);
    private static final Lua FORGET_DEAD = Lua.named("forget_dead");

    static final String GROUP = "workers";
    /** Under a client's socket timeout, which ends a wait for a server that is gone; a server is up to 100 ms late. */
    private static final Duration BLOCKS_AT_MOST = Duration.ofMillis(800);

    private static final String HEARD_AT_ONCE = "100";

    private final Server server;
    private final List<Keys> shards;
    /** New with every process: two under one name would take each other's entries for their own. */
    private final String consumer = UUID.randomUUID().toString();

    private int turn;

    HintStreams(Server server, Shards shards) {
        this.server = server;
        this.shards = shards.all();
    }

    @Override
    public int listen(Duration atMost) {
        // Several shards are on several nodes, so that one after the other is listened to.
        long each = Math.min(atMost.toNanos(), BLOCKS_AT_MOST.toNanos()) / shards.size();
        StoreException failed = null;
        for (int i = 0; i < shards.size() && !Thread.currentThread().isInterrupted(); i++) {
            turn = (turn + 1) % shards.size();
            try {
                int heard = listen(shards.get(turn).hints(), Duration.ofNanos(each));
                if (heard > 0) {
                    return heard;
                }
            } catch (StoreException e) {
                // Others may answer.
                failed = e;
            }
        }
        if (failed != null) {
            throw failed;
        }
        return 0;
    }

    private int listen(String stream, Duration atMost) {
        return server.call(redis -> {
            try {
                return count(redis.executeCommand(reading(stream, atMost)));
            } catch (JedisDataException e) {
                if (!Groups.isLost(e)) {
                    throw e;
                }
                Groups.create(redis, stream, GROUP);
                return 1;
            }
        });
    }

    private static int count(@Nullable List<Map.Entry<String, List<StreamEntry>>> heard) {
        return heard == null
                ? 0
                : heard.stream().mapToInt(stream -> stream.getValue().size()).sum();
    }

    /** Not by the client's own method, which would wait without a timeout of its socket. */
    private CommandObject<List<Map.Entry<String, List<StreamEntry>>>> reading(String stream, Duration atMost) {
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
        return new CommandObject<>(arguments, BuilderFactory.STREAM_READ_RESPONSE);
    }

    @Override
    public void leave() {
        for (Keys keys : shards) {
            try {
                server.call(redis -> redis.xgroupDelConsumer(keys.hints(), GROUP, consumer));
            } catch (StoreException e) {
                // It never waited there, or the server is gone, and with it whoever would miss it.
                LOG.debug("a consumer was not taken leave of: {}", e.getMessage());
            }
        }
    }

    @Override
    public void forgetDead(Duration idle) {
        for (Keys keys : shards) {
            try {
                server.run(FORGET_DEAD, List.of(keys.hints()), List.of(GROUP, String.valueOf(idle.toMillis())));
            } catch (StoreException e) {
                // The next time will do: they cost a line in a list.
                LOG.debug("dead consumers were not forgotten: {}", e.getMessage());
            }
        }
    }
}
