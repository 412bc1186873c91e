package io.toolgateway.examples.proposallog;

import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Verdict.requireApproval;

import io.toolgateway.Gateway;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.caller.Caller;
import io.toolgateway.policy.Policy;
import io.toolgateway.redis.RedisProposalStore;
import io.toolgateway.tool.Invocation;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolHandler;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;

/** Where the proposals come from: the gateway of a shop, with its record on Redis alone. */
final class Desk {

    private static final Caller ANN = Caller.of("acme", "ann").withRoles("support_agent");
    private static final Caller SUE = Caller.of("acme", "sue").withRoles("supervisor");

    private Desk() {}

    /** A day of it: five proposals, of which one is rejected, one fails, and one still waits. */
    static void work(RedisProposalStore store) {
        try (Gateway gateway = Gateway.builder()
                .tools(ToolRegistry.of(
                        tool("process_refund", call -> ToolResult.success()),
                        tool("cancel_subscription", Desk::cancel)))
                .policy(Policy.named("proposal-log", "1").otherwise(requireApproval(byRole("supervisor"))))
                .store(store)
                .trustingRolesAsProposed()
                .build()) {
            propose(gateway, "process_refund", "ORD-00001");
            propose(gateway, "process_refund", "ORD-00002");
            propose(gateway, "cancel_subscription", "SUB-00001");
            propose(gateway, "cancel_subscription", "SUB-00002");
            for (ReviewItem item : gateway.approvals().pending(SUE)) {
                if (item.first().content().arguments().shown().contains("ORD-00002")) {
                    gateway.approvals().reject(item.id(), item.hash(), SUE, "refunded in May");
                } else {
                    gateway.approvals().approve(item.id(), item.hash(), SUE);
                }
            }
            gateway.executor().runOnce(); // a server calls start() once instead
            propose(gateway, "process_refund", "ORD-00003");
        }
    }

    private static Tool tool(String name, ToolHandler handler) {
        return Tool.named(name)
                .describedAs("Does it.")
                .arguments("""
                        {"type": "object", "required": ["number"], "additionalProperties": false,
                         "properties": {"number": {"type": "string"}}}""")
                .idempotent() // so that any Redis will do, also one that forgets
                .callableBy("support_agent")
                .handledBy(handler);
    }

    private static ToolResult cancel(Invocation call) {
        return call.text("number").equals("SUB-00002")
                ? ToolResult.failure("unknown_subscription", "There is no such subscription.")
                : ToolResult.success();
    }

    private static void propose(Gateway gateway, String tool, String number) {
        gateway.propose(ToolCall.of(tool, "{\"number\":\"" + number + "\"}"), ANN);
    }
}
