package io.toolgateway.wire;

import io.toolgateway.tool.ToolCall;
import java.util.List;

/**
 * What a model's response asks for.
 *
 * @param calls the calls that arrived whole, in their order: proposals for the gateway, under the registry's tool names
 * @param unusable what must never be executed, and why; a host answers or drops it
 * @param foreign calls that are not ours: run by the provider (web search, code execution, remote MCP) or of a kind only
 *     the host knows (custom tools, computer use)
 * @param approvals calls that the provider will run if the host approves them
 * @since 0.1
 */
public record Received(
        List<ToolCall> calls, List<UnusableCall> unusable, List<ForeignCall> foreign, List<ApprovalRequest> approvals) {

    /** Copies the lists. */
    public Received {
        calls = List.copyOf(calls);
        unusable = List.copyOf(unusable);
        foreign = List.copyOf(foreign);
        approvals = List.copyOf(approvals);
    }
}
