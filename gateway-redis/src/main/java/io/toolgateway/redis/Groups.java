package io.toolgateway.redis;

import java.util.function.Function;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;

/** Consumer groups that are there when they are needed. */
final class Groups {

    private Groups() {}

    /**
     * Does something with a group. If it is new, or was lost with what was stored, it begins at the start of the stream, so that
     * nothing is missed.
     */
    static <T> T in(UnifiedJedis redis, String stream, String group, Function<UnifiedJedis, T> command) {
        try {
            return command.apply(redis);
        } catch (JedisDataException e) {
            if (!isLost(e)) {
                throw e;
            }
            create(redis, stream, group);
            return command.apply(redis);
        }
    }

    /** Whether the group is not there; the second is what one is told who waits while the stream goes. */
    static boolean isLost(JedisDataException e) {
        return isOf(e, "NOGROUP") || isOf(e, "UNBLOCKED");
    }

    /** From the start of the stream, so that nothing is missed. */
    static void create(UnifiedJedis redis, String stream, String group) {
        try {
            redis.xgroupCreate(stream, group, new StreamEntryID(0, 0), true);
        } catch (JedisDataException e) {
            // Another process was quicker.
            if (!isOf(e, "BUSYGROUP")) {
                throw e;
            }
        }
    }

    private static boolean isOf(JedisDataException e, String code) {
        return String.valueOf(e.getMessage()).startsWith(code);
    }
}
