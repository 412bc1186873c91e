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
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.store.StoreException;
import io.toolgateway.store.Transition;
import io.toolgateway.testkit.SettableClock;
import io.toolgateway.tool.Invocation;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What runs in a transaction with its record: how long it has, and that each start of it is counted once. */
@Tag("E5")
class TogetherGivenUpTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration VALID = Duration.ofHours(1);

    private final SettableClock clock = new SettableClock();
    private final InMemoryProposalStore store = new InMemoryProposalStore(clock);
    private Supplier<CommittingHandler.Ending> ending =
            () -> new CommittingHandler.Ending.RolledBack(null, new SocketTimeoutException("late"));
    private int runs;
    private Instant until = Instant.EPOCH;

    private final Tool book = Tool.named("book")
            .arguments("{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}}}")
            .idempotent()
            .callableByAnyone()
            .within(LIMIT)
            .startedAtMost(1)
            .handledBy(new InTransaction());
    /** Of three starts two that failed are too many. */
    private final Gateway gateway = Gateway.builder()
            .tools(ToolRegistry.of(book))
            .policy(Policy.named("p", "1")
                    .otherwise(requireApproval(byRole("supervisor")).within(VALID)))
            .store(store)
            .time(clock)
            .executor(ExecutorOptions.defaults().breakingCircuits(new CircuitBreaking(50, 3, 2, Duration.ofMinutes(1))))
            .trustingRolesAsProposed()
            .withoutLogging()
            .build();

    @AfterEach
    void close() {
        gateway.close();
    }

    private final class InTransaction implements CommittingHandler {

        @Override
        public Ending handleAll(
                List<Function<List<ToolResult>, Optional<Part>>> steps,
                Function<List<ToolResult>, List<Transition>> finishing) {
            runs++;
            until = steps.get(0).apply(List.of()).orElseThrow().call().deadline();
            return ending.get();
        }

        @Override
        public ToolResult handle(Invocation call) {
            throw new AssertionError("a committing handler is run in its transaction");
        }

        @Override
        public boolean recordsIn(ProposalStore other) {
            return true;
        }
    }

    private Proposal approved(int steps) {
        List<ToolCall> calls = IntStream.range(0, steps)
                .mapToObj(n -> ToolCall.of("c" + n, "book", "{\"n\":" + n + "}"))
                .toList();
        ProposalId first = Objects.requireNonNull(
                gateway.propose(calls, ANN, Request.of("r")).get(0).proposalId());
        ReviewItem item = gateway.approvals().find(first, SAM).orElseThrow();
        gateway.approvals().approve(item.id(), item.hash(), SAM);
        return item.first();
    }

    @Test
    void aChainThatWasGivenUpIsCountedOnce() {
        ending = () -> {
            clock.advance(LIMIT.multipliedBy(2).plusMillis(1));
            gateway.executor().heartbeat();
            return new CommittingHandler.Ending.RolledBack(null, new SocketTimeoutException("late"));
        };
        approved(2);
        gateway.executor().runOnce();
        assertThat(runs).isEqualTo(1);

        approved(2);

        assertThat(gateway.executor().runOnce())
                .as("one failure opens no circuit")
                .isEqualTo(1);
        approved(2);
        assertThat(gateway.executor().runOnce()).as("two do").isZero();
    }

    @Test
    void aChainThatFailedIsCountedAsOneFailure() {
        approved(2);
        gateway.executor().runOnce();
        approved(2);
        assertThat(gateway.executor().runOnce()).isEqualTo(1);
        approved(2);

        assertThat(gateway.executor().runOnce()).isZero();
    }

    /** In a half open circuit only so many are let through; each has to be told what became of it. */
    @Test
    void aChainOfWhichNobodyKnowsTakesNoPlaceOfAnother() {
        for (int i = 0; i < 2; i++) {
            approved(2);
            gateway.executor().runOnce();
        }
        clock.advance(Duration.ofMinutes(2));
        ending = () -> {
            throw new StoreException("nobody can be asked", null);
        };
        for (int i = 0; i < 3; i++) {
            approved(2);
            assertThat(gateway.executor().runOnce()).isEqualTo(1);
        }

        approved(2);

        assertThat(gateway.executor().runOnce()).isEqualTo(1);
        assertThat(runs).isEqualTo(6);
    }

    @Test
    @Tag("I3")
    void whatStartsJustBeforeItsValidityEndsHasAllOfItsTime() {
        for (int steps : new int[] {1, 2}) {
            Proposal proposal = approved(steps);
            clock.set(proposal.validUntil().minusSeconds(1));

            assertThat(gateway.executor().runOnce()).isEqualTo(1);

            assertThat(until).isAfterOrEqualTo(clock.instant().plus(LIMIT.multipliedBy(steps)));
        }
    }

    @Test
    @Tag("I3")
    void afterItsValidityItDoesNotStart() {
        Proposal proposal = approved(1);
        clock.set(proposal.validUntil());

        assertThat(gateway.executor().runOnce()).isZero();
        assertThat(runs).isZero();
    }
}
