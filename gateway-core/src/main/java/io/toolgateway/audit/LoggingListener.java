package io.toolgateway.audit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One structured log line where a call is answered and where its fate is known: a JSON object on the logger
 * {@code io.toolgateway.calls}, level INFO, or WARN where nobody knows whether it happened and somebody has to find out; see {@link CallRecord}, without the arguments' values, without what the user wrote
 * and without what the handler returned.
 *
 * @since 0.1
 */
public final class LoggingListener implements GatewayListener {

    private static final Logger LOG = LoggerFactory.getLogger("io.toolgateway.calls");

    /** Creates the listener. */
    public LoggingListener() {}

    @Override
    public void on(AuditEvent event) {
        if (event.isOutcomeUnknown()) {
            LOG.warn(CallRecord.withoutParameters(event).toJson());
        } else if (LOG.isInfoEnabled() && isWorthALine(event.type())) {
            LOG.info(CallRecord.withoutParameters(event).toJson());
        }
    }

    private static boolean isWorthALine(EventType type) {
        return switch (type) {
            case REFUSED,
                    REPLAYED,
                    READ_FINISHED,
                    PARKED,
                    EXECUTED,
                    FAILED,
                    RESOLVED,
                    UNDO_ORDERED,
                    LATE_RESULT,
                    REJECTED,
                    WITHDRAWN,
                    SUPERSEDED,
                    EXPIRED,
                    PERMITTED,
                    PERMISSION_REVOKED -> true;
            default -> false;
        };
    }
}
