package io.toolgateway.examples.readme;

import static io.toolgateway.policy.Approvers.byCaller;
import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Condition.argument;
import static io.toolgateway.policy.Condition.readsOnly;
import static io.toolgateway.policy.Condition.tool;
import static io.toolgateway.policy.Condition.untrustedContent;
import static io.toolgateway.policy.Verdict.allow;
import static io.toolgateway.policy.Verdict.deny;
import static io.toolgateway.policy.Verdict.requireApproval;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.Gateway;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.approval.ReviewResult;
import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.CallRecord;
import io.toolgateway.audit.EventType;
import io.toolgateway.audit.GatewayListener;
import io.toolgateway.audit.RequestRecord;
import io.toolgateway.audit.Timeline;
import io.toolgateway.audit.ToolTable;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.CallerDirectory;
import io.toolgateway.caller.Request;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Policy;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.replay.Replay;
import io.toolgateway.replay.ReplayReport;
import io.toolgateway.store.EventQuery;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.tool.Check;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import io.toolgateway.wire.Received;
import io.toolgateway.wire.Wire;
import io.toolgateway.wire.WireFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The README's sections in their order, as code that runs. */
class LifeOfACallTest {

    private final OrderBook orders = new OrderBook();
    private final CountDownLatch executed = new CountDownLatch(1);
    private final GatewayListener listener = event -> {
        if (event.type() == EventType.EXECUTED) {
            executed.countDown();
        }
    };
    private final Map<String, Caller> staff = Map.of(
            "sarah", Caller.of("acme", "sarah").withRoles("customer"),
            "ann", Caller.of("acme", "ann").withRoles("support_agent"),
            "sue", Caller.of("acme", "sue").withRoles("supervisor"));
    private final Caller sarah = Objects.requireNonNull(staff.get("sarah"));
    private final Caller ann = Objects.requireNonNull(staff.get("ann"));
    private final Caller sue = Objects.requireNonNull(staff.get("sue"));

    @Test
    void quickStart() {
        // region quick-start
        ToolRegistry tools = ToolRegistry.of(Tool.named("refund")
                .describedAs("Refunds an order.")
                .arguments("""
                        {"type": "object", "required": ["order_id", "amount"], "additionalProperties": false,
                         "properties": {
                           "order_id": {"type": "string", "pattern": "^ORD-[0-9]{5}$"},
                           "amount": {"type": "number", "minimum": 0.01}}}""")
                .callableBy("support_agent")
                .handledBy(call -> ToolResult.success().withMessage(call.decimal("amount") + " dollars refunded.")));

        Policy policy = Policy.named("quick-start", "1")
                .rule(
                        "small refunds pass",
                        tool("refund").and(argument("amount").atMost("500")),
                        allow())
                .otherwise(requireApproval(byRole("supervisor")));

        try (Gateway gateway = Gateway.builder().tools(tools).policy(policy).build()) {
            Caller ann = Caller.of("acme", "ann").withRoles("support_agent"); // from your session, never from the model
            ToolCall call = ToolCall.of("refund", "{\"order_id\":\"ORD-12345\",\"amount\":20}"); // from the model

            Outcome outcome = gateway.propose(call, ann);

            System.out.println(outcome.messageForModel()); // 20 dollars refunded.
        }
        // endregion
        assertThat(policy.historyWindows()).isEmpty();
    }

    @Test
    void theLifeOfACall() throws InterruptedException {
        // region tools
        Tool status = Tool.named("get_order_status")
                .describedAs("Tells where an order is.")
                .arguments("""
                        {"type": "object", "required": ["order_id"], "additionalProperties": false,
                         "properties": {"order_id": {"type": "string", "pattern": "^ORD-[0-9]{5}$"}}}""")
                .readOnly()
                .callableBy("customer", "support_agent")
                .permittedWhen(call -> call.caller().is("support_agent")
                        || orders.isOwnedBy(call.text("order_id"), call.caller().userId()))
                .handledBy(call -> ToolResult.success(Map.of("status", orders.status(call.text("order_id")))));

        Tool refund = Tool.named("process_refund")
                .describedAs("Refunds an order. Cannot be undone.")
                .arguments("""
                        {"type": "object", "required": ["order_id", "idempotency_key"], "additionalProperties": false,
                         "properties": {
                           "order_id": {"type": "string", "pattern": "^ORD-[0-9]{5}$"},
                           "amount": {"type": "number", "minimum": 0.01, "maximum": 10000},
                           "idempotency_key": {"type": "string", "pattern": "^[a-f0-9]{32}$"}}}""")
                .idempotent() // the handler honours call.idempotencyKey()
                .destructive()
                .callableBy("support_agent")
                .completedBy(call -> call.withDefault("amount", orders.total(call.text("order_id"))))
                .checkedBy(call -> call.decimal("amount").compareTo(orders.total(call.text("order_id"))) > 0
                        ? Check.refused("amount_above_total", "it is more than the order's total.")
                        : Check.passed())
                .versionedBy(call -> orders.etag(call.text("order_id")))
                .handledBy(call -> orders.refund(
                        call.text("order_id"), call.decimal("amount"), call.idempotencyKey(), call.resourceVersion()));

        ToolRegistry tools = ToolRegistry.of(status, refund);
        // endregion

        // region policy
        Policy policy = Policy.named("support-desk", "2026-11")
                .rule("reads pass", readsOnly(), allow())
                .rule(
                        "small refunds pass",
                        tool("process_refund").and(argument("amount").atMost("500")),
                        allow())
                .rule(
                        "large refunds",
                        tool("process_refund").and(argument("amount").greaterThan("500")),
                        requireApproval(byRole("supervisor")).within(Duration.ofHours(4)))
                .rule(
                        "a stranger's mail refunds nothing",
                        tool("process_refund").and(untrustedContent()),
                        deny("the conversation contains text of strangers."))
                .otherwise(requireApproval(byCaller().or(byRole("admin"))));
        // endregion

        CallerDirectory directory = (tenant, userId) -> Optional.ofNullable(staff.get(userId));

        // region gateway
        ProposalStore store = new InMemoryProposalStore();
        Gateway gateway = Gateway.builder()
                .tools(tools)
                .policy(policy)
                .store(store) // in memory is also the default
                .callers(directory) // who a user is now, asked again before every start
                .listener(listener) // hears every event
                .build();
        // endregion

        // region propose
        Request request = Request.of("req_abc123") // connects all calls of this request
                .inConversation("conv_7")
                .keyedBy("req_abc123") // the same when the user's request is sent again: nothing runs twice
                .saying("Refund ORD-12345, it arrived broken.");
        ToolCall call = ToolCall.of("call_1", "process_refund", "{\"order_id\":\"ORD-12345\"}");

        Outcome outcome = gateway.propose(call, ann, request);
        // endregion
        assertThat(outcome).isInstanceOf(Outcome.Pending.class);

        // region outcome
        if (outcome instanceof Outcome.Pending pending) {
            System.out.println("waits until " + pending.validUntil());
        }
        String forTheModel = outcome.messageForModel();
        // endregion
        assertThat(forTheModel)
                .startsWith("Prepared, and nothing has been changed yet. It waits for approval by supervisor");

        // region approve
        for (ReviewItem item : gateway.approvals().pending(sue)) {
            String shown = item.first().content().arguments().shown(); // put on the page, with item.hash()
            ReviewResult result = gateway.approvals().approve(item.id(), item.hash(), sue);
            System.out.println(shown + " " + (result instanceof ReviewResult.Accepted));
        }
        // endregion
        assertThat(orders.refunds()).isEmpty();

        // region execute
        gateway.executor().start(); // once, when the application starts
        // endregion
        assertThat(executed.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(orders.refunds()).containsExactly("ORD-12345 900");

        // region result
        ProposalId id = Objects.requireNonNull(outcome.proposalId());
        String told = gateway.outcome(id, ann).map(Outcome::messageForModel).orElse("There is no such proposal.");
        // endregion
        assertThat(told).isEqualTo("900 dollars of ORD-12345 are refunded.");

        // region switch
        gateway.switches().off("process_refund", null, "on-call"); // null: for every tenant
        // endregion
        Outcome off = gateway.propose(call, ann, Request.of("req_2"));
        assertThat(off.messageForModel()).contains("switched off");

        // region record
        List<AuditEvent> events = gateway.timeline("req_abc123", ann);
        System.out.print(Timeline.of(events)); // a line for each event
        System.out.println(RequestRecord.of(events).orElseThrow().toJson()); // the request with all its calls
        for (AuditEvent event : events) {
            System.out.println(CallRecord.of(event).toJson()); // one event with all that is known of it
        }

        Instant now = Instant.now();
        EventQuery lastDay = EventQuery.since(ann.tenant(), now.minus(ToolTable.DEFAULT_WINDOW));
        System.out.print(ToolTable.of(store.events(lastDay), now)); // calls, success, p95 and errors of each tool
        // endregion
        assertThat(events)
                .extracting(event -> event.type().text())
                .containsExactly("parked", "approved", "claimed", "executed");

        String response = """
                {"role": "assistant", "stop_reason": "tool_use", "content": [
                  {"type": "tool_use", "id": "toolu_1", "name": "get_order_status",
                   "input": {"order_id": "ORD-12345"}}]}""";
        // region wire
        Wire wire = WireFormat.ANTHROPIC.wire(gateway.tools().definitions());
        String offered = wire.definitions(); // the member "tools" of your request to the model
        Received received = wire.calls(response); // the model's answer, as it came
        List<Outcome> outcomes = gateway.propose(received.calls(), sarah, Request.of("req_3"));
        List<String> messages = wire.results(outcomes); // appended to the conversation
        // endregion
        assertThat(offered).contains("get_order_status").doesNotContain("idempotency_key");
        assertThat(outcomes).extracting(Outcome::status).containsExactly("executed");
        assertThat(messages).singleElement().asString().contains("toolu_1").contains("delivered");

        gateway.close();

        // region replay
        ReplayReport report = Replay.of(tools, policy)
                .as(ann) // for rows that name no caller
                .run(Path.of("src/test/resources/replay/calls.jsonl"));
        System.out.print(report);
        report.requireP0(); // throws an AssertionError that names every broken P0 expectation and every bad row
        // endregion
        assertThat(report.expectations()).isEqualTo(7);
        assertThat(report.brokenExpectations()).isEmpty();
        assertThat(orders.refunds()).as("a replay runs nothing").hasSize(1);
    }
}
