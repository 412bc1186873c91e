package io.toolgateway.execution;

import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Verdict.requireApproval;
import static io.toolgateway.testkit.People.ANN;
import static io.toolgateway.testkit.People.SAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.Gateway;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.caller.Request;
import io.toolgateway.policy.Policy;
import io.toolgateway.proposal.EffectState;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.store.Transition;
import io.toolgateway.testkit.SettableClock;
import io.toolgateway.tool.Invocation;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A handler that ends the transaction of a chain itself: what had been begun may have happened, and is never begun again. */
@Tag("A6")
@Tag("E7")
class TogetherUnknownTest {

    private static final int STEPS = 3;

    private final SettableClock clock = new SettableClock();
    private final InMemoryProposalStore store = new InMemoryProposalStore(clock);
    private int runs;
    private int stale = -1;

    private Gateway gateway;

    @AfterEach
    void close() {
        gateway.close();
    }

    /** Runs some of them, and then finds that its transaction is gone. */
    private CommittingHandler ending(int begun) {
        return new CommittingHandler() {
            @Override
            public Ending handleAll(
                    List<Function<List<ToolResult>, Optional<Part>>> steps,
                    Function<List<ToolResult>, List<Transition>> finishing) {
                runs++;
                steps.subList(0, begun).forEach(step -> step.apply(List.of()));
                return new Ending.Unknown(new SQLTransientException("gone"));
            }

            @Override
            public ToolResult handle(Invocation call) {
                throw new AssertionError("a committing handler is run in its transaction");
            }

            @Override
            public boolean recordsIn(ProposalStore other) {
                return true;
            }
        };
    }

    private List<ProposalId> approved(int begun) {
        Tool book = Tool.named("book")
                .arguments("{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}}}")
                .idempotent()
                .callableByAnyone()
                .versionedBy(call -> call.arguments().integer("n") == stale ? "2" : "1")
                .handledBy(ending(begun));
        gateway = Gateway.builder()
                .tools(ToolRegistry.of(book))
                .policy(Policy.named("p", "1").otherwise(requireApproval(byRole("supervisor"))))
                .store(store)
                .time(clock)
                .trustingRolesAsProposed()
                .withoutLogging()
                .build();
        List<ToolCall> calls = IntStream.range(0, STEPS)
                .mapToObj(n -> ToolCall.of("c" + n, "book", "{\"n\":" + n + "}"))
                .toList();
        List<ProposalId> ids = gateway.propose(calls, ANN, Request.of("r").keyedBy("k")).stream()
                .map(outcome -> Objects.requireNonNull(outcome.proposalId()))
                .toList();
        ReviewItem item = gateway.approvals().find(ids.get(0), SAM).orElseThrow();
        gateway.approvals().approve(item.id(), item.hash(), SAM);
        return ids;
    }

    @ParameterizedTest
    @CsvSource({"1, 1, -1", "2, 2, -1", "3, 3, -1", "2, 1, 1", "3, 2, 2"})
    void whatWasBegunIsUnknownAndTheRestAborted(int asked, int begun, int notStarted) {
        List<ProposalId> ids = approved(asked);
        stale = notStarted;

        for (int round = 0; round < 5; round++) {
            gateway.executor().runOnce();
            clock.advance(Duration.ofMinutes(1));
        }

        assertThat(runs).isEqualTo(1);
        for (int n = 0; n < STEPS; n++) {
            Proposal step = store.find(ANN.tenant(), ids.get(n)).orElseThrow();
            assertThat(step.status()).isEqualTo(ProposalStatus.FAILED);
            assertThat(step.state().reason())
                    .as("step " + n)
                    .isEqualTo(n < begun ? ReasonCode.OUTCOME_UNKNOWN : ReasonCode.CHAIN_ABORTED);
            assertThat(step.state().progress().effect())
                    .as("step " + n)
                    .isEqualTo(n < begun ? EffectState.POSSIBLE : EffectState.NONE);
            assertThat(step.isUnsettled()).isEqualTo(n < begun);
        }
    }
}
