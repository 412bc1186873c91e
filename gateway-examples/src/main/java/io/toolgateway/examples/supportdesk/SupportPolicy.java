package io.toolgateway.examples.supportdesk;

import static io.toolgateway.policy.Approvers.byCaller;
import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Condition.argument;
import static io.toolgateway.policy.Condition.callerIs;
import static io.toolgateway.policy.Condition.readsOnly;
import static io.toolgateway.policy.Condition.tool;
import static io.toolgateway.policy.Verdict.allow;
import static io.toolgateway.policy.Verdict.requireApproval;

import io.toolgateway.policy.Condition;
import io.toolgateway.policy.Policy;
import java.time.Duration;

/** The desk's rules: what runs at once, and who must say yes to the rest. */
final class SupportPolicy {

    private static final Duration WITHIN = Duration.ofHours(4);

    private SupportPolicy() {}

    static Policy policy() {
        Condition refund = tool("process_refund");
        Condition large = refund.and(argument("amount").greaterThan("500"));
        return Policy.named("support-desk", "2026-11")
                .rule("reads pass", readsOnly(), allow())
                .rule("low-risk writes pass", tool("update_account", "create_support_ticket"), allow())
                .rule("refunds up to 500 pass", refund.and(argument("amount").atMost("500")), allow())
                // Of two refunds in one turn each stands by itself: money that was sent is not fetched back.
                .rule(
                        "larger refunds need a supervisor",
                        large.and(callerIs("supervisor").not()),
                        requireApproval(byRole("supervisor")).within(WITHIN).allowingPartial())
                // A supervisor may refund anything, but the model that calls in the supervisor's name may not.
                .rule(
                        "supervisors confirm their own larger refunds",
                        large.and(callerIs("supervisor")),
                        requireApproval(byCaller().or(byRole("supervisor")))
                                .within(WITHIN)
                                .allowingPartial())
                .rule(
                        "cancelling is confirmed",
                        tool("cancel_subscription"),
                        requireApproval(byCaller().or(byRole("billing_admin"))).within(Duration.ofHours(24)))
                .otherwise(requireApproval(byRole("supervisor")));
    }
}
