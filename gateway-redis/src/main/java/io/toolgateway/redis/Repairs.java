package io.toolgateway.redis;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts repairs, and logs them.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Repairs {

    private static final Logger LOG = LoggerFactory.getLogger(RedisLiveView.class);

    private final AtomicLong madeAnew = new AtomicLong();
    private final AtomicLong caughtUp = new AtomicLong();
    private final AtomicLong corrected = new AtomicLong();

    void madeAnew(Keys keys, String why, long proposals) {
        madeAnew.incrementAndGet();
        LOG.info("the live view {} was made anew, with {} open proposals: {}", keys.view(), proposals, why);
    }

    void caughtUp(long versions) {
        if (versions > 0) {
            caughtUp.addAndGet(versions);
            LOG.debug("the live view had missed {} changes, and shows them now", versions);
        }
    }

    void corrected(long proposals) {
        if (proposals > 0) {
            corrected.addAndGet(proposals);
            LOG.warn(
                    "the live view showed {} proposals otherwise than they stand; it was damaged, and is mended",
                    proposals);
        }
    }

    ViewRepairs sum() {
        return new ViewRepairs(madeAnew.get(), caughtUp.get(), corrected.get());
    }
}
