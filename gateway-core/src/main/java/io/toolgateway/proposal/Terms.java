package io.toolgateway.proposal;

import io.toolgateway.json.Storable;
import io.toolgateway.policy.Decision;
import io.toolgateway.policy.Reservation;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Under which decision a proposal stands, for how long, and what it takes out of budgets.
 *
 * @param decision the verdict and the rules that made it
 * @param validFor how long it may be decided and started, from the moment it is stored
 * @param reservations what is taken when it is stored, and given back if it ends without an effect; each key once
 * @since 0.1
 */
public record Terms(Decision decision, Duration validFor, List<Reservation> reservations) {

    /** Refuses a time that no store has dates for. */
    public Terms {
        Storable.required(validFor, "time in which it may be decided");
        reservations = List.copyOf(reservations);
        Set<String> keys = new HashSet<>();
        if (!reservations.stream().map(Reservation::key).allMatch(keys::add)) {
            throw new IllegalArgumentException("a proposal takes out of a budget once");
        }
    }

    /**
     * Terms of what takes nothing out of any budget.
     *
     * @param decision the verdict and the rules that made it
     * @param validFor how long it may be decided and started
     */
    public Terms(Decision decision, Duration validFor) {
        this(decision, validFor, List.of());
    }

    /**
     * These terms with what a proposal takes out of budgets.
     *
     * @param reservations what it takes
     * @return a copy
     */
    public Terms reserving(List<Reservation> reservations) {
        return new Terms(decision, validFor, reservations);
    }
}
