package io.toolgateway.redis;

import io.toolgateway.store.StoreException;
import io.toolgateway.time.TimeSource;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether Redis may be asked: while it does not answer, once a second. A server that swallows what it is sent costs whoever asks
 * the whole timeout of a socket.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Outage {

    private static final Logger LOG = LoggerFactory.getLogger(RedisRateLimiter.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final TimeSource time;
    private boolean isOut;
    private long triedAt;

    Outage(TimeSource time) {
        this.time = time;
    }

    /** What one who wants to ask may do. */
    enum Turn {
        /** Ask. */
        ASK,
        /** Ask, to find out whether it is over. */
        TRY,
        /** Do without. */
        PASS
    }

    synchronized Turn turn() {
        if (!isOut) {
            return Turn.ASK;
        }
        if (time.nanoTime() - triedAt < PAUSE.toNanos()) {
            return Turn.PASS;
        }
        triedAt = time.nanoTime();
        return Turn.TRY;
    }

    synchronized void failed(StoreException why) {
        triedAt = time.nanoTime();
        if (!isOut) {
            isOut = true;
            LOG.warn("{}; rate limits are counted in this process alone until it answers", why.getMessage());
        }
    }

    /** Only a try ends it: an answer to what was asked before it began says nothing. */
    synchronized void answered(Turn turn) {
        if (isOut && turn == Turn.TRY) {
            isOut = false;
            LOG.info("Redis answers again; rate limits are shared again");
        }
    }
}
