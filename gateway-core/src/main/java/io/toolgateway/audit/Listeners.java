package io.toolgateway.audit;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells several listeners, and lets none of them harm a call or another. */
final class Listeners implements GatewayListener {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayListener.class);

    private final List<GatewayListener> all;

    Listeners(List<GatewayListener> all) {
        this.all = List.copyOf(all);
    }

    @Override
    public void on(AuditEvent event) {
        for (GatewayListener listener : all) {
            try {
                listener.on(event);
            } catch (Throwable e) {
                LOG.warn("listener {} broke off on {}", listener.getClass().getName(), event.type(), e);
            }
        }
    }
}
