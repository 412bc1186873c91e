package io.toolgateway.redis;

import io.toolgateway.testkit.server.OwnRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.util.JedisClusterCRC16;

/** A cluster of three real servers, without replicas. */
final class OwnCluster implements AutoCloseable {

    private static final int NODES = 3;
    private static final int SLOTS = 16_384;

    private final List<OwnRedis> nodes = new ArrayList<>();

    static OwnCluster start() {
        OwnCluster cluster = new OwnCluster();
        for (int i = 0; i < NODES; i++) {
            cluster.nodes.add(OwnRedis.start(
                    "--cluster-enabled",
                    "yes",
                    "--cluster-node-timeout",
                    "2000",
                    // A dead node takes its own slots with it and no others.
                    "--cluster-require-full-coverage",
                    "no"));
        }
        cluster.join();
        return cluster;
    }

    private void join() {
        for (int i = 0; i < NODES; i++) {
            try (Jedis node = node(i)) {
                int from = SLOTS * i / NODES;
                int to = SLOTS * (i + 1) / NODES;
                int[] slots = new int[to - from];
                for (int slot = from; slot < to; slot++) {
                    slots[slot - from] = slot;
                }
                node.clusterAddSlots(slots);
                if (i > 0) {
                    node.clusterMeet("127.0.0.1", nodes.get(0).server().port());
                }
            }
        }
        for (int i = 0; i < NODES; i++) {
            awaitWhole(i);
        }
    }

    private void awaitWhole(int i) {
        long end = System.nanoTime() + 30_000_000_000L;
        try (Jedis node = node(i)) {
            String info = node.clusterInfo();
            while (!info.contains("cluster_state:ok") || !info.contains("cluster_known_nodes:" + NODES)) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("no cluster came about: " + info);
                }
                Thread.onSpinWait();
                info = node.clusterInfo();
            }
        }
    }

    private Jedis node(int i) {
        return new Jedis("127.0.0.1", nodes.get(i).server().port());
    }

    RedisClusterClient client() {
        return RedisClusterClient.builder().nodes(addresses()).build();
    }

    /** One that does not try for long what fails. */
    RedisClusterClient hastyClient() {
        return RedisClusterClient.builder()
                .nodes(addresses())
                .maxAttempts(1)
                .maxTotalRetriesDuration(Duration.ofMillis(100))
                .build();
    }

    private Set<HostAndPort> addresses() {
        return nodes.stream()
                .map(node -> new HostAndPort("127.0.0.1", node.server().port()))
                .collect(Collectors.toSet());
    }

    /** Whether a key is on a node. */
    static boolean isOn(int node, String key) {
        int slot = JedisClusterCRC16.getSlot(key);
        return SLOTS * node / NODES <= slot && slot < SLOTS * (node + 1) / NODES;
    }

    /** A node dies. */
    void kill(int node) {
        nodes.get(node).kill();
    }

    @Override
    public void close() {
        nodes.forEach(OwnRedis::close);
    }
}
