package io.toolgateway.examples.readme;

import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Verdict.allow;
import static io.toolgateway.policy.Verdict.requireApproval;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.Gateway;
import io.toolgateway.caller.Caller;
import io.toolgateway.execution.CircuitBreaking;
import io.toolgateway.execution.ExecutorOptions;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Condition;
import io.toolgateway.policy.Policy;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the README says of starts and what follows them. */
@Tag("E4")
class StartsTest {

    /** A bank that answers so, one after the other. */
    private static final class Bank {

        private final Deque<Integer> answers = new ArrayDeque<>(List.of(503, 200));
        private final List<String> keys = new CopyOnWriteArrayList<>();

        synchronized int refund(String key) {
            keys.add(key);
            return answers.remove();
        }
    }

    @Test
    void aStartThatFailedIsTriedAgainByAWorkerUnderTheSameKey() {
        Bank bank = new Bank();
        // region starts
        Tool refund = Tool.named("process_refund")
                .describedAs("Refund an order. Irreversible.")
                .callableBy("support_agent")
                .idempotent() // may be started again: the bank knows the key
                .within(Duration.ofSeconds(20)) // then its thread is interrupted and given up
                .handledBy(run -> {
                    int status = bank.refund(run.idempotencyKey());
                    return status == 200
                            ? ToolResult.success()
                            : ToolResult.httpFailure(
                                    status, "The bank refused.", null); // it says that nothing was done
                });
        // endregion
        // region executor
        ExecutorOptions options = ExecutorOptions.defaults()
                .withThreads(16) // handlers at once, on threads of yours: .on(factory)
                .withLease(Duration.ofSeconds(30)) // a process that died is noticed after it
                .answeringWithin(Duration.ofSeconds(5))
                .breakingCircuits(new CircuitBreaking(50, 20, 10, Duration.ofSeconds(30)));
        // endregion
        Caller ann = Caller.of("acme", "ann").withRoles("support_agent");
        try (Gateway gateway = Gateway.builder()
                .tools(ToolRegistry.of(refund))
                .policy(Policy.named("test", "1")
                        .rule("refunds", Condition.tool("process_refund"), allow())
                        .otherwise(requireApproval(byRole("supervisor"))))
                .executor(options)
                .build()) {
            gateway.executor().start();
            Outcome outcome = gateway.propose(ToolCall.of("process_refund", "{}"), ann);

            assertThat(outcome).isInstanceOf(Outcome.InProgress.class);
            ProposalId id = Objects.requireNonNull(outcome.proposalId());
            while (!(gateway.outcome(id, ann).orElseThrow() instanceof Outcome.Executed)) {
                Thread.onSpinWait();
            }
            assertThat(bank.keys).hasSize(2);
            assertThat(bank.keys.get(1)).isEqualTo(bank.keys.get(0));
        }
    }
}
