package io.toolgateway.examples.benchmarks.postgres;

import io.toolgateway.postgres.PostgresProposalStore;
import io.toolgateway.redis.RedisLiveView;
import io.toolgateway.testkit.server.OwnRedis;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;

/** The one Redis of a run, with the persistence that its makers advise, and stores that are shown on it. */
final class Shown implements AutoCloseable {

    private final OwnRedis redis = OwnRedis.start("--appendonly", "yes", "--appendfsync", "everysec");
    private final UnifiedJedis jedis;

    Shown() {
        ConnectionPoolConfig config = new ConnectionPoolConfig();
        config.setMaxTotal(Server.POOL);
        config.setMaxIdle(Server.POOL);
        this.jedis = RedisClient.builder()
                .hostAndPort(redis.server().host(), redis.server().port())
                .poolConfig(config)
                .build();
    }

    long pid() {
        return redis.pid();
    }

    UnifiedJedis jedis() {
        return jedis;
    }

    /** A store as of one more process: all stores on one database share the view. */
    PostgresProposalStore store(DataSource pool) {
        return PostgresProposalStore.on(pool)
                .shownOn(RedisLiveView.on(jedis).in("bench").build())
                .build();
    }

    /** What it says of itself. */
    String told() {
        Map<String, String> info = info("server");
        return info.get("redis_version") + ", appendonly yes, appendfsync everysec";
    }

    /** How many commands it has done, those within scripts too where it counts them. */
    long commands() {
        return Long.parseLong(info("stats").get("total_commands_processed"));
    }

    private Map<String, String> info(String section) {
        return jedis.info(section)
                .lines()
                .filter(line -> line.contains(":"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf(':')), line -> line.substring(line.indexOf(':') + 1)));
    }

    @Override
    public void close() {
        jedis.close();
        redis.close();
    }
}
