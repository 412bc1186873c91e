package io.toolgateway.audit;

import java.util.List;

/**
 * Sees everything: metrics, tracing, logs and notifications are built on it.
 *
 * <p>Called after the event is on record, on the thread that made it happen, before the caller has its answer; so it must be
 * quick. What it throws is logged and harms no call. An event that was recorded by a host that died at once may never be
 * told; the store has it.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface GatewayListener {

    /** Hears nothing. */
    GatewayListener NO_OP = event -> {};

    /**
     * Hears one event.
     *
     * @param event what happened
     */
    void on(AuditEvent event);

    /**
     * Several listeners as one. What one of them throws is logged; the others hear the event all the same.
     *
     * @param listeners in the order in which they hear
     * @return one listener that never throws
     */
    static GatewayListener all(List<GatewayListener> listeners) {
        return listeners.isEmpty() ? NO_OP : new Listeners(listeners);
    }
}
