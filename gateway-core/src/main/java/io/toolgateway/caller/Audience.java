package io.toolgateway.caller;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who of a tenant is meant: everyone who holds one of some roles, and some users by name. Who holds a role is asked when somebody
 * looks, not when it is written.
 *
 * @param roles role names; unmodifiable, sorted
 * @param users the host's ids of users; unmodifiable, sorted
 * @since 0.1
 */
public record Audience(Set<String> roles, Set<String> users) {

    /** Copies the sets; refuses names that no store can hold. */
    public Audience {
        roles = Collections.unmodifiableSet(new TreeSet<>(roles));
        users = Collections.unmodifiableSet(new TreeSet<>(users));
        roles.forEach(role -> Caller.requireId(role, "role"));
        users.forEach(user -> Caller.requireId(user, "user"));
    }

    /**
     * Everyone who holds one of some roles.
     *
     * @param roles role names
     * @return the audience
     */
    public static Audience ofRoles(String... roles) {
        return new Audience(Set.of(roles), Set.of());
    }

    /**
     * One user.
     *
     * @param userId the host's id
     * @return the audience
     */
    public static Audience ofUser(String userId) {
        return new Audience(Set.of(), Set.of(userId));
    }

    /**
     * Whether a person is meant. The tenant is not looked at: whoever keeps an audience keeps its tenant.
     *
     * @param person the person, with the roles held now
     * @return true if so
     */
    public boolean includes(Caller person) {
        return users.contains(person.userId()) || person.isAnyOf(roles);
    }

    /** {@return true if nobody is named} */
    public boolean isNobody() {
        return roles.isEmpty() && users.isEmpty();
    }
}
