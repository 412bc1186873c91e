package io.toolgateway.postgres.faults;

import io.toolgateway.testkit.faults.Pace;
import io.toolgateway.testkit.server.OwnRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * What may befall a Redis. Each is over when its method returns, and then it is to be reached again.
 *
 * @param redis a server that saves nothing by itself
 */
record RedisFaults(OwnRedis redis) {

    private static final String LOG = "pending_tool_calls";
    private static final String HINTS = "approved_tool_calls";
    /** Greater than the client's own type can say. */
    private static final String LAST_ID = "18446744073709551615-18446744073709551615";

    private static final String DUMP = "dump.rdb";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Where it is. */
    HostAndPort address() {
        return new HostAndPort(redis.server().host(), redis.server().port());
    }

    void tell(Consumer<Jedis> commands) {
        try (Jedis client = new Jedis(address())) {
            commands.accept(client);
        }
    }

    void forgetsAll() {
        tell(Jedis::flushAll);
    }

    void forgetsScripts() {
        tell(Jedis::scriptFlush);
    }

    void losesTheGroup() {
        tell(client -> {
            try {
                client.xgroupDestroy(HINTS, "workers");
            } catch (JedisDataException notThere) {
                // The fault before took the stream, and nobody has waited since.
            }
        });
    }

    void losesTheLog() {
        tell(client -> client.del(LOG));
    }

    void losesTheHints() {
        tell(client -> client.del(HINTS));
    }

    /** Somebody writes the last id there is into both streams, so that neither takes another. */
    void hasItsIdsUsedUp() {
        List.of(LOG, HINTS)
                .forEach(stream -> tell(client -> client.eval(
                        "return redis.call('XADD', KEYS[1], ARGV[1], 'proposal_id', 'nobody')",
                        List.of(stream),
                        List.of(LAST_ID))));
    }

    /** Somebody uses the streams' names for something else. */
    void hasOthersInThePlaceOfItsStreams() {
        List.of(LOG, HINTS).forEach(stream -> tell(client -> client.set(stream, "not a stream")));
    }

    /** Comes back with what it wrote down. */
    void restarts() {
        redis.restart();
    }

    /** Comes back with what it had some time ago. */
    void restartsWithAnOldSnapshot(Duration age) {
        tell(Jedis::save);
        Pace.pass(age);
        redis.restart();
    }

    void restartsWithNothing() {
        delete(dump());
        redis.restart();
    }

    private Path dump() {
        try (Jedis client = new Jedis(address())) {
            return Path.of(client.configGet("dir").get("dir"), DUMP);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void isGone(Duration time) {
        delete(dump());
        redis.kill();
        Pace.pass(time);
        redis.restart();
    }

    /** OOM. */
    void isFull(Duration time) {
        set("maxmemory", "1");
        requireRefuses("OOM");
        Pace.pass(time);
        set("maxmemory", "0");
    }

    /** NOREPLICAS. */
    void lacksReplicas(Duration time) {
        set("min-replicas-to-write", "1");
        requireRefuses("NOREPLICAS");
        Pace.pass(time);
        set("min-replicas-to-write", "0");
    }

    /** READONLY: a replica of a server that is not there. */
    void isReadOnly(Duration time) {
        tell(client -> client.replicaof("127.0.0.1", 1));
        requireRefuses("READONLY");
        Pace.pass(time);
        tell(Jedis::replicaofNoOne);
    }

    /** MISCONF: it could not save, since there is a directory in the place of its file. */
    void cannotSave(Duration time) {
        Path dump = dump();
        delete(dump);
        try {
            Files.createDirectory(dump);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        set("save", "36000 1");
        tell(Jedis::bgsave);
        requireRefuses("MISCONF");
        Pace.pass(time);
        set("save", "");
        delete(dump);
    }

    private void set(String setting, String value) {
        tell(client -> client.configSet(setting, value));
    }

    /** A fault that none is proves nothing. */
    private void requireRefuses(String code) {
        boolean refuses = Pace.until(
                () -> {
                    try (Jedis client = new Jedis(address())) {
                        client.set("probe", "1");
                        return false;
                    } catch (JedisDataException e) {
                        return e.getMessage().startsWith(code);
                    }
                },
                PATIENCE);
        if (!refuses) {
            throw new AssertionError("Redis does not say " + code);
        }
    }
}
