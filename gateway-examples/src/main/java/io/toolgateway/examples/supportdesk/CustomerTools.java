package io.toolgateway.examples.supportdesk;

import io.toolgateway.examples.supportdesk.Accounts.Account;
import io.toolgateway.examples.supportdesk.Subscriptions.Subscription;
import io.toolgateway.tool.Call;
import io.toolgateway.tool.Check;
import io.toolgateway.tool.Invocation;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolResult;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What can be done around a customer: the account, tickets, subscriptions. */
final class CustomerTools {

    private final Shops shops;

    CustomerTools(Shops shops) {
        this.shops = shops;
    }

    Tool updateAccount() {
        return Tool.named("update_account")
                .describedAs("Changes contact details of a customer's account. Give only what changes.")
                .arguments("""
                        {"type": "object",
                         "properties": {
                           "customer_id": {"type": "string", "minLength": 1, "maxLength": 50},
                           "email": {"type": "string", "format": "email", "maxLength": 200, "x-sensitive": true},
                           "phone": {"type": "string", "pattern": "^[+0-9 ]{5,20}$", "x-sensitive": true}},
                         "required": ["customer_id"], "minProperties": 2, "additionalProperties": false}""")
                .callableBy("customer", "support_agent", "supervisor")
                .permittedWhen(
                        call -> customerIsThemselves(call) && account(call).isPresent())
                .versionedBy(call -> account(call).orElseThrow().etag())
                .handledBy(this::update);
    }

    Tool createSupportTicket() {
        return Tool.named("create_support_ticket")
                .describedAs("Opens a ticket for a person of the support team to look at.")
                .arguments("""
                        {"type": "object",
                         "properties": {
                           "order_id": {"type": "string", "pattern": "^ORD-[0-9]{5}$"},
                           "issue_type": {"type": "string", "enum": ["refund_request", "delivery", "product", "other"]},
                           "description": {"type": "string", "minLength": 1, "maxLength": 1000}},
                         "required": ["order_id", "issue_type", "description"], "additionalProperties": false}""")
                .returning("the id of the ticket")
                .callableBy("customer", "support_agent", "supervisor")
                .permittedWhen(new OrderTools(shops)::isTheirOrder)
                .handledBy(this::open);
    }

    Tool cancelSubscription() {
        return Tool.named("cancel_subscription")
                .describedAs("Ends a customer's subscription at the end of the paid period.")
                .arguments("""
                        {"type": "object",
                         "properties": {
                           "customer_id": {"type": "string", "minLength": 1, "maxLength": 50},
                           "plan_id": {"type": "string", "minLength": 1, "maxLength": 50},
                           "reason": {"type": "string", "minLength": 1, "maxLength": 200}},
                         "required": ["customer_id", "plan_id", "reason"], "additionalProperties": false}""")
                .failingWith("stale_state: the subscription is not as it was; look at it again")
                .destructive()
                .callableBy("customer", "support_agent", "supervisor")
                .permittedWhen(
                        call -> customerIsThemselves(call) && subscription(call).isPresent())
                .checkedBy(this::stillActive)
                .versionedBy(call -> subscription(call).orElseThrow().etag())
                .handledBy(this::cancel);
    }

    private static boolean customerIsThemselves(Call call) {
        return People.isStaff(call.caller())
                || call.text("customer_id").equals(call.caller().userId());
    }

    private Optional<Account> account(Call call) {
        return shops.of(call).accounts().find(call.text("customer_id"));
    }

    private Optional<Subscription> subscription(Call call) {
        return shops.of(call).subscriptions().find(call.text("customer_id"), call.text("plan_id"));
    }

    private Check stillActive(Call call) {
        return subscription(call).orElseThrow().active()
                ? Check.passed()
                : Check.refused("already_cancelled", "this subscription has been cancelled already.");
    }

    private ToolResult update(Invocation call) {
        Map<String, String> fields = new TreeMap<>();
        call.arguments().without("customer_id").asMap().forEach((name, value) -> fields.put(name, call.text(name)));
        boolean done = shops.of(call).accounts().update(call.text("customer_id"), fields, call.resourceVersion());
        return done ? ToolResult.success().withMessage("The account is updated.") : ToolResult.stale("account");
    }

    private ToolResult open(Invocation call) {
        String ticket =
                shops.of(call).tickets().open(call.text("order_id"), call.text("issue_type"), call.text("description"));
        return ToolResult.success().withId(ticket).withMessage("Ticket " + ticket + " is open.");
    }

    private ToolResult cancel(Invocation call) {
        String plan = call.text("plan_id");
        boolean done = shops.of(call).subscriptions().cancel(call.text("customer_id"), plan, call.resourceVersion());
        return done ? ToolResult.success().withMessage(plan + " is cancelled.") : ToolResult.stale("subscription");
    }
}
