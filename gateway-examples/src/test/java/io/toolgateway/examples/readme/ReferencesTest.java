package io.toolgateway.examples.readme;

import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Verdict.requireApproval;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.Gateway;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Policy;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The README's references to earlier results, as code that runs. */
@Tag("A6")
class ReferencesTest {

    private static final Caller ANN = Caller.of("acme", "ann").withRoles("support_agent");
    private static final Caller SAM = Caller.of("acme", "sam").withRoles("supervisor");

    @Test
    void aLaterStepUsesWhatAnEarlierOneReturned() {
        StringBuilder sent = new StringBuilder();
        Tool createReturn = Tool.named("create_return")
                .arguments("{\"type\": \"object\", \"properties\": {\"order_id\": {\"type\": \"string\"}}}")
                .callableBy("support_agent")
                .compensatedBy((call, done) -> ToolResult.success())
                .handledBy(call -> ToolResult.success().withId("RET-17"));
        // region references
        Tool sendLabel = Tool.named("send_label")
                .describedAs("Sends the label of a return to the customer.")
                .arguments("{\"type\": \"object\", \"properties\": {\"return_id\": {\"type\": \"string\"}}}")
                .callableBy("support_agent")
                .acceptingResultIn("return_id") // the model is told so
                .handledBy(call -> {
                    sent.append(call.text("return_id"));
                    return ToolResult.success();
                });
        // endregion
        try (Gateway gateway = Gateway.builder()
                .tools(ToolRegistry.of(createReturn, sendLabel))
                .policy(Policy.named("returns", "1").otherwise(requireApproval(byRole("supervisor"))))
                .build()) {
            Request request = Request.of("r");
            // region turn-with-references
            List<Outcome> outcomes = gateway.propose(
                    List.of(
                            ToolCall.of("call_1", "create_return", "{\"order_id\": \"ORD-12345\"}"),
                            ToolCall.of(
                                    "call_2",
                                    "send_label",
                                    "{\"return_id\": {\"result_of\": 0, \"pointer\": \"/id\"}}")),
                    ANN,
                    request);
            // endregion
            assertThat(outcomes).hasOnlyElementsOfType(Outcome.Pending.class);
            ReviewItem item = gateway.approvals().pending(SAM).get(0);
            assertThat(item.references()).containsExactly("Step 2: 'return_id' is what step 1 returns at /id.");
            gateway.approvals().approve(item.id(), item.hash(), SAM);
            gateway.executor().runOnce();
            assertThat(sent).hasToString("RET-17");
        }
    }
}
