package io.toolgateway.redis;

import io.toolgateway.store.StoreException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * What the servers' settings promise of what they have acknowledged (PROTOCOL 2.11).
 *
 * @param forgets why a started call may be forgotten, such as {@code appendfsync is everysec}; empty if none is under a restart,
 *     and no replica can take over without it
 */
record Persistence(List<String> forgets) {

    private static final String[] ASKED = {"appendonly", "appendfsync", "maxmemory", "maxmemory-policy"};

    /** Asks all masters. */
    static Persistence of(UnifiedJedis redis) {
        if (!(redis instanceof RedisClusterClient cluster)) {
            return new Persistence(forgets(redis.info("replication"), settings(redis::configGet)));
        }
        Set<String> forgets = new LinkedHashSet<>();
        for (ConnectionPool pool : cluster.getClusterNodes().values()) {
            try (Connection connection = pool.getResource()) {
                Jedis node = new Jedis(connection);
                String replication = node.info("replication");
                if (replication.contains("role:master")) {
                    forgets.addAll(forgets(replication, settings(node::configGet)));
                }
            }
        }
        return new Persistence(List.copyOf(forgets));
    }

    /** Null where they are not told. */
    private static @Nullable Map<String, String> settings(Function<String[], Map<String, String>> config) {
        try {
            return config.apply(ASKED);
        } catch (JedisDataException e) {
            return null;
        }
    }

    /** Out of one master's words; without settings it did not want to tell them. */
    static List<String> forgets(String replication, @Nullable Map<String, String> settings) {
        List<String> forgets = new ArrayList<>();
        if (settings == null) {
            forgets.add("CONFIG GET is refused, so that its persistence is not known");
        } else {
            requireNoEviction(settings);
            if (!"yes".equals(settings.get("appendonly"))) {
                forgets.add("appendonly is not yes");
            } else if (!"always".equals(settings.get("appendfsync"))) {
                forgets.add("appendfsync is " + settings.get("appendfsync") + " and not always");
            }
        }
        if (!replication.contains("connected_slaves:0")) {
            forgets.add("a replica may take over that has not got everything");
        }
        return forgets;
    }

    /** A record out of which entries are dropped at will is none. */
    private static void requireNoEviction(Map<String, String> settings) {
        String policy = settings.get("maxmemory-policy");
        if (!"0".equals(settings.get("maxmemory")) && !"noeviction".equals(policy)) {
            throw new StoreException(
                    "Redis: maxmemory-policy is " + policy + ", which drops proposals at will; set noeviction", null);
        }
    }
}
