package io.toolgateway.notification;

import java.util.Optional;

/**
 * What a notification tells of (SPEC A8).
 *
 * @since 0.1
 */
public enum NotificationKind {
    /** A call waits for the decision of its audience: it is new, or it is their turn now. */
    CREATED("created"),
    /** A call still waits, and its time runs out soon. */
    REMINDER("reminder"),
    /** More people may decide than before. */
    ESCALATED("escalated"),
    /** It was approved, rejected, taken back or replaced: the detail says which. */
    DECIDED("decided"),
    /** It was executed. Of a chain: all of it. */
    EXECUTED("executed"),
    /** It failed, and nothing is in effect of it. */
    FAILED("failed"),
    /** Nobody knows whether it happened: somebody has to find out. */
    UNKNOWN("unknown"),
    /** Time ran out and nothing had happened. */
    EXPIRED("expired");

    private final String text;

    NotificationKind(String text) {
        this.text = text;
    }

    /** {@return the stable text for messages and receivers} */
    public String text() {
        return text;
    }

    static Optional<NotificationKind> ofText(String text) {
        for (NotificationKind kind : values()) {
            if (kind.text.equals(text)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
