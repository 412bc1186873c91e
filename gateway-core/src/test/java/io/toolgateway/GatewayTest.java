package io.toolgateway;

import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Condition.argument;
import static io.toolgateway.policy.Condition.readsOnly;
import static io.toolgateway.policy.Condition.tool;
import static io.toolgateway.policy.Verdict.allow;
import static io.toolgateway.policy.Verdict.requireApproval;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.approval.ReviewItem;
import io.toolgateway.approval.ReviewResult;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Policy;
import io.toolgateway.tool.Check;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class GatewayTest {

    private final List<String> ran = new ArrayList<>();

    private final ToolRegistry tools = ToolRegistry.of(
            Tool.named("look")
                    .arguments(
                            "{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\"}},\"required\":[\"id\"]}")
                    .readOnly()
                    .callableBy("agent")
                    .handledBy(call -> ToolResult.success(Map.of("id", call.text("id")))),
            Tool.named("refund")
                    .arguments("""
                            {"type":"object","properties":{
                              "id":{"type":"string"},
                              "amount":{"type":"number","minimum":0.01},
                              "idempotency_key":{"type":"string","pattern":"^[a-f0-9]{32}$"}},
                             "required":["id","idempotency_key"],"additionalProperties":false}""")
                    .idempotent()
                    .destructive()
                    .callableBy("agent")
                    .completedBy(call -> call.withDefault("amount", 900))
                    .handledBy(call -> {
                        ran.add(call.text("id") + " " + call.decimal("amount") + " " + call.idempotencyKey());
                        return ToolResult.success().withId("REF-1").withMessage("Refunded.");
                    }));

    private final Policy policy = Policy.named("test", "1")
            .rule("reads pass", readsOnly(), allow())
            .rule("small refunds pass", tool("refund").and(argument("amount").atMost("500")), allow())
            .rule(
                    "large refunds",
                    tool("refund").and(argument("amount").greaterThan("500")),
                    requireApproval(byRole("supervisor")))
            .otherwise(requireApproval(byRole("admin")));

    private final Gateway gateway =
            Gateway.builder().tools(tools).policy(policy).build();
    private final Caller agent = Caller.of("acme", "ann").withRoles("agent");
    private final Caller supervisor = Caller.of("acme", "sue").withRoles("supervisor");

    @Test
    void anAllowedReadRunsAtOnce() {
        Outcome outcome = gateway.propose(ToolCall.of("look", "{\"id\":\"a\"}"), agent);

        assertThat(outcome.text())
                .isEqualTo(
                        "{\"status\":\"executed\",\"message\":\"Done.\",\"result\":\"success\",\"data\":{\"id\":\"a\"}}");
    }

    @Test
    void aRefundWithoutAmountIsCompletedParkedApprovedAndRunOnce() {
        Request request = Request.of("r1").keyedBy("k1");
        Outcome parked = gateway.propose(ToolCall.of("refund", "{\"id\":\"a\"}"), agent, request);
        assertThat(parked).isInstanceOf(Outcome.Pending.class);
        assertThat(parked.messageForModel()).contains("approval by supervisor").contains("nothing has been changed");

        ReviewItem item = gateway.approvals().pending(supervisor).get(0);
        assertThat(gateway.approvals().approve(item.id(), item.hash(), supervisor))
                .isInstanceOf(ReviewResult.Accepted.class);
        assertThat(gateway.executor().runOnce()).isEqualTo(1);
        assertThat(gateway.executor().runOnce()).isZero();
        assertThat(ran).hasSize(1).first().asString().startsWith("a 900 ");
        Outcome again = gateway.propose(ToolCall.of("refund", "{\"id\":\"a\"}"), agent, request);
        assertThat(again).isInstanceOf(Outcome.Executed.class);
        assertThat(again.call().replayed()).isTrue();
        assertThat(ran).hasSize(1);
    }

    @Test
    @Tag("P10")
    void aRepeatIsAnsweredWithWhatWasDoneThoughABusinessCheckWouldRefuseASecondCall() {
        List<String> refunded = new ArrayList<>();
        Tool refundOnce = Tool.named("refund_once")
                .arguments("{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\"}}}")
                .idempotent()
                .callableBy("agent")
                .checkedBy(call ->
                        refunded.isEmpty() ? Check.passed() : Check.refused("already_refunded", "it is refunded."))
                .handledBy(call -> {
                    refunded.add(call.text("id"));
                    return ToolResult.success().withMessage("Refunded.");
                });
        Gateway once = Gateway.builder()
                .tools(ToolRegistry.of(refundOnce))
                .policy(Policy.named("test", "1").otherwise(allow()))
                .build();
        ToolCall call = ToolCall.of("refund_once", "{\"id\":\"a\"}");
        Request request = Request.of("r1").keyedBy("k1");
        once.propose(call, agent, request);

        Outcome again = once.propose(call, agent, request);
        List<Outcome> inATurn = once.propose(List.of(call, ToolCall.of("refund_once", "{}")), agent, request);

        assertThat(again.messageForModel()).isEqualTo("Refunded.");
        assertThat(again.call().replayed()).isTrue();
        assertThat(inATurn).extracting(Outcome::status).containsExactly("executed", "denied");
        assertThat(once.propose(call, agent, Request.of("r2").keyedBy("k2")).status())
                .isEqualTo("denied");
        assertThat(refunded).hasSize(1);
    }
}
