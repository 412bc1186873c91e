package io.toolgateway.examples.supportdesk;

import io.toolgateway.caller.Caller;
import io.toolgateway.caller.CallerDirectory;
import io.toolgateway.caller.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Everyone of the stories, and who they are now: what a company's directory is for the workers. */
final class People implements CallerDirectory {

    static final TenantId RETAILER = TenantId.of("e-commerce-corp");
    static final TenantId OTHER = TenantId.of("other-corp");

    static final Caller SARAH = of("user_456", "customer").at("203.0.113.7");
    static final Caller TOM = of("user_457", "customer").at("203.0.113.8");
    /** Buys for Acme Corp. */
    static final Caller CARLA = of("cust_acme", "customer").at("203.0.113.9");

    static final Caller ADAM = of("adam", "support_agent").at("198.51.100.2");
    static final Caller SUE = of("sue", "supervisor").at("198.51.100.3");
    static final Caller BILL = of("bill", "billing_admin").at("198.51.100.4");
    static final Caller IVY = of("ivy", "inventory_manager").at("198.51.100.5");
    static final Caller OTTO =
            Caller.of(OTHER.value(), "otto").withRoles("support_agent", "supervisor", "billing_admin");

    private static final Set<String> STAFF = Set.of("support_agent", "supervisor");

    private static final Map<String, String> NAMES = Map.of(
            "user_456", "Sarah",
            "user_457", "Tom",
            "cust_acme", "Carla",
            "adam", "Adam",
            "sue", "Sue",
            "bill", "Bill",
            "ivy", "Ivy",
            "otto", "Otto");

    private static final List<Caller> ALL = List.of(SARAH, TOM, CARLA, ADAM, SUE, BILL, IVY, OTTO);

    private final Map<String, Caller> now = new ConcurrentHashMap<>();

    People() {
        for (Caller person : ALL) {
            now.put(person.userId(), person);
        }
    }

    private static Caller of(String userId, String role) {
        return Caller.of(RETAILER.value(), userId).withRoles(role);
    }

    /** {@return everyone, as they were at first} */
    List<Caller> all() {
        return ALL;
    }

    /** Whether someone works at the desk and may look at every customer of the company. */
    static boolean isStaff(Caller person) {
        return person.isAnyOf(STAFF);
    }

    /** A person's name and roles, for the console. */
    static String label(Caller person) {
        boolean ours = person.tenant().equals(RETAILER);
        String what = ours ? String.join(", ", person.roles()) : "of " + person.tenant();
        return name(person) + " (" + what + ")";
    }

    static String name(Caller person) {
        return NAMES.getOrDefault(person.userId(), person.userId());
    }

    void takeRolesAway(Caller person) {
        now.put(person.userId(), person.withRoles());
    }

    @Override
    public Optional<Caller> find(TenantId tenant, String userId) {
        return Optional.ofNullable(now.get(userId))
                .filter(person -> person.tenant().equals(tenant));
    }
}
