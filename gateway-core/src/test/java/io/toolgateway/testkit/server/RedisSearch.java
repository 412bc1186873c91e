package io.toolgateway.testkit.server;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Looks for the Redis of all tests. */
final class RedisSearch extends Search<RedisServer> {

    RedisSearch(Map<String, String> environment, BooleanSupplier dockerAnswers, Consumer<String> out) {
        super("redis", TestServers.REDIS_URL, environment.get(TestServers.REDIS_URL), dockerAnswers, out);
    }

    @Override
    RedisServer at(String address) {
        return RedisServer.at(address);
    }

    @Override
    Optional<RedisServer> inDocker() {
        return Docker.redis();
    }

    @Override
    RedisServer fromBinaries() {
        return OwnRedis.start().server();
    }

    @Override
    String version(RedisServer server) throws IOException {
        return server.version();
    }
}
