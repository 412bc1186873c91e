package io.toolgateway.policy;

import io.toolgateway.json.Storable;
import java.time.Duration;

/**
 * That people may say yes in advance to calls of a tool, and how far.
 *
 * @param tool the tool's name
 * @param mostUses the most calls that one permission may be for; 1 to {@link StandingPermission#MOST_USES}
 * @param longest how long one may last; more than no time
 * @since 0.1
 */
public record PermissionOffer(String tool, long mostUses, Duration longest) {

    /** Refuses an offer of nothing. */
    public PermissionOffer {
        Storable.required(tool, "tool's name");
        if (mostUses < 1 || mostUses > StandingPermission.MOST_USES) {
            throw new IllegalArgumentException("a permission has 1 to " + StandingPermission.MOST_USES + " uses");
        }
        if (longest.isNegative() || longest.isZero()) {
            throw new IllegalArgumentException("a permission lasts for more than no time");
        }
        Storable.required(longest, "time that a permission lasts");
    }
}
