package io.toolgateway.audit;

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
}
