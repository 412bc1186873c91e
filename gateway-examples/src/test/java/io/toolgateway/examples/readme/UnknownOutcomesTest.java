package io.toolgateway.examples.readme;

import static io.toolgateway.policy.Verdict.allow;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.Gateway;
import io.toolgateway.caller.Caller;
import io.toolgateway.execution.ExecutorOptions;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Policy;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.Resolution;
import io.toolgateway.tool.Reconciliation;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the README says of calls of which nobody knows whether they happened. */
@Tag("E7")
class UnknownOutcomesTest {

    private static final Caller ANN = Caller.of("acme", "ann").withRoles("support_agent");

    /** A bank whose answers get lost. */
    private static final class Bank {

        private final Set<String> booked = ConcurrentHashMap.newKeySet();
        private final boolean books;

        Bank(boolean books) {
            this.books = books;
        }

        ToolResult pay(String key) {
            if (books) {
                booked.add(key);
            }
            throw new IllegalStateException("no answer");
        }

        boolean hasBooked(String key) {
            return booked.contains(key);
        }
    }

    private static Gateway gateway(Tool pay) {
        return Gateway.builder()
                .tools(ToolRegistry.of(pay))
                .policy(Policy.named("test", "1").otherwise(allow()))
                .executor(ExecutorOptions.defaults().reconcilingEvery(Duration.ofMillis(10)))
                .build();
    }

    @Test
    void aToolThatKnowsHowFindsOutByItself() {
        Bank bank = new Bank(true);
        // region reconcile
        Tool pay = Tool.named("pay_invoice")
                .describedAs("Pay an invoice.")
                .callableBy("support_agent")
                .approvableBy("supervisor")
                .within(Duration.ofSeconds(2)) // nobody is asked before that is over
                .reconciledBy(call -> bank.hasBooked(call.idempotencyKey()) // asked by workers, again and again
                        ? Reconciliation.happened(ToolResult.success())
                        : Reconciliation.notKnownYet())
                .handledBy(call -> bank.pay(call.idempotencyKey()));
        // endregion
        try (Gateway gateway = gateway(pay)) {
            gateway.executor().start();
            ProposalId id = unknown(gateway);
            while (!(gateway.outcome(id, ANN).orElseThrow() instanceof Outcome.Settled)) {
                Thread.onSpinWait();
            }
            assertThat(gateway.outcome(id, ANN).orElseThrow().messageForModel()).contains("it did happen");
        }
    }

    @Test
    void elseAPersonFindsOut() {
        Bank bank = new Bank(false);
        Tool pay = Tool.named("pay_invoice")
                .callableBy("support_agent")
                .approvableBy("supervisor")
                .handledBy(call -> bank.pay(call.idempotencyKey()));
        Caller sue = Caller.of("acme", "sue").withRoles("supervisor");
        try (Gateway gateway = gateway(pay)) {
            ProposalId id = unknown(gateway);

            // region settle
            for (Proposal unknown : gateway.unknownOutcomes().first(sue).proposals()) {
                System.out.println(unknown.tool() + ": did it happen?"); // and when, for whom, with which arguments
                gateway.unknownOutcomes()
                        .settle(unknown.id(), Resolution.Kind.CONFIRMED_NOT_EXECUTED, sue, "not in the bank's books");
            }
            // endregion

            assertThat(gateway.outcome(id, ANN).orElseThrow().messageForModel()).contains("it did not happen");
        }
    }

    private static ProposalId unknown(Gateway gateway) {
        Outcome outcome = gateway.propose(ToolCall.of("pay_invoice", "{}"), ANN);
        assertThat(outcome).isInstanceOf(Outcome.Unknown.class);
        return Objects.requireNonNull(outcome.proposalId());
    }
}
