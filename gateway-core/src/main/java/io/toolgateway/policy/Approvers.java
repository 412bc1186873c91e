package io.toolgateway.policy;

import io.toolgateway.json.Storable;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who may approve: the user who asked, holders of a role, or either.
 *
 * @param caller true if the user who asked may confirm
 * @param roles roles of which one suffices; unmodifiable, sorted
 * @since 0.1
 */
public record Approvers(boolean caller, Set<String> roles) {

    /** Nobody named: the approvers of the tool's own contract. */
    static final Approvers OF_THE_TOOL = new Approvers(false, Set.of());

    /** Copies the roles; refuses those that no store can hold. */
    public Approvers {
        roles = Collections.unmodifiableSet(new TreeSet<>(roles));
        roles.forEach(role -> Storable.required(role, "role"));
    }

    /**
     * Holders of any of some roles, except the user who asked.
     *
     * @param roles role names, at least one
     * @return the approvers
     */
    public static Approvers byRole(String... roles) {
        if (roles.length == 0) {
            throw new IllegalArgumentException("name at least one role");
        }
        return new Approvers(false, Set.of(roles));
    }

    /**
     * The user who asked, who confirms in the host's authenticated session.
     *
     * @return the approvers
     */
    public static Approvers byCaller() {
        return new Approvers(true, Set.of());
    }

    /**
     * These approvers or others.
     *
     * @param other who else may approve
     * @return the union
     */
    public Approvers or(Approvers other) {
        Set<String> union = new TreeSet<>(roles);
        union.addAll(other.roles);
        return new Approvers(caller || other.caller, union);
    }

    /** {@return true if nobody is named} */
    public boolean isNobody() {
        return !caller && roles.isEmpty();
    }
}
