package io.toolgateway.policy;

import io.toolgateway.caller.Caller;
import io.toolgateway.caller.TenantId;
import io.toolgateway.json.Storable;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who may approve: the user who asked, holders of a role, named users, or any of them.
 *
 * @param caller true if the user who asked may confirm
 * @param roles roles of which one suffices; unmodifiable, sorted
 * @param users ids of users who may, whatever roles they hold; unmodifiable, sorted
 * @since 0.1
 */
public record Approvers(boolean caller, Set<String> roles, Set<String> users) {

    /** Nobody named: the approvers of the tool's own contract. */
    static final Approvers OF_THE_TOOL = new Approvers(false, Set.of());

    /** Copies roles and users; refuses those that no store can hold. */
    public Approvers {
        roles = Collections.unmodifiableSet(new TreeSet<>(roles));
        roles.forEach(role -> Storable.required(role, "role"));
        users = Collections.unmodifiableSet(new TreeSet<>(users));
        users.forEach(user -> Storable.required(user, "user"));
    }

    /**
     * Approvers of whom none is named.
     *
     * @param caller true if the user who asked may confirm
     * @param roles roles of which one suffices
     */
    public Approvers(boolean caller, Set<String> roles) {
        this(caller, roles, Set.of());
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
     * Named users of the tenant, except the user who asked.
     *
     * @param users the host's ids of them, at least one
     * @return the approvers
     */
    public static Approvers byUser(String... users) {
        if (users.length == 0) {
            throw new IllegalArgumentException("name at least one user");
        }
        return new Approvers(false, Set.of(), Set.of(users));
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
        return new Approvers(caller || other.caller, union(roles, other.roles), union(users, other.users));
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> union = new TreeSet<>(some);
        union.addAll(others);
        return union;
    }

    /**
     * Whether these are others and maybe more.
     *
     * @param others who may approve
     * @return true if all of them may here
     */
    public boolean admitAll(Approvers others) {
        return (caller || !others.caller) && roles.containsAll(others.roles) && users.containsAll(others.users);
    }

    /**
     * Whether a person is one of them (SPEC A2). Whoever asked is only where the caller is named, whatever roles are held; nobody
     * is across tenants.
     *
     * @param tenant whose call it is
     * @param triggeredBy the id of the user who asked
     * @param person the person
     * @return true if so
     */
    public boolean admit(TenantId tenant, String triggeredBy, Caller person) {
        if (!person.tenant().equals(tenant)) {
            return false;
        }
        return person.userId().equals(triggeredBy) ? caller : person.isAnyOf(roles) || users.contains(person.userId());
    }

    /** {@return true if nobody is named} */
    public boolean isNobody() {
        return !caller && roles.isEmpty() && users.isEmpty();
    }
}
