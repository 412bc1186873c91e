package io.toolgateway.redis;

import io.toolgateway.live.RecordPosition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a view of one shard was found. What is not there is an empty text.
 *
 * @param epoch its epoch
 * @param record which record it follows
 * @param point how far
 * @param logFrom where its log began
 * @param logFirst where its log begins now
 */
record Look(String epoch, String record, String point, String logFrom, String logFirst) {

    private static final Lua LOOK = Lua.named("look");

    static Look at(Server server, Keys keys) {
        List<?> answer = (List<?>) server.run(LOOK, List.of(keys.view(), keys.pendingLog()), List.of());
        return new Look(
                (String) answer.get(0), (String) answer.get(1), (String) answer.get(2), (String) answer.get(3), (String)
                        answer.get(4));
    }

    /** Why it has to be made anew; null if it has not. */
    @Nullable
    String lost(RecordPosition now) {
        if (epoch.isEmpty()) {
            return "Redis had none";
        }
        if (!record.equals(now.record())) {
            return "it was another record's, or of one that may have forgotten something";
        }
        if (point.isEmpty()) {
            return "it was not finished";
        }
        return logFrom.equals(logFirst) ? null : "its log was lost";
    }
}
