package io.toolgateway;

import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Condition.argument;
import static io.toolgateway.policy.Condition.readsOnly;
import static io.toolgateway.policy.Condition.tool;
import static io.toolgateway.policy.Verdict.allow;
import static io.toolgateway.policy.Verdict.requireApproval;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.caller.Caller;
import io.toolgateway.policy.Policy;
import io.toolgateway.tool.Check;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A tiny shop: one read, one write that may be repeated, one that may not. Each layer can be seen to have been asked. */
final class ShopFixture {

    static final Caller AGENT = Caller.of("acme", "ann").withRoles("agent").at("10.0.0.7");
    static final Caller SUPERVISOR = Caller.of("acme", "sue").withRoles("supervisor");
    static final Caller CUSTOMER = Caller.of("acme", "carl").withRoles("customer");

    final Map<String, String> owners = new ConcurrentHashMap<>(Map.of("ORD-00001", "carl", "ORD-00002", "dora"));
    final Map<String, String> etags = new ConcurrentHashMap<>(Map.of("ORD-00001", "v1", "ORD-00002", "v1"));
    final List<String> asked = new CopyOnWriteArrayList<>();
    final List<String> ran = new CopyOnWriteArrayList<>();
    final List<AuditEvent> events = new CopyOnWriteArrayList<>();

    private static final String ORDER =
            "\"order_id\":{\"type\":\"string\",\"pattern\":\"^ORD-[0-9]{5}$\",\"description\":\"the order\"}";

    final Tool status = Tool.named("get_order_status")
            .describedAs("Current status of one order.")
            .arguments("{\"type\":\"object\",\"properties\":{" + ORDER
                    + ",\"include_tracking\":{\"type\":\"boolean\",\"default\":false}},\"required\":[\"order_id\"],"
                    + "\"additionalProperties\":false}")
            .readOnly()
            .callableBy("customer", "agent", "supervisor")
            .permittedWhen(call -> {
                asked.add("resource");
                return !call.caller().is("customer")
                        || call.caller().userId().equals(owners.get(call.text("order_id")));
            })
            .handledBy(call -> {
                ran.add("status " + call.text("order_id") + " " + call.flag("include_tracking"));
                return ToolResult.success(Map.of("status", "shipped"));
            });

    final Tool refund = Tool.named("process_refund")
            .describedAs("Refund an order.")
            .arguments("{\"type\":\"object\",\"properties\":{" + ORDER
                    + ",\"amount\":{\"type\":\"number\",\"minimum\":0.01,\"maximum\":10000},"
                    + "\"card\":{\"type\":\"string\",\"x-sensitive\":true},"
                    + "\"idempotency_key\":{\"type\":\"string\",\"pattern\":\"^[a-f0-9]{32}$\"}},"
                    + "\"required\":[\"order_id\",\"idempotency_key\"],\"additionalProperties\":false}")
            .idempotent()
            .destructive()
            .callableBy("agent", "supervisor")
            .permittedWhen(call -> {
                asked.add("resource");
                return owners.containsKey(call.text("order_id"));
            })
            .completedBy(call -> {
                asked.add("completion");
                return call.withDefault("amount", 900);
            })
            .checkedBy(call -> {
                asked.add("check");
                return call.decimal("amount").compareTo(new BigDecimal(900)) > 0
                        ? Check.refused("amount_above_total", "the order's total is 900.")
                        : Check.passed();
            })
            .versionedBy(call -> etags.get(call.text("order_id")))
            .compensatedBy((call, done) -> {
                ran.add("undo refund " + call.text("order_id") + " " + call.idempotencyKey());
                return ToolResult.success();
            })
            .handledBy(call -> {
                ran.add("refund " + call.text("order_id") + " " + call.decimal("amount") + " " + call.idempotencyKey());
                return ToolResult.success().withId("REF-1").withMessage("Refunded.");
            });

    final Tool mail = Tool.named("send_mail")
            .describedAs("Send a mail to the customer.")
            .arguments("{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"}},\"required\":[\"text\"]}")
            .callableBy("agent")
            .approvableBy("supervisor")
            .handledBy(call -> {
                ran.add("mail " + call.text("text"));
                if (call.text("text").equals("break")) {
                    throw new IllegalStateException("the secret is 4711");
                }
                return ToolResult.success();
            });

    final Policy policy = Policy.named("shop", "7")
            .rule("reads pass", readsOnly(), allow())
            .rule(
                    "small refunds pass",
                    tool("process_refund").and(argument("amount").atMost("500")),
                    allow())
            .rule(
                    "large refunds",
                    tool("process_refund").and(argument("amount").greaterThan("500")),
                    requireApproval(byRole("supervisor")).within(Duration.ofHours(4)))
            .rule("mails pass", tool("send_mail"), allow())
            .otherwise(requireApproval(byRole("admin")));

    GatewayBuilder gateway() {
        return Gateway.builder()
                .tools(ToolRegistry.of(status, refund, mail))
                .policy(policy)
                .listener(events::add)
                .withoutLogging();
    }
}
