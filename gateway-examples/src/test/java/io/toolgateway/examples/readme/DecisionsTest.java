package io.toolgateway.examples.readme;

import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Verdict.requireApproval;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.Gateway;
import io.toolgateway.approval.EditResult;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.approval.ReviewPage;
import io.toolgateway.approval.ReviewResult;
import io.toolgateway.approval.Seen;
import io.toolgateway.caller.Caller;
import io.toolgateway.policy.Policy;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the README says of reviewers who do more than say yes. */
@Tag("A2")
@Tag("A3")
class DecisionsTest {

    private static final Caller ANN = Caller.of("acme", "ann").withRoles("support_agent");

    private final Caller sue = Caller.of("acme", "sue").withRoles("agent_lead");
    private final List<String> refunded = new CopyOnWriteArrayList<>();

    @Test
    void reviewersDoMoreThanSayYes() {
        // region escalation
        Policy policy = Policy.named("refunds", "1")
                .otherwise(requireApproval(byRole("agent_lead"))
                        .escalatingTo(
                                byRole("manager"),
                                Duration.ofHours(1)) // who may as well, if nobody has decided by then
                        .within(Duration.ofHours(4)));
        // endregion
        Tool refund = Tool.named("refund")
                .arguments("""
                        {"type": "object", "required": ["amount"], "additionalProperties": false,
                         "properties": {"amount": {"type": "integer", "minimum": 1}}}""")
                .idempotent()
                .callableBy("support_agent")
                .handledBy(call -> {
                    refunded.add(call.arguments().integer("amount") + "");
                    return ToolResult.success();
                });
        try (Gateway gateway =
                Gateway.builder().tools(ToolRegistry.of(refund)).policy(policy).build()) {
            for (int amount : new int[] {900, 20, 30, 40}) {
                gateway.propose(ToolCall.of("refund", "{\"amount\":" + amount + "}"), ANN);
            }

            // region page
            ReviewPage page =
                    gateway.approvals().pending(sue, 50, null); // newest first; page.next() is where the next begins
            List<Seen> ticked =
                    page.items().stream().limit(2).map(ReviewItem::seen).toList();
            List<ReviewResult> results = gateway.approvals().approveAll(ticked, sue, "small ones");
            // endregion
            assertThat(results).hasSize(2).hasOnlyElementsOfType(ReviewResult.Accepted.class);

            ReviewItem large = page.items().get(3);
            // region edit
            EditResult edit = gateway.approvals().edit(large.seen(), "{\"amount\": 450}", sue, "half of it was used");
            if (edit instanceof EditResult.Revised revised) {
                ReviewItem changed =
                        revised.item(); // shown, and approved by its own hash; the one before ends as superseded
                gateway.approvals().approve(changed.id(), changed.hash(), sue, null);
            } else if (edit instanceof EditResult.NotAccepted refused) {
                System.out.println(refused.reason() + " " + refused.violations()); // the one before waits still
            }
            // endregion

            ReviewItem item = page.items().get(2);
            // region delegate
            gateway.approvals().delegate(item.seen(), "tom", sue, "I am away until Monday"); // this item, in this stage
            // endregion
            Caller tom = Caller.of("acme", "tom");
            gateway.approvals().approve(item.id(), item.hash(), tom);
            gateway.executor().runOnce();
            assertThat(refunded).containsExactlyInAnyOrder("40", "30", "450", "20");

            // region why
            ReviewResult late = gateway.approvals().reject(item.id(), item.hash(), sue, "no");
            String why = late instanceof ReviewResult.Refused refused
                    ? refused.reason()
                    : late instanceof ReviewResult.AlreadyDecided decided ? decided.reason() : "";
            System.out.println(why); // tom approved it at 2026-11-21T10:00:00Z.
            // endregion
            assertThat(why).startsWith("tom approved it at ");
        }
    }
}
