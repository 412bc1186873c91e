package io.toolgateway.redis;

import io.toolgateway.Gateway;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Policy;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.testkit.People;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import redis.clients.jedis.UnifiedJedis;

/** A gateway on a Redis, where every call waits for Sam. */
final class Parked implements AutoCloseable {

    final AtomicInteger runs = new AtomicInteger();
    final Gateway gateway;
    private final RedisProposalStore store;
    private int calls;

    Parked(UnifiedJedis redis) {
        Tool note = Tool.named("note")
                .describedAs("Writes a note.")
                .arguments("""
                        {"type": "object", "additionalProperties": false,
                         "properties": {"text": {"type": "string"}}}""")
                .callableBy("support_agent")
                .handledBy(call -> {
                    runs.incrementAndGet();
                    return ToolResult.success();
                });
        store = RedisProposalStore.on(redis).acceptingRepeatsAfterLostClaims().build();
        gateway = Gateway.builder()
                .tools(ToolRegistry.of(note))
                .policy(Policy.named("test", "1").otherwise(Verdict.requireApproval(Approvers.byRole("supervisor"))))
                .store(store)
                .trustingRolesAsProposed()
                .build();
    }

    ProposalId propose(String arguments) {
        return propose(People.ANN, arguments);
    }

    ProposalId propose(Caller caller, String arguments) {
        calls++;
        Outcome outcome = gateway.propose(
                ToolCall.of("call_" + calls, "note", arguments),
                caller,
                Request.of("req_" + calls).inConversation("conv_1"));
        return Objects.requireNonNull(outcome.proposalId(), outcome::messageForModel);
    }

    /** What waits. */
    List<ProposalId> pending() {
        return gateway.approvals().pending(People.SAM).stream()
                .map(ReviewItem::id)
                .toList();
    }

    void approveAll() {
        for (ReviewItem item : gateway.approvals().pending(People.SAM)) {
            gateway.approvals().approve(item.id(), item.hash(), People.SAM);
        }
    }

    /** Approves all that waits, and runs it. */
    void runAll() {
        approveAll();
        gateway.executor().runOnce();
    }

    @Override
    public void close() {
        gateway.close();
        store.close();
    }
}
