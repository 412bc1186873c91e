package io.toolgateway.testkit;

import io.toolgateway.approval.Approvals;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.approval.ReviewResult;
import io.toolgateway.caller.Caller;
import io.toolgateway.proposal.ProposalId;
import org.jspecify.annotations.Nullable;

/** People who look at what stands there and decide about that. */
public final class Looking {

    private Looking() {}

    /** Looks and says no. */
    public static ReviewResult reject(Approvals approvals, ProposalId id, Caller reviewer, @Nullable String note) {
        return approvals.reject(id, hash(approvals, id, reviewer), reviewer, note);
    }

    /** Looks and takes it back. */
    public static ReviewResult withdraw(Approvals approvals, ProposalId id, Caller caller, @Nullable String note) {
        return approvals.withdraw(id, hash(approvals, id, caller), caller, note);
    }

    /** What someone sees, or something else where they may not look. */
    private static String hash(Approvals approvals, ProposalId id, Caller person) {
        return approvals.find(id, person).map(ReviewItem::hash).orElse("not seen");
    }
}
