package io.toolgateway.examples.readme;

import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Verdict.requireApproval;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.Gateway;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.caller.Caller;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.permission.GrantResult;
import io.toolgateway.permission.PermissionScope;
import io.toolgateway.policy.Policy;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the README says of a yes that is said in advance. */
@Tag("A2")
@Tag("T2")
class PermissionsTest {

    private static final Caller ANN = Caller.of("acme", "ann").withRoles("support_agent");

    private final Caller sue = Caller.of("acme", "sue").withRoles("agent_lead");

    @Test
    void callsLikeTheOneThatWasSeenRun() {
        Tool credit = Tool.named("give_credit")
                .arguments("""
                        {"type": "object", "required": ["customer", "amount"], "additionalProperties": false,
                         "properties": {"customer": {"type": "string"}, "amount": {"type": "number", "minimum": 0},
                           "note": {"type": "string"}}}""")
                .callableBy("support_agent")
                .handledBy(call -> ToolResult.success());
        Policy policy = Policy.named("credits", "1").otherwise(requireApproval(byRole("agent_lead")));
        ToolRegistry tools = ToolRegistry.of(credit);
        // region offer
        Gateway gateway = Gateway.builder()
                .tools(tools)
                .policy(policy)
                .standingPermissions("give_credit", 50, Duration.ofDays(30)) // the most that one may be given for
                .build();
        // endregion
        try (gateway) {
            gateway.propose(ToolCall.of("give_credit", "{\"customer\":\"C-1\",\"amount\":10}"), ANN);
            ReviewItem item = gateway.approvals().pending(sue).get(0);

            // region permit
            PermissionScope scope = PermissionScope.ofSameArguments(20, Duration.ofDays(7)) // this customer, 20 times
                    .upTo("amount", new BigDecimal("25"))
                    .anything("note");
            GrantResult given = gateway.permissions().grant(item.seen(), scope, sue, "small ones, agreed by phone");
            // endregion
            assertThat(given).isInstanceOf(GrantResult.Granted.class);

            Outcome next = gateway.propose(
                    ToolCall.of("give_credit", "{\"customer\":\"C-1\",\"amount\":25,\"note\":\"late\"}"), ANN);
            assertThat(next).isInstanceOf(Outcome.Executed.class);
            Outcome more = gateway.propose(ToolCall.of("give_credit", "{\"customer\":\"C-1\",\"amount\":26}"), ANN);
            assertThat(more).isInstanceOf(Outcome.Pending.class);
            // region revoke
            if (given instanceof GrantResult.Granted granted) {
                gateway.permissions().revoke(granted.permission().id(), sue, "no longer");
            }
            // endregion
            assertThat(gateway.propose(ToolCall.of("give_credit", "{\"customer\":\"C-1\",\"amount\":25}"), ANN))
                    .isInstanceOf(Outcome.Pending.class);
        }
    }
}
