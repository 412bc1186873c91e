package io.toolgateway.examples.quickstart;

import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Condition.argument;
import static io.toolgateway.policy.Condition.tool;
import static io.toolgateway.policy.Verdict.allow;
import static io.toolgateway.policy.Verdict.requireApproval;

import io.toolgateway.Gateway;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.caller.Caller;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Policy;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.tool.Invocation;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.util.Objects;

/**
 * What is the least that a program needs? One tool, one policy, one gateway, in memory.
 *
 * @since 0.1
 */
public final class Quickstart {

    private Quickstart() {}

    /**
     * Runs the program.
     *
     * @param args none
     */
    public static void main(String[] args) {
        Tool refund = Tool.named("refund")
                .describedAs("Refunds an order.")
                .arguments("""
                        {"type": "object", "required": ["order_id", "amount"], "additionalProperties": false,
                         "properties": {
                           "order_id": {"type": "string", "pattern": "^ORD-[0-9]{5}$"},
                           "amount": {"type": "number", "minimum": 0.01}}}""")
                .callableBy("support_agent")
                .handledBy(Quickstart::refund);
        Policy policy = Policy.named("quickstart", "1")
                .rule(
                        "small refunds pass",
                        tool("refund").and(argument("amount").atMost("500")),
                        allow())
                .otherwise(requireApproval(byRole("supervisor")));
        Caller ann = Caller.of("acme", "ann").withRoles("support_agent");
        Caller sue = Caller.of("acme", "sue").withRoles("supervisor");

        try (Gateway gateway =
                Gateway.builder().tools(ToolRegistry.of(refund)).policy(policy).build()) {
            say(gateway.propose(ToolCall.of("refund", "{\"order_id\":\"1\",\"amount\":20}"), ann));
            say(gateway.propose(ToolCall.of("refund", "{\"order_id\":\"ORD-00001\",\"amount\":20}"), ann));
            Outcome large = gateway.propose(ToolCall.of("refund", "{\"order_id\":\"ORD-00002\",\"amount\":900}"), ann);
            say(large);

            ReviewItem item = gateway.approvals().pending(sue).get(0);
            gateway.approvals().approve(item.id(), item.hash(), sue);
            gateway.executor().runOnce(); // a server calls start() once instead
            ProposalId id = Objects.requireNonNull(large.proposalId());
            say(gateway.outcome(id, ann).orElseThrow());
        }
    }

    private static ToolResult refund(Invocation call) {
        String message = call.decimal("amount") + " dollars of " + call.text("order_id") + " are refunded.";
        return ToolResult.success().withMessage(message);
    }

    private static void say(Outcome outcome) {
        System.out.println(outcome.status() + ": " + outcome.messageForModel());
    }
}
