package io.toolgateway.testkit;

import io.toolgateway.caller.Caller;
import io.toolgateway.caller.TenantId;

/**
 * Who appears in the tests: the agent Ann asks; Sam and Sue supervise; Bea keeps the bill; Max supervises elsewhere.
 *
 * <p>Their ids are UUIDs, which a store can hold that has UUIDs for ids, and one that has texts as well. Of a test that prints
 * one, the end says who it is.
 */
public final class People {

    /** The tenant of everyone but Max. */
    public static final TenantId ACME = TenantId.of(id("ac3e"));

    /** The tenant of Max. */
    public static final TenantId GLOBEX = TenantId.of(id("910be8"));

    /** Asks. */
    public static final Caller ANN = caller(ACME, "a99").withRoles("support_agent");

    /** Asks too, and supervises: may she approve what she asked for herself? */
    public static final Caller EVE = caller(ACME, "e5e").withRoles("support_agent", "supervisor", "billing_admin");

    /** A supervisor. */
    public static final Caller SAM = caller(ACME, "5a33").withRoles("supervisor");

    /** Another supervisor. */
    public static final Caller SUE = caller(ACME, "50e").withRoles("supervisor");

    /** A billing admin. */
    public static final Caller BEA = caller(ACME, "bea").withRoles("billing_admin");

    /** A supervisor of another tenant. */
    public static final Caller MAX = caller(GLOBEX, "3a8").withRoles("supervisor", "support_agent");

    private People() {}

    private static Caller caller(TenantId tenant, String end) {
        return Caller.of(tenant.value(), id(end));
    }

    private static String id(String end) {
        return "c0ffee00-0000-4000-8000-" + "0".repeat(12 - end.length()) + end;
    }
}
