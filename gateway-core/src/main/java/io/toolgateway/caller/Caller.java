package io.toolgateway.caller;

import io.toolgateway.json.Storable;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The end user on whose behalf a call runs, as the host's authenticated session knows them; also the person who reviews.
 *
 * <p>Shape: tenant and user id are the host's own. Roles and attributes are what the host grants, in its own words. A
 * service account or the name of a scoped token may be given; a token itself never belongs here, since a caller is stored
 * with the proposal; for the same reason a text that no store can hold is refused, see {@link Storable}.
 *
 * <p>Threads: immutable.
 *
 * @since 0.1
 */
public final class Caller {

    private static final int MAX_ID = 200;

    private final TenantId tenant;
    private final String userId;
    private final Set<String> roles;
    private final Map<String, String> attributes;
    private final @Nullable String serviceAccount;
    private final @Nullable String ipAddress;

    private Caller(
            TenantId tenant,
            String userId,
            Set<String> roles,
            Map<String, String> attributes,
            @Nullable String serviceAccount,
            @Nullable String ipAddress) {
        this.tenant = tenant;
        this.userId = userId;
        this.roles = roles;
        this.attributes = attributes;
        this.serviceAccount = serviceAccount;
        this.ipAddress = ipAddress;
    }

    /**
     * A user without any role yet.
     *
     * @param tenant the host's id of the tenant; not blank, at most 200 characters
     * @param userId the host's id of the user; not blank, at most 200 characters
     * @return the caller
     */
    public static Caller of(String tenant, String userId) {
        requireId(userId, "user");
        return new Caller(TenantId.of(tenant), userId, Set.of(), Map.of(), null, null);
    }

    /**
     * This caller with exactly these roles.
     *
     * @param roles role names, as tools and policies name them
     * @return a copy
     */
    public Caller withRoles(String... roles) {
        return withRoles(Set.of(roles));
    }

    /**
     * This caller with exactly these roles.
     *
     * @param roles role names, as tools and policies name them
     * @return a copy
     */
    public Caller withRoles(Set<String> roles) {
        Set<String> copy = new LinkedHashSet<>();
        roles.stream().sorted().forEach(role -> {
            requireId(role, "role");
            copy.add(role);
        });
        return new Caller(tenant, userId, Collections.unmodifiableSet(copy), attributes, serviceAccount, ipAddress);
    }

    /**
     * This caller with one more attribute, for rules that look at more than roles.
     *
     * @param name the attribute's name
     * @param value its value
     * @return a copy
     * @throws IllegalArgumentException if no store can hold it, see {@link Storable}
     */
    public Caller withAttribute(String name, String value) {
        Map<String, String> copy = new TreeMap<>(attributes);
        copy.put(Storable.required(name, "attribute's name"), Storable.required(value, "attribute '" + name + "'"));
        return new Caller(tenant, userId, roles, Collections.unmodifiableMap(copy), serviceAccount, ipAddress);
    }

    /**
     * This caller acting through a service account or a scoped token.
     *
     * @param name the account's or token's name; never a secret
     * @return a copy
     */
    public Caller through(String name) {
        requireId(name, "service account");
        return new Caller(tenant, userId, roles, attributes, name, ipAddress);
    }

    /**
     * This caller at a network address.
     *
     * @param ipAddress the address as the host saw it
     * @return a copy
     */
    public Caller at(String ipAddress) {
        requireId(ipAddress, "IP address");
        return new Caller(tenant, userId, roles, attributes, serviceAccount, ipAddress);
    }

    /** {@return the tenant} */
    public TenantId tenant() {
        return tenant;
    }

    /** {@return the host's id of the user} */
    public String userId() {
        return userId;
    }

    /** {@return the roles, sorted, unmodifiable} */
    public Set<String> roles() {
        return roles;
    }

    /** {@return the attributes, sorted by name, unmodifiable} */
    public Map<String, String> attributes() {
        return attributes;
    }

    /** {@return the service account or token name, or null if the user acts directly} */
    public @Nullable String serviceAccount() {
        return serviceAccount;
    }

    /** {@return the network address, or null if the host gave none} */
    public @Nullable String ipAddress() {
        return ipAddress;
    }

    /**
     * Whether the caller holds a role.
     *
     * @param role the role's name, compared exactly
     * @return true if held
     */
    public boolean is(String role) {
        return roles.contains(role);
    }

    /**
     * Whether the caller holds any of some roles.
     *
     * @param any role names
     * @return true if one of them is held; false for none
     */
    public boolean isAnyOf(Set<String> any) {
        for (String role : any) {
            if (roles.contains(role)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether this is the same user of the same tenant, whatever roles are held.
     *
     * @param tenant a tenant
     * @param userId a user's id
     * @return true if both match
     */
    public boolean isUser(TenantId tenant, String userId) {
        return this.tenant.equals(tenant) && this.userId.equals(userId);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Caller that
                && tenant.equals(that.tenant)
                && userId.equals(that.userId)
                && roles.equals(that.roles)
                && attributes.equals(that.attributes)
                && Objects.equals(serviceAccount, that.serviceAccount)
                && Objects.equals(ipAddress, that.ipAddress);
    }

    @Override
    public int hashCode() {
        return Objects.hash(tenant, userId, roles);
    }

    @Override
    public String toString() {
        return "Caller[" + tenant + "/" + userId + " " + roles + "]";
    }

    static void requireId(String id, String what) {
        Objects.requireNonNull(id, what);
        if (id.isBlank() || id.length() > MAX_ID) {
            throw new IllegalArgumentException("the " + what + " must have 1 to " + MAX_ID + " characters");
        }
        Storable.required(id, what);
    }
}
