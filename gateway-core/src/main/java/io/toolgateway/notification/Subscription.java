package io.toolgateway.notification;

import io.toolgateway.caller.TenantId;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which notifications a channel gets. Begins with all of them; each method gives a copy that gets fewer.
 *
 * <p>Threads: immutable.
 *
 * @since 0.1
 */
public final class Subscription {

    private static final Pattern NAME = Pattern.compile("[a-z_]{1,27}");

    private final String name;
    /** Null for the inbox of the store in use. */
    private final @Nullable NotificationChannel channel;

    private Set<NotificationKind> kinds = EnumSet.allOf(NotificationKind.class);
    private Set<String> tools = Set.of();
    private Set<TenantId> tenants = Set.of();
    private Set<String> roles = Set.of();

    private Subscription(String name, @Nullable NotificationChannel channel) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a channel's name has 1 to 27 lower-case letters and underscores");
        }
        this.name = name;
        this.channel = channel;
    }

    private Subscription(Subscription from) {
        this(from.name, from.channel);
        this.kinds = from.kinds;
        this.tools = from.tools;
        this.tenants = from.tenants;
        this.roles = from.roles;
    }

    /**
     * A channel under a name. What waits for it in the outbox is found by the name: one that is given away is lost, and one that means
     * another channel after a restart gets what waited for the earlier one.
     *
     * @param name 1 to 27 lower-case letters and underscores, the same on every host
     * @param channel the channel
     * @return a subscription to everything
     */
    public static Subscription of(String name, NotificationChannel channel) {
        return new Subscription(name, Objects.requireNonNull(channel, "channel"));
    }

    /**
     * What people find in the application itself: the inbox of the store in use, see {@link Notices}. Named {@code in_app}.
     *
     * @return a subscription to everything
     */
    public static Subscription inApp() {
        return new Subscription("in_app", null);
    }

    /**
     * Only these kinds.
     *
     * @param kinds at least one
     * @return a copy
     */
    public Subscription on(NotificationKind... kinds) {
        Subscription copy = new Subscription(this);
        copy.kinds = EnumSet.copyOf(List.of(kinds));
        return copy;
    }

    /**
     * Only about calls of these tools.
     *
     * @param tools names, at least one
     * @return a copy
     */
    public Subscription forTools(String... tools) {
        Subscription copy = new Subscription(this);
        copy.tools = named(tools);
        return copy;
    }

    /**
     * Only what belongs to these tenants. A channel that shows what it gets to one tenant's people must be for that tenant alone.
     *
     * @param tenants the host's ids, at least one
     * @return a copy
     */
    public Subscription forTenants(String... tenants) {
        Subscription copy = new Subscription(this);
        Set<TenantId> ids = new HashSet<>();
        named(tenants).forEach(id -> ids.add(TenantId.of(id)));
        copy.tenants = Set.copyOf(ids);
        return copy;
    }

    /**
     * Only what is for holders of one of these roles.
     *
     * @param roles role names, at least one
     * @return a copy
     */
    public Subscription forRoles(String... roles) {
        Subscription copy = new Subscription(this);
        copy.roles = named(roles);
        return copy;
    }

    private static Set<String> named(String... names) {
        if (names.length == 0) {
            throw new IllegalArgumentException("name at least one");
        }
        return Set.of(names);
    }

    String name() {
        return name;
    }

    @Nullable
    NotificationChannel channel() {
        return channel;
    }

    /** The kind of the channel's topics in the outbox: each channel has its own, so that none stands in another's way. */
    String topicKind() {
        return "notification_" + name;
    }

    boolean wants(Notification notification) {
        return kinds.contains(notification.kind())
                && (tools.isEmpty() || tools.contains(notification.tool()))
                && (tenants.isEmpty() || tenants.contains(notification.tenant()))
                && (roles.isEmpty() || notification.audience().roles().stream().anyMatch(roles::contains));
    }

    @Override
    public String toString() {
        return "Subscription[" + name + "]";
    }
}
