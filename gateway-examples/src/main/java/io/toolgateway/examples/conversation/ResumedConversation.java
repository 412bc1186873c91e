package io.toolgateway.examples.conversation;

import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Condition.readsOnly;
import static io.toolgateway.policy.Verdict.allow;
import static io.toolgateway.policy.Verdict.requireApproval;

import io.toolgateway.Gateway;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.conversation.LateResult;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Policy;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import io.toolgateway.wire.Wire;
import io.toolgateway.wire.WireFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How does a conversation go on when its call was approved hours later? The model is told at once that the call waits, answers the
 * user, and the turn is over. A supervisor approves, a worker runs it, and what came of it is appended as a message of its own; then
 * the model speaks again. Once with OpenAI's chat form, once with Anthropic's.
 *
 * @since 0.1
 */
public final class ResumedConversation {

    private static final Caller ANN = Caller.of("acme", "ann").withRoles("support_agent");
    private static final Caller SUE = Caller.of("acme", "sue").withRoles("supervisor");

    private final WireFormat format;
    private final ScriptedModel model;
    private final Gateway gateway;
    private final Wire wire;
    /** The host's own record of the conversation, as the provider wants it back. */
    private final List<String> messages = new ArrayList<>();

    private ResumedConversation(WireFormat format, Gateway gateway) {
        this.format = format;
        this.model = new ScriptedModel(format);
        this.gateway = gateway;
        this.wire = format.wire(gateway.tools().definitions());
    }

    /**
     * Runs the program.
     *
     * @param args {@code reject} if the supervisor is to say no
     */
    public static void main(String[] args) {
        boolean approves = !List.of(args).contains("reject");
        for (WireFormat format : List.of(WireFormat.OPENAI_CHAT, WireFormat.ANTHROPIC)) {
            Tool refund = Tool.named("refund")
                    .describedAs("Refunds an order.")
                    .arguments("""
                            {"type": "object", "required": ["order_id", "amount"], "additionalProperties": false,
                             "properties": {
                               "order_id": {"type": "string", "pattern": "^ORD-[0-9]{5}$"},
                               "amount": {"type": "number", "minimum": 0.01}}}""")
                    .callableBy("support_agent")
                    .handledBy(call -> ToolResult.success().withMessage(call.decimal("amount") + " dollars refunded."));
            Policy policy = Policy.named("resumed", "1")
                    .rule("reads pass", readsOnly(), allow())
                    .otherwise(requireApproval(byRole("supervisor")));
            try (Gateway gateway = Gateway.builder()
                    .tools(ToolRegistry.of(refund))
                    .policy(policy)
                    .offeringActionStatus() // and the model may ask by itself
                    .withoutLogging()
                    .build()) {
                new ResumedConversation(format, gateway).play(approves);
            }
        }
    }

    private void play(boolean approves) {
        System.out.println("--- " + format);
        append("{\"role\":\"user\",\"content\":\"Please refund ORD-00002, it arrived broken.\"}");
        turn("req_1");
        decideHoursLater(approves);
        resume();
    }

    /** Lets the model speak, and answers its calls, until it has none. */
    private void turn(String request) {
        List<Outcome> outcomes;
        do {
            String response = model.answer(messages);
            append(model.message(response));
            outcomes = gateway.propose(
                    wire.calls(response).calls(),
                    ANN,
                    Request.of(request).inConversation("conv_7").keyedBy(request));
            wire.results(outcomes).forEach(this::append);
        } while (!outcomes.isEmpty());
    }

    private void decideHoursLater(boolean approves) {
        for (ReviewItem item : gateway.approvals().pending(SUE)) {
            if (approves) {
                gateway.approvals().approve(item.id(), item.hash(), SUE);
            } else {
                gateway.approvals().reject(item.id(), item.hash(), SUE, "The order was never delivered.");
            }
        }
        gateway.executor().runOnce(); // a server calls start() once instead
    }

    /** What a host does now and then: append first, acknowledge afterwards. */
    private void resume() {
        List<LateResult> results = gateway.lateResults().take(100, Duration.ofMinutes(1));
        for (LateResult late : results) {
            wire.late(List.of(late.outcome())).forEach(this::append); // to the conversation late.conversationId()
            turn("late_" + late.id());
        }
        gateway.lateResults().acknowledge(results);
    }

    private void append(String message) {
        messages.add(message);
        System.out.println(message);
    }
}
