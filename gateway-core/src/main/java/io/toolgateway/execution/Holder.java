package io.toolgateway.execution;

import io.toolgateway.proposal.Lease;
import io.toolgateway.proposal.Proposal;
import java.time.Instant;
import java.util.Objects;

/** Who holds a running proposal, and how. */
final class Holder {

    private Holder() {}

    static long fence(Proposal held) {
        return held.state().progress().fence();
    }

    static String worker(Proposal held) {
        return lease(held).owner();
    }

    static String actor(Proposal held) {
        return "worker:" + worker(held);
    }

    /** When the lease or the validity ends, whichever comes first. */
    static Instant end(Proposal held) {
        Instant until = lease(held).until();
        return until.isBefore(held.validUntil()) ? until : held.validUntil();
    }

    /** When the lease ends. What was started may go on until then, whatever the validity. */
    static Instant leaseEnd(Proposal held) {
        return lease(held).until();
    }

    private static Lease lease(Proposal held) {
        return Objects.requireNonNull(held.state().progress().lease(), "a running proposal has a lease");
    }
}
