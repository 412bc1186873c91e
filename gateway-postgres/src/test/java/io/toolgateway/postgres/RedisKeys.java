package io.toolgateway.postgres;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import redis.clients.jedis.UnifiedJedis;

/**
 * All keys of one namespace, as a server would lose or fall back to them.
 *
 * @param prefix what their names begin with
 */
record RedisKeys(UnifiedJedis redis, String prefix) {

    /** What a server that was asked to save itself would have. */
    Map<String, byte[]> saved() {
        Map<String, byte[]> saved = new LinkedHashMap<>();
        names().forEach(name -> saved.put(name, redis.dump(name)));
        return saved;
    }

    /** As it was; what has come since is gone. */
    void fallBackTo(Map<String, byte[]> saved) {
        lose();
        saved.forEach((name, value) -> redis.restore(name, 0, value));
    }

    /** Everything. */
    void lose() {
        names().forEach(redis::del);
    }

    private Set<String> names() {
        return redis.keys(prefix + "*");
    }
}
