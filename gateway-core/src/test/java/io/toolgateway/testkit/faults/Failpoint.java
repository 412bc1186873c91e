package io.toolgateway.testkit.faults;

/** The failpoints of PROTOCOL 3.2, each reached by a wrapper around the product, never by a switch in it. */
public enum Failpoint {
    /** The row of a proposal is written, its commit not sent. */
    PROPOSE_BEFORE_COMMIT(Role.CLIENT),
    /** The commit was answered, the caller not. */
    PROPOSE_AFTER_COMMIT(Role.CLIENT),
    /** After the projection; in a store without one, after the store's answer and before the client's. */
    PROPOSE_AFTER_PROJECT(Role.CLIENT),
    /** The vote is written, its commit not sent. */
    APPROVE_BEFORE_COMMIT(Role.CLIENT),
    /** The commit was answered, the reviewer not. */
    APPROVE_AFTER_COMMIT(Role.CLIENT),
    /** After the projection; in a store without one, after the store's answer and before the reviewer's. */
    APPROVE_AFTER_PROJECT(Role.CLIENT),
    /** A worker is about to claim. */
    CLAIM_BEFORE(Role.WORKER),
    /** The commit of a claim is on its way, and nobody waits for its answer. */
    CLAIM_IN_COMMIT(Role.WORKER),
    /** The claim was answered. */
    CLAIM_AFTER(Role.WORKER),
    /** The last question of the recheck was answered. */
    RECHECK_AFTER(Role.WORKER),
    /** The handler has begun. */
    HANDLER_BEFORE_EFFECT(Role.WORKER),
    /** The effect is there, the handler has not returned. */
    HANDLER_AFTER_EFFECT(Role.WORKER),
    /** The handler has returned, nothing of it is written. */
    FINISH_BEFORE(Role.WORKER),
    /** It is written, and neither the worker nor a projection knows; or the worker does not. */
    FINISH_AFTER(Role.WORKER),
    /** A batch of expiries and reapings is written, its commit not sent. */
    REAP_MID_BATCH(Role.WORKER),
    /** Between two rows of a reconciler; in a store without one, between the commit of a sweep and its answer. */
    RECONCILE_MID_BATCH(Role.WORKER);

    /** Who can reach a failpoint. */
    public enum Role {
        /** Who proposes and decides. */
        CLIENT,
        /** Who claims, runs and sweeps. */
        WORKER
    }

    private final Role role;

    Failpoint(Role role) {
        this.role = role;
    }

    /** Who can reach it. */
    public Role role() {
        return role;
    }
}
