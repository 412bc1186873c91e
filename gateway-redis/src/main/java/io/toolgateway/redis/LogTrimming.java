package io.toolgateway.redis;

import io.toolgateway.store.StoreException;
import io.toolgateway.time.TimeSource;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trims the log of what was parked by age. Nothing is judged on the log, so that this can only cost a reader who comes late.
 *
 * <p>Threads: safe for concurrent use.
 */
final class LogTrimming {

    private static final Logger LOG = LoggerFactory.getLogger(LogTrimming.class);
    private static final Lua TRIM = Lua.named("trim");
    private static final Duration TRIMS_EVERY = Duration.ofHours(1);
    private static final Long NOTHING = 0L;

    private final Server server;
    private final Shards shards;
    private final String keptMillis;

    LogTrimming(Server server, Shards shards, Duration kept) {
        this.server = server;
        this.shards = shards;
        this.keptMillis = String.valueOf(kept.toMillis());
    }

    /** As often as is worth it. */
    Seldom seldom(TimeSource time) {
        return new Seldom(TRIMS_EVERY, time, this::run);
    }

    void run() {
        for (Keys keys : shards.all()) {
            try {
                Object trimmed;
                do {
                    // So many at a time, for everybody else waits meanwhile.
                    trimmed = server.run(
                            TRIM, List.of(keys.pendingLog(), keys.view()), List.of(server.time(), keptMillis));
                } while (!NOTHING.equals(trimmed));
            } catch (StoreException e) {
                LOG.debug("the log was not trimmed: {}", e.getMessage());
            }
        }
    }
}
