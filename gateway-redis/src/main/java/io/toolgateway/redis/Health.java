package io.toolgateway.redis;

import io.toolgateway.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a view can be reached. Once it cannot, nobody tries for whom it is beside other work, until whoever repairs it has got
 * through: a server that does not answer would cost each call a timeout.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Health {

    private static final Logger LOG = LoggerFactory.getLogger(RedisLiveView.class);

    private volatile boolean isDown;

    boolean isDown() {
        return isDown;
    }

    void failed(StoreException cause) {
        if (!isDown) {
            isDown = true;
            LOG.warn("the live view is not kept for now, the record goes on alone: {}", cause.getMessage());
        }
    }

    void worked() {
        if (isDown) {
            isDown = false;
            LOG.info("the live view is kept again");
        }
    }
}
