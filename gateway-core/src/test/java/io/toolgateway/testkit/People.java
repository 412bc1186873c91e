package io.toolgateway.testkit;

import io.toolgateway.caller.Caller;
import io.toolgateway.caller.TenantId;

/** Who appears in the tests: the agent Ann asks; Sam and Sue supervise; Bea keeps the bill; Max supervises elsewhere. */
public final class People {

    /** The tenant of everyone but Max. */
    public static final TenantId ACME = TenantId.of("acme");

    /** The tenant of Max. */
    public static final TenantId GLOBEX = TenantId.of("globex");

    /** Asks. */
    public static final Caller ANN = Caller.of("acme", "ann").withRoles("support_agent");

    /** Asks too, and supervises: may she approve what she asked for herself? */
    public static final Caller EVE = Caller.of("acme", "eve").withRoles("support_agent", "supervisor", "billing_admin");

    /** A supervisor. */
    public static final Caller SAM = Caller.of("acme", "sam").withRoles("supervisor");

    /** Another supervisor. */
    public static final Caller SUE = Caller.of("acme", "sue").withRoles("supervisor");

    /** A billing admin. */
    public static final Caller BEA = Caller.of("acme", "bea").withRoles("billing_admin");

    /** A supervisor of another tenant. */
    public static final Caller MAX = Caller.of("globex", "max").withRoles("supervisor", "support_agent");

    private People() {}
}
