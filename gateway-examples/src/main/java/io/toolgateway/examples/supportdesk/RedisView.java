package io.toolgateway.examples.supportdesk;

import io.toolgateway.redis.ProposalLog;
import io.toolgateway.redis.RedisLiveView;
import java.util.List;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/** What Redis shows of the support desk's record, under keys that begin with {@code support_desk:}. */
final class RedisView implements AutoCloseable {

    private static final String NAMESPACE = "support_desk";
    private static final ScanParams OURS =
            new ScanParams().match(NAMESPACE + ":*").count(1_000);

    private final String address;
    private final UnifiedJedis jedis;

    /** Connects at once. The library would do without Redis until it comes; who tries it out wants to know. */
    RedisView(String address) {
        this.address = address;
        this.jedis = RedisClient.create(address);
        try {
            jedis.ping();
        } catch (JedisException e) {
            jedis.close();
            throw e;
        }
    }

    /** For another process: it may hold a password. */
    String address() {
        return address;
    }

    /** A view, to be given to one store. */
    RedisLiveView live() {
        return RedisLiveView.on(jedis).in(NAMESPACE).build();
    }

    /** A reader of the log that has read nothing yet. */
    ProposalLog log(String group) {
        return ProposalLog.on(jedis).in(NAMESPACE).group(group).build();
    }

    /** Forgets everything, as the record is forgotten. */
    void drop() {
        ScanResult<String> found = null;
        do {
            found = jedis.scan(found == null ? ScanParams.SCAN_POINTER_START : found.getCursor(), OURS);
            List<String> keys = found.getResult();
            if (!keys.isEmpty()) {
                jedis.unlink(keys.toArray(String[]::new));
            }
        } while (!found.isCompleteIteration());
    }

    @Override
    public void close() {
        jedis.close();
    }
}
