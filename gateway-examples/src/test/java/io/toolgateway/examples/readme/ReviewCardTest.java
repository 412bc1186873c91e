package io.toolgateway.examples.readme;

import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Condition.argument;
import static io.toolgateway.policy.Condition.tool;
import static io.toolgateway.policy.Verdict.allow;
import static io.toolgateway.policy.Verdict.requireApproval;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.Gateway;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.policy.Policy;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.review.Encode;
import io.toolgateway.review.ReviewCard;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.testkit.SettableClock;
import io.toolgateway.tool.Preview;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The README's section on what a reviewer sees: the text there is what comes out of here. */
@Tag("A7")
class ReviewCardTest {

    private static final Path CHECKOUT = Path.of(System.getProperty("gateway.checkout", ".."));

    private final OrderBook orders = new OrderBook();
    private final SettableClock clock = new SettableClock();
    private final AtomicLong ids = new AtomicLong(0x8000_0000_0000_0000L);

    @Test
    void theTextInTheReadmeIsWhatAReviewerGets() throws IOException {
        // region preview
        Tool refund = Tool.named("process_refund")
                .describedAs("Refunds an order. Cannot be undone.")
                .arguments("""
                        {"type": "object", "required": ["order_id"], "additionalProperties": false,
                         "properties": {"order_id": {"type": "string", "title": "Order"},
                                        "amount": {"type": "number"}, "note": {"type": "string"}}}""")
                .destructive()
                .callableBy("support_agent")
                .completedBy(call -> call.withDefault("amount", orders.total(call.text("order_id"))))
                .previewedBy(call -> Preview.of( // only reads; has two seconds
                        "Paid",
                        orders.total(call.text("order_id")),
                        orders.total(call.text("order_id")).subtract(call.decimal("amount"))))
                .handledBy(call -> ToolResult.success());
        // endregion
        Gateway gateway = Gateway.builder()
                .tools(ToolRegistry.of(refund))
                .policy(Policy.named("support-desk", "2026-11")
                        .rule(
                                "small refunds pass",
                                tool("process_refund").and(argument("amount").atMost("500")),
                                allow())
                        .rule(
                                "large refunds",
                                tool("process_refund").and(argument("amount").greaterThan("500")),
                                requireApproval(byRole("supervisor")).within(Duration.ofHours(4)))
                        .otherwise(requireApproval(byRole("admin"))))
                .store(new InMemoryProposalStore(clock))
                .time(clock)
                .ids(() -> new UUID(0x019a_0000_0000_7000L, ids.incrementAndGet()))
                .withoutLogging()
                .build();
        Caller ann = Caller.of("acme", "ann").withRoles("support_agent");
        Caller sue = Caller.of("acme", "sue").withRoles("supervisor");
        String arguments = "{\"order_id\":\"ORD-12345\",\"note\":\"p\u0430id by P\u200bayPal\"}";
        ToolCall call = new ToolCall(
                "call_1",
                "process_refund",
                arguments,
                "Refunds $90 for ORD-12345.",
                "{\"name\":\"process_refund\",\"input\":" + arguments + "}");
        Request request = Request.of("req_abc123").inConversation("conv_7").keyedBy("req_abc123");
        ProposalId id =
                Objects.requireNonNull(gateway.propose(call, ann, request).proposalId());
        clock.advance(Duration.ofMinutes(15));

        // region review-card
        ReviewCard card = gateway.reviews().find(id, sue).orElseThrow(); // pending(sue): the queue, a page of 50
        String text = card.toText(); // for mail, or as it stands below
        String slack = Encode.forSlackBlock(text);
        String json = card.toJson(); // for any front end; a page puts its texts through Encode.forHtml
        gateway.approvals().approve(card.id(), card.hash(), sue);
        // endregion

        System.out.println(text);
        assertThat(Files.readString(CHECKOUT.resolve("README.md"))).contains("```text\n" + text + "```\n");
        assertThat(slack).startsWith("```\nprocess_refund: waits for a decision");
        assertThat(json).contains("\"status\":\"pending\"");
        assertThat(orders.total("ORD-12345")).isEqualByComparingTo(new BigDecimal("900"));
        gateway.close();
    }
}
