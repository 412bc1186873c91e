package io.toolgateway.redis;

import io.toolgateway.store.StoreException;
import io.toolgateway.time.TimeSource;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forgets limits whose windows are over, so that they do not pile up for ever. */
final class PastLimits {

    private static final Logger LOG = LoggerFactory.getLogger(PastLimits.class);
    private static final Lua FORGET = Lua.named("forget_limits");
    private static final Duration EVERY = Duration.ofMinutes(1);
    /** For hosts whose clocks are behind; they say which window a call falls into. */
    private static final Duration KEPT = Duration.ofDays(1);

    private static final Long AT_MOST = 1_000L;
    private static final int NANOS_OF_A_MICRO = 1_000;

    private final Server server;
    private final Shards shards;

    PastLimits(Server server, Shards shards) {
        this.server = server;
        this.shards = shards;
    }

    Seldom seldom(TimeSource time) {
        return new Seldom(EVERY, time, this::forget);
    }

    void forget() {
        List<String> arguments =
                List.of(server.time(), String.valueOf(KEPT.toNanos() / NANOS_OF_A_MICRO), String.valueOf(AT_MOST));
        for (Keys keys : shards.all()) {
            try {
                Object forgotten;
                do {
                    // So many at a time, for everybody else waits meanwhile.
                    forgotten = server.run(FORGET, List.of(keys.limits(), keys.limitEnds()), arguments);
                } while (AT_MOST.equals(forgotten));
            } catch (StoreException e) {
                LOG.debug("past limits were not forgotten: {}", e.getMessage());
            }
        }
    }
}
