package io.toolgateway.examples.readme;

import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Condition.readsOnly;
import static io.toolgateway.policy.Verdict.allow;
import static io.toolgateway.policy.Verdict.requireApproval;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.Gateway;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.conversation.LateResult;
import io.toolgateway.conversation.LateResults;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Policy;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import io.toolgateway.wire.Wire;
import io.toolgateway.wire.WireFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The README's words on what a conversation hears late. */
class LateResultsTest {

    private final List<String> appended = new ArrayList<>();

    /** Where a host keeps its conversations. */
    private final class Conversations {
        void append(String conversationId, List<String> messages) {
            messages.forEach(message -> appended.add(conversationId + " " + message));
        }
    }

    @Test
    void aConversationHearsWhatCameOfItsCall() {
        Conversations conversations = new Conversations();
        ToolRegistry tools = ToolRegistry.of(Tool.named("process_refund")
                .callableBy("support_agent")
                .handledBy(call -> ToolResult.success().withMessage("Refunded.")));
        Policy policy = Policy.named("test", "1")
                .rule("reads pass", readsOnly(), allow())
                .otherwise(requireApproval(byRole("supervisor")));
        Caller ann = Caller.of("acme", "ann").withRoles("support_agent");
        Caller sue = Caller.of("acme", "sue").withRoles("supervisor");
        // region status
        Gateway gateway = Gateway.builder()
                .tools(tools)
                .policy(policy)
                .offeringActionStatus() // the model gets the tool get_action_status
                .build();
        // endregion
        Wire wire = WireFormat.OPENAI_CHAT.wire(gateway.tools().definitions());
        Outcome waiting = gateway.propose(
                ToolCall.of("call_1", "process_refund", "{}"),
                ann,
                Request.of("req_1").inConversation("conv_7"));
        for (ReviewItem item : gateway.approvals().pending(sue)) {
            gateway.approvals().approve(item.id(), item.hash(), sue);
        }
        gateway.executor().runOnce();

        // region late
        LateResults late = gateway.lateResults();
        List<LateResult> results = late.take(100, Duration.ofMinutes(1)); // nobody else gets them for a minute
        for (LateResult result : results) {
            conversations.append(result.conversationId(), wire.late(List.of(result.outcome())));
        }
        late.acknowledge(results); // what is not acknowledged comes again
        // endregion

        assertThat(appended)
                .singleElement()
                .asString()
                .startsWith("conv_7 {\"role\":\"user\",\"content\":\"[Notice from the application.")
                .contains("Refunded.");
        assertThat(late.take(100, Duration.ofMinutes(1))).isEmpty();
        Outcome asked = gateway.propose(
                ToolCall.of("get_action_status", "{\"proposal_id\":\"" + waiting.proposalId() + "\"}"), ann);
        assertThat(asked.messageForModel()).endsWith("is executed. Of it: Refunded.");
        gateway.close();
    }
}
