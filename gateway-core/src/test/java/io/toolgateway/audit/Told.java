package io.toolgateway.audit;

import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Condition.readsOnly;
import static io.toolgateway.policy.Condition.tool;
import static io.toolgateway.policy.Verdict.allow;
import static io.toolgateway.policy.Verdict.deny;
import static io.toolgateway.policy.Verdict.requireApproval;

import io.toolgateway.Gateway;
import io.toolgateway.GatewayBuilder;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Policy;
import io.toolgateway.testkit.SettableClock;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolHandler;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A gateway with a clock that stands, whose events are kept; what a handler does and how long it takes is set before a call. */
final class Told {

    final SettableClock time = new SettableClock();
    final List<AuditEvent> events = new ArrayList<>();
    final Caller agent = Caller.of("acme", "user_456").withRoles("agent");
    final Caller boss = Caller.of("acme", "sue").withRoles("boss");
    final Gateway gateway;
    Request request = Request.of("req_1").saying("check and refund");
    Duration takes = Duration.ofMillis(245);
    ToolHandler does =
            call -> ToolResult.success().withCost(new BigDecimal("0.01")).withTokens(7);

    Told() {
        this(builder -> builder);
    }

    Told(UnaryOperator<GatewayBuilder> more) {
        time.set(Instant.parse("2026-01-15T10:30:00Z"));
        String schema = "{\"type\":\"object\",\"properties\":{\"order_id\":{\"type\":\"string\"}}}";
        ToolHandler handler = call -> {
            time.advance(takes);
            return does.handle(call);
        };
        ToolRegistry tools = ToolRegistry.of(
                Tool.named("look")
                        .arguments(schema)
                        .readOnly()
                        .callableBy("agent")
                        .handledBy(handler),
                Tool.named("write").arguments(schema).callableBy("agent").handledBy(handler),
                Tool.named("refund").arguments(schema).callableBy("agent").handledBy(handler),
                Tool.named("wipe").arguments(schema).callableBy("agent").handledBy(handler),
                Tool.named("admin").arguments(schema).callableBy("boss").handledBy(handler));
        Policy policy = Policy.named("test", "1")
                .rule("reads", readsOnly(), allow())
                .rule("writes", tool("write"), allow())
                .rule("wipes", tool("wipe"), deny("never"))
                .otherwise(requireApproval(byRole("boss")).within(Duration.ofHours(4)));
        gateway = more.apply(Gateway.builder()
                        .tools(tools)
                        .policy(policy)
                        .time(time)
                        .listener(events::add)
                        .withoutLogging())
                .build();
    }

    Outcome propose(String tool) {
        return propose(tool, "{\"order_id\":\"ORD-12345\"}");
    }

    Outcome propose(String tool, String arguments) {
        return gateway.propose(ToolCall.of(tool, arguments), agent, request);
    }

    void approveAll() {
        for (ReviewItem item : gateway.approvals().pending(boss)) {
            gateway.approvals().approve(item.id(), item.hash(), boss);
        }
    }

    void rejectAll() {
        for (ReviewItem item : gateway.approvals().pending(boss)) {
            gateway.approvals().reject(item.id(), item.hash(), boss, "no");
        }
    }

    List<AuditEvent> timeline() {
        return gateway.timeline("req_1", agent);
    }
}
