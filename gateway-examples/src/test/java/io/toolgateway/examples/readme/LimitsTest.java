package io.toolgateway.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.Gateway;
import io.toolgateway.caller.Caller;
import io.toolgateway.limit.Rate;
import io.toolgateway.limit.RateLimiter;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Budget;
import io.toolgateway.policy.Policy;
import io.toolgateway.policy.Verdict;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The README's limits, as code that runs. */
@Tag("E5")
class LimitsTest {

    private static final Caller ANN = Caller.of("acme", "ann").withRoles("support_agent");

    private final ToolRegistry tools = ToolRegistry.of(Tool.named("process_refund")
            .describedAs("Refunds an order.")
            .arguments("{\"type\": \"object\", \"properties\": {\"amount\": {\"type\": \"number\"}}}")
            .idempotent()
            .callableBy("support_agent")
            .handledBy(call -> ToolResult.success()));
    private final Policy policy = Policy.named("limits", "1").otherwise(Verdict.allow());

    @Test
    void smallCallsAddUp() {
        // region budgets
        Gateway gateway = Gateway.builder()
                .tools(tools)
                .policy(policy)
                .budget(Budget.named("refunds per user and day")
                        .of("process_refund")
                        .adding("amount") // or countingCalls()
                        .perUser() // perTenant(), perTool()
                        .perDay(ZoneId.of("Europe/Berlin")) // or per(Duration.ofHours(1))
                        .atMost("1000"))
                .rateLimiter(RateLimiter.inProcess()
                        .perUser(Rate.of(60, Duration.ofMinutes(1)).withBurst(10)) // 10 at once, then one a second
                        .perTool("process_refund", Rate.of(300, Duration.ofMinutes(1))) // of all tenants together
                        .build())
                .build();
        // endregion
        try (gateway) {
            assertThat(refund(gateway, 600)).isInstanceOf(Outcome.Executed.class);
            assertThat(refund(gateway, 401).messageForModel())
                    .contains("'refunds per user and day' is 1000, of which 400 is left");
            assertThat(refund(gateway, 400)).isInstanceOf(Outcome.Executed.class);
            for (int i = 0; i < 7; i++) {
                refund(gateway, 1);
            }
            assertThat(refund(gateway, 1).messageForModel()).contains("too many calls; try again in a second");
        }
    }

    private static Outcome refund(Gateway gateway, int amount) {
        return gateway.propose(ToolCall.of("process_refund", "{\"amount\": " + amount + "}"), ANN);
    }
}
