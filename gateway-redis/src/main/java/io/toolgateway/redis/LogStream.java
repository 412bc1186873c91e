package io.toolgateway.redis;

import io.toolgateway.store.StoreException;
import io.toolgateway.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol;

/**
 * The log of one shard, for one consumer of one group. Ids are texts throughout: the client's own type for them does not hold all
 * that somebody may write.
 *
 * <p>Threads: safe for concurrent use.
 */
final class LogStream {

    private static final Logger LOG = LoggerFactory.getLogger(ProposalLog.class);

    private static final Lua HOLD = Lua.named("hold");
    private static final Lua BURY = Lua.named("bury");
    private static final Lua FORGET = Lua.named("forget");

    private static final String START = "0-0";
    private static final String DEAD_KEPT = "100000";
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

    private final Server server;
    private final TimeSource time;
    private final String stream;
    private final String group;
    private final String consumer;
    private final Duration idle;
    private final String atOnce;

    private String cursor = START;
    private long nextPassAt;

    LogStream(ProposalLogBuilder options, Keys keys, String consumer) {
        this.server = options.server();
        this.time = options.time();
        this.stream = keys.pendingLog();
        this.group = options.group();
        this.consumer = consumer;
        this.idle = options.idle();
        this.atOnce = String.valueOf(options.atOnce());
        this.nextPassAt = time.nanoTime();
    }

    /**
     * An entry that this consumer holds.
     *
     * @param id its id
     * @param fields its fields
     * @param times how often it was given to a consumer
     */
    record Given(String id, Map<String, String> fields, long times) {}

    /** What no consumer was given yet; waits for it if there is none, unless the time is zero. */
    List<Given> fresh(Duration atMost) {
        Object answer =
                server.call(redis -> Groups.in(redis, stream, group, client -> client.executeCommand(reading(atMost))));
        List<Given> fresh = new ArrayList<>();
        if (answer instanceof List<?> streams && !streams.isEmpty()) {
            for (Object entry : (List<?>) entries(streams.get(0))) {
                List<?> parts = (List<?>) entry;
                fresh.add(new Given((String) parts.get(0), fields(parts.get(1)), 1));
            }
        }
        return fresh;
    }

    /** Of one stream: a pair in the newer protocol, a list in the older. */
    private static Object entries(Object stream) {
        return stream instanceof Map.Entry<?, ?> pair ? pair.getValue() : ((List<?>) stream).get(1);
    }

    /** Not by the client's own method, which would wait without a timeout of its socket. */
    private CommandObject<Object> reading(Duration atMost) {
        CommandArguments arguments = new CommandArguments(Protocol.Command.XREADGROUP)
                .add("GROUP")
                .add(group)
                .add(consumer)
                .add("COUNT")
                .add(atOnce);
        if (!atMost.isZero()) {
            arguments.add("BLOCK").add(Math.max(1, atMost.toMillis()));
        }
        arguments.add("STREAMS").key(stream).add(">");
        return new CommandObject<>(arguments, BuilderFactory.ENCODED_OBJECT);
    }

    /**
     * Some of what was held too long, by others or by this consumer; it is held by this one now, and each has to be {@link #hold
     * held} when its turn comes. Looks through all of it twice in the time that an entry may be held.
     */
    List<String> abandoned() {
        String from = nextPage();
        List<String> ids = List.of();
        while (from != null && ids.isEmpty()) {
            List<?> answer = claiming(from);
            ids = ((List<?>) answer.get(1)).stream().map(String.class::cast).toList();
            // An empty page is not the end.
            String next = (String) answer.get(0);
            from = next.equals(START) ? null : next;
            lookedUntil(from);
        }
        return ids;
    }

    private synchronized @Nullable String nextPage() {
        return cursor.equals(START) && time.nanoTime() - nextPassAt < 0 ? null : cursor;
    }

    private void lookedUntil(@Nullable String next) {
        synchronized (this) {
            cursor = next == null ? START : next;
            if (next == null) {
                nextPassAt = time.nanoTime() + idle.toNanos() / 2;
            }
        }
        if (next == null) {
            forget("");
        }
    }

    private List<?> claiming(String from) {
        CommandObject<Object> command = new CommandObject<>(
                new CommandArguments(Protocol.Command.XAUTOCLAIM)
                        .key(stream)
                        .add(group)
                        .add(consumer)
                        .add(idle.toMillis())
                        .add(from)
                        .add("COUNT")
                        .add(atOnce)
                        .add("JUSTID"),
                BuilderFactory.ENCODED_OBJECT);
        return (List<?>)
                server.call(redis -> Groups.in(redis, stream, group, client -> client.executeCommand(command)));
    }

    /**
     * Holds an entry for as long again, if it is this consumer's still.
     *
     * @param isGiven whether that gives it once more
     */
    @Nullable
    Given hold(String id, boolean isGiven) {
        List<?> answer = (List<?>)
                inGroup(HOLD, List.of(stream), List.of(group, consumer, id, isGiven ? "1" : "0", LogReading.FORM));
        return answer == null ? null : new Given(id, fields(answer.get(1)), (Long) answer.get(0));
    }

    void acknowledge(String id) {
        CommandObject<Object> command = new CommandObject<>(
                new CommandArguments(Protocol.Command.XACK)
                        .key(stream)
                        .add(group)
                        .add(id),
                BuilderFactory.ENCODED_OBJECT);
        server.call(redis -> redis.executeCommand(command));
    }

    /** Puts it aside, unless another consumer has it. */
    boolean bury(String id, String why) {
        String dead = stream + ":dead";
        Object answer = inGroup(BURY, List.of(stream, dead), List.of(group, consumer, id, why, DEAD_KEPT));
        boolean isBuried = Long.valueOf(1).equals(answer);
        if (isBuried) {
            LOG.warn("the entry {} of {} was put aside in {}: {}", id, stream, dead, why);
        }
        return isBuried;
    }

    /** A group that was lost holds nothing, and will begin anew. */
    private @Nullable Object inGroup(Lua script, List<String> keys, List<String> arguments) {
        return server.call(redis -> Groups.in(redis, stream, group, client -> script.run(client, keys, arguments)));
    }

    /** The server forgets this consumer, unless it holds something. */
    void leave() {
        forget(consumer);
    }

    private void forget(String name) {
        try {
            server.run(FORGET, List.of(stream), List.of(group, name, String.valueOf(FORGOTTEN_AFTER.toMillis())));
        } catch (StoreException e) {
            // It never read there, or the server is gone, and with it whoever would miss it.
            LOG.debug("consumers were not forgotten: {}", e.getMessage());
        }
    }

    private static Map<String, String> fields(Object answer) {
        List<?> words = (List<?>) answer;
        Map<String, String> fields = new HashMap<>();
        for (int i = 0; i + 1 < words.size(); i += 2) {
            fields.put((String) words.get(i), (String) words.get(i + 1));
        }
        return fields;
    }
}
