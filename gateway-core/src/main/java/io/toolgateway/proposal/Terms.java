package io.toolgateway.proposal;

import io.toolgateway.json.Storable;
import io.toolgateway.policy.Decision;
import java.time.Duration;

/**
 * Under which decision a proposal stands, and for how long.
 *
 * @param decision the verdict and the rules that made it
 * @param validFor how long it may be decided and started, from the moment it is stored
 * @since 0.1
 */
public record Terms(Decision decision, Duration validFor) {

    /** Refuses a time that no store has dates for. */
    public Terms {
        Storable.required(validFor, "time in which it may be decided");
    }
}
