package io.toolgateway.policy;

import io.toolgateway.caller.Caller;
import io.toolgateway.caller.TenantId;
import io.toolgateway.json.Storable;
import io.toolgateway.tool.Arguments;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A yes that was said in advance: to calls of one tool for one user, with arguments within bounds, so many times, until then. It
 * takes the place of one person's approval and of nothing else.
 *
 * @param id its id
 * @param tenant whose
 * @param user the host's id of the user whose calls it is for
 * @param tool the tool's name
 * @param toolVersion the version of the tool's contract; what another version would make of the arguments nobody has seen
 * @param bounds what it says of each argument; one that is not named must not be there. Unmodifiable, sorted
 * @param uses how many calls; 1 to {@link #MOST_USES}
 * @param from when it was given
 * @param until from when on it is over
 * @param grantedBy who gave it, with the roles held then
 * @param approvers who might approve the call it was given on; one of these gave it
 * @param note what was written with it, or null
 * @since 0.1
 */
public record StandingPermission(
        UUID id,
        TenantId tenant,
        String user,
        String tool,
        String toolVersion,
        Map<String, Bound> bounds,
        long uses,
        Instant from,
        Instant until,
        Caller grantedBy,
        Approvers approvers,
        @Nullable String note) {

    /** More than a person could mean. */
    public static final long MOST_USES = 1_000_000;

    private static final int LONGEST_NOTE = 4_000;

    /** Copies the bounds; refuses what no store can hold. */
    public StandingPermission {
        Storable.required(user, "user");
        Storable.required(tool, "tool's name");
        Storable.required(toolVersion, "tool's version");
        Map<String, Bound> sorted = new TreeMap<>(bounds);
        sorted.keySet().forEach(name -> Storable.required(name, "argument's name"));
        bounds = Collections.unmodifiableMap(sorted);
        if (uses < 1 || uses > MOST_USES) {
            throw new IllegalArgumentException("a permission has 1 to " + MOST_USES + " uses");
        }
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("a permission lasts for more than no time");
        }
        if (note != null && Storable.required(note, "note").length() > LONGEST_NOTE) {
            throw new IllegalArgumentException("a note has at most " + LONGEST_NOTE + " characters");
        }
    }

    /**
     * Whether a call is one of those that it is for. Nothing is said of uses and time.
     *
     * @param caller on whose behalf it is made
     * @param tool the tool's name
     * @param toolVersion the version of its contract
     * @param arguments the arguments, completed and without the key that the system makes
     * @return true if so
     */
    public boolean covers(Caller caller, String tool, String toolVersion, Arguments arguments) {
        return caller.isUser(tenant, user)
                && this.tool.equals(tool)
                && this.toolVersion.equals(toolVersion)
                && bounds.keySet().containsAll(arguments.asMap().keySet())
                && bounds.entrySet().stream()
                        .allMatch(bound -> bound.getValue().admits(arguments.value(bound.getKey())));
    }

    /** {@return the limit that its uses add up to} */
    public String limit() {
        return limitOf(id);
    }

    /**
     * The limit that a permission's uses add up to.
     *
     * @param id its id
     * @return the limit's key
     */
    public static String limitOf(UUID id) {
        return Reservation.PERMISSION + id;
    }

    /** {@return what one call takes out of it} */
    public Reservation use() {
        return new Reservation(limit(), BigDecimal.ONE, BigDecimal.valueOf(uses), until);
    }

    /** Without what the arguments may be. */
    @Override
    public String toString() {
        return "StandingPermission[" + id + " " + tool + " for " + tenant + "/" + user + ", " + uses + " until " + until
                + "]";
    }
}
