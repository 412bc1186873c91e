package io.toolgateway.policy;

import io.toolgateway.json.Storable;
import java.time.Duration;

/**
 * Who may approve as well once nobody has decided for some time.
 *
 * @param to who then may, besides those who might before
 * @param after how long after the call was parked, by the store's clock; more than no time, at most {@link #LATEST}
 * @since 0.1
 */
public record Escalation(Approvers to, Duration after) {

    /** A store keeps the reminder of it for a month, see {@code Outbox.KEPT_FOR}. */
    public static final Duration LATEST = Duration.ofDays(28);

    /** Refuses an escalation to nobody, and one that never comes. */
    public Escalation {
        if (to.isNobody()) {
            throw new IllegalArgumentException("an escalation names somebody");
        }
        if (after.isNegative() || after.isZero() || after.compareTo(LATEST) > 0) {
            throw new IllegalArgumentException(
                    "an escalation comes after more than no time, and after 28 days at most");
        }
        Storable.required(after, "time of an escalation");
    }
}
