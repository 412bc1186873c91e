package io.toolgateway.examples.supportdesk;

import io.toolgateway.examples.supportdesk.Orders.Order;
import io.toolgateway.tool.Call;
import io.toolgateway.tool.Check;
import io.toolgateway.tool.Invocation;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolResult;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What can be asked of orders and done to them. */
final class OrderTools {

    private final Shops shops;

    OrderTools(Shops shops) {
        this.shops = shops;
    }

    Tool getOrderStatus() {
        return Tool.named("get_order_status")
                .describedAs("Tells where an order is. Use it when the user asks about status, delivery or tracking.")
                .arguments("""
                        {"type": "object",
                         "properties": {
                           "order_id": {"type": "string", "pattern": "^ORD-[0-9]{5}$",
                             "description": "The order: ORD- and five digits, such as ORD-12345."},
                           "include_tracking": {"type": "boolean", "default": false,
                             "description": "True if the user asks for the tracking number."}},
                         "required": ["order_id"], "additionalProperties": false}""")
                .returning("status, shipped, and tracking if it was asked for")
                .readOnly()
                .callableBy("customer", "support_agent", "supervisor")
                .permittedWhen(this::isTheirOrder)
                .handledBy(this::status);
    }

    Tool processRefund() {
        return Tool.named("process_refund")
                .describedAs("Refunds an order. Cannot be undone. Use it only when a refund was asked for.")
                .arguments("""
                        {"type": "object",
                         "properties": {
                           "order_id": {"type": "string", "pattern": "^ORD-[0-9]{5}$",
                             "description": "The order: ORD- and five digits, such as ORD-12345."},
                           "amount": {"type": "number", "minimum": 0.01, "maximum": 10000,
                             "description": "Dollars. Left out, the whole total of the order."},
                           "reason": {"type": "string",
                             "enum": ["customer_request", "defective", "wrong_item", "late_delivery", "other"]},
                           "idempotency_key": {"type": "string", "pattern": "^[a-f0-9]{32}$"}},
                         "required": ["order_id", "reason", "idempotency_key"], "additionalProperties": false}""")
                .returning("the id of the refund")
                .failingWith("stale_state: the order is not as it was; look at it again")
                .idempotent()
                .destructive()
                .callableBy("support_agent", "supervisor")
                .permittedWhen(call -> find(call).isPresent())
                .completedBy(call -> call.withDefault("amount", order(call).total()))
                .checkedBy(this::notRefundedYet)
                .checkedBy(this::notAboveTotal)
                .versionedBy(call -> order(call).etag())
                .handledBy(this::refund);
    }

    private Optional<Order> find(Call call) {
        return shops.of(call).orders().find(call.text("order_id"));
    }

    private Order order(Call call) {
        return find(call).orElseThrow();
    }

    /** Staff may see every order of their own company; a customer only what the customer ordered. */
    boolean isTheirOrder(Call call) {
        return find(call)
                .filter(order -> People.isStaff(call.caller())
                        || order.owner().equals(call.caller().userId()))
                .isPresent();
    }

    private ToolResult status(Invocation call) {
        Order order = order(call);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("order_id", order.id());
        data.put("status", order.status());
        data.put("shipped", order.tracking() != null);
        if (call.flag("include_tracking")) {
            data.put("tracking", order.tracking() == null ? "none yet" : order.tracking());
        }
        return ToolResult.success(data);
    }

    private Check notRefundedYet(Call call) {
        return order(call).isRefunded()
                ? Check.refused("already_refunded", "this order has been refunded already.")
                : Check.passed();
    }

    private Check notAboveTotal(Call call) {
        BigDecimal total = order(call).total();
        return call.decimal("amount").compareTo(total) > 0
                ? Check.refused("amount_above_total", "the order's total is " + Orders.dollars(total) + ".")
                : Check.passed();
    }

    private ToolResult refund(Invocation call) {
        String id = call.text("order_id");
        BigDecimal amount = call.decimal("amount");
        return shops.of(call)
                .orders()
                .refund(id, amount, call.idempotencyKey(), call.resourceVersion())
                .map(refund -> ToolResult.success()
                        .withId(refund)
                        .withMessage(refund + ": " + Orders.dollars(amount) + " of " + id + " are refunded."))
                .orElseGet(() -> ToolResult.stale("order"));
    }
}
