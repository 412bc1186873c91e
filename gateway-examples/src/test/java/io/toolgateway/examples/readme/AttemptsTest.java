package io.toolgateway.examples.readme;

import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Verdict.requireApproval;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.Gateway;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.json.Json;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Policy;
import io.toolgateway.tool.Arguments;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What goes wrong with a call that is executed as it comes, and with one that is only asked about. */
class AttemptsTest {

    private final OrderBook orders = new OrderBook();
    private final Map<String, Function<Arguments, String>> handlers = Map.of("process_refund", this::refund);
    private final ToolCall call =
            ToolCall.of("call_1", "process_refund", "{\"order_id\":\"ORD-12345\",\"amount\":900}");

    private String refund(Arguments arguments) {
        orders.refund(arguments.text("order_id"), arguments.decimal("amount"));
        return "Refunded.";
    }

    @Test
    void executingWhatComesRefundsAgainForEveryRepeatAndWhateverTheModelMadeUp() {
        String answer = "";
        for (int repeat = 0; repeat < 2; repeat++) {
            // region attempt-1
            Arguments arguments = Arguments.of(Json.parseObject(call.arguments()));
            answer = handlers.get(call.name()).apply(arguments);
            // endregion
        }

        assertThat(answer).isEqualTo("Refunded.");
        assertThat(orders.refunds()).containsExactly("ORD-12345 900", "ORD-12345 900");
    }

    @Test
    void aClosureThatWaitsRunsForAnybodyAsOftenAsTheyClickOnWhateverTheOrderIsByThen() {
        Map<String, Runnable> waiting = new HashMap<>();
        String id = "1";
        // region attempt-2
        Arguments arguments = Arguments.of(Json.parseObject(call.arguments()));
        waiting.put(id, () -> handlers.get(call.name()).apply(arguments));
        String answer = "I have refunded your order, it only needs approval.";

        // later, when somebody clicks
        waiting.get(id).run();
        // endregion
        orders.editByHand();
        waiting.get(id).run();

        assertThat(answer).contains("I have refunded");
        assertThat(orders.refunds()).hasSize(2);
    }

    @Test
    void aProposalWaitsAndTheModelIsToldSo() {
        Tool refund = Tool.named("process_refund")
                .arguments("{\"type\":\"object\"}")
                .callableBy("support_agent")
                .handledBy(run -> orders.refund("ORD-12345", BigDecimal.TEN, run.idempotencyKey(), null));
        Caller caller = Caller.of("acme", "ann").withRoles("support_agent");
        Request request = Request.of("req_1").keyedBy("req_1");
        try (Gateway gateway = Gateway.builder()
                .tools(ToolRegistry.of(refund))
                .policy(Policy.named("test", "1").otherwise(requireApproval(byRole("supervisor"))))
                .build()) {
            // region ours
            Outcome outcome = gateway.propose(call, caller, request);
            String answer = outcome.messageForModel();
            // endregion

            assertThat(answer)
                    .startsWith("Prepared, and nothing has been changed yet. It waits for approval by supervisor");
            assertThat(gateway.executor().runOnce()).isZero();
            assertThat(orders.refunds()).isEmpty();
        }
    }
}
