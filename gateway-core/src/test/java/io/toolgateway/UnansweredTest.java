package io.toolgateway;

import static io.toolgateway.ShopFixture.AGENT;
import static io.toolgateway.ShopFixture.SUPERVISOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.approval.ReviewItem;
import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.EventType;
import io.toolgateway.caller.Request;
import io.toolgateway.conversation.LateResult;
import io.toolgateway.execution.CommittingHandler;
import io.toolgateway.execution.ExecutorOptions;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Policy;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.store.StoreException;
import io.toolgateway.store.Transition;
import io.toolgateway.testkit.faults.Pace;
import io.toolgateway.tool.Invocation;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolBuilder;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolHandler;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the store has done, though its answer was lost: it is asked again until it says so, and who has to hear of it hears of it. */
@Tag("F16")
class UnansweredTest {

    private static final ToolCall MAIL = ToolCall.of("call_1", "send_mail", "{\"text\":\"hi\"}");
    private static final ToolCall REFUND = ToolCall.of("process_refund", "{\"order_id\":\"ORD-00001\"}");
    private static final Request REQUEST = Request.of("r").inConversation("conv_7");
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final ShopFixture shop = new ShopFixture();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T10:00:00Z"));
    private final InMemoryProposalStore inner = new InMemoryProposalStore(now::get);
    private volatile Predicate<String> unreached = method -> false;
    private volatile Predicate<String> unanswered = method -> false;

    private final ProposalStore store = (ProposalStore) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {ProposalStore.class}, (proxy, method, arguments) -> {
                if (unreached.test(method.getName())) {
                    throw new StoreException("not reached", null);
                }
                try {
                    Object result = method.invoke(inner, arguments);
                    if (unanswered.test(method.getName())) {
                        throw new StoreException("done, and not answered", null);
                    }
                    return result;
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            });

    private final Gateway gateway = shop.gateway()
            .store(store)
            .executor(ExecutorOptions.defaults().answeringWithin(SOON))
            .build();

    private Proposal approved() {
        Outcome outcome = gateway.propose(REFUND, AGENT);
        ReviewItem item = gateway.approvals()
                .find(Objects.requireNonNull(outcome.proposalId()), SUPERVISOR)
                .orElseThrow();
        gateway.approvals().approve(item.id(), item.hash(), SUPERVISOR);
        return item.first();
    }

    private Proposal stands(Proposal proposal) {
        return inner.find(proposal.tenant(), proposal.id()).orElseThrow();
    }

    private List<LateResult> heard() {
        return gateway.lateResults().take(10, Duration.ofMinutes(1));
    }

    private static void awaitUntil(BooleanSupplier isSo) {
        assertThat(Pace.until(isSo, LONG)).isTrue();
    }

    @Test
    @Tag("E7")
    void whatALostClaimHasTakenRunsOnceUnderThatClaim() {
        Proposal proposal = approved();
        unanswered = method -> method.equals("claim");
        assertThatThrownBy(() -> gateway.executor().runOnce()).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> gateway.executor().runOnce()).isInstanceOf(StoreException.class);
        assertThat(stands(proposal).phase()).isEqualTo(Phase.RUNNING);
        unanswered = method -> false;

        assertThat(gateway.executor().runOnce()).isEqualTo(1);

        assertThat(stands(proposal).phase()).isEqualTo(Phase.EXECUTED);
        assertThat(stands(proposal).state().progress().fence()).isEqualTo(1);
        assertThat(shop.ran).hasSize(1);
        assertThat(shop.events)
                .extracting(AuditEvent::type)
                .containsOnlyOnce(EventType.CLAIMED)
                .endsWith(EventType.CLAIMED, EventType.EXECUTED);
    }

    @Test
    @Tag("E7")
    void aClaimThatNeverReachedTheStoreHasTakenNothingAndTheNextOneDoes() {
        Proposal proposal = approved();
        unreached = method -> method.equals("claim");
        assertThatThrownBy(() -> gateway.executor().runOnce()).isInstanceOf(StoreException.class);
        unreached = method -> false;

        assertThat(gateway.executor().runOnce()).isEqualTo(1);
        assertThat(stands(proposal).phase()).isEqualTo(Phase.EXECUTED);
    }

    @Test
    @Tag("I3")
    @Tag("E7")
    void whatALostClaimTookTooLongAgoIsGivenBackAndStartedUnderANewOne() {
        Proposal proposal = approved();
        unanswered = method -> method.equals("claim");
        assertThatThrownBy(() -> gateway.executor().runOnce()).isInstanceOf(StoreException.class);
        unanswered = method -> false;
        // The lease is over, and nobody has reaped it yet.
        now.set(now.get().plusSeconds(30));

        gateway.executor().runOnce();

        assertThat(shop.ran).hasSize(1);
        assertThat(stands(proposal).phase()).isEqualTo(Phase.EXECUTED);
        assertThat(stands(proposal).state().progress().fence()).isEqualTo(2);
        assertThat(stands(proposal).state().progress().attempt())
                .as("only one of them was a start")
                .isEqualTo(1);
    }

    @Test
    @Tag("E7")
    void workersAskAgainByThemselves() {
        Proposal proposal = approved();
        CountDownLatch lost = new CountDownLatch(1);
        unanswered = method -> {
            boolean isLost = method.equals("claim") && lost.getCount() > 0;
            if (isLost) {
                lost.countDown();
            }
            return isLost;
        };

        gateway.executor().start();

        awaitUntil(() -> stands(proposal).status().isFinal());
        gateway.close();
        assertThat(stands(proposal).phase()).isEqualTo(Phase.EXECUTED);
        assertThat(stands(proposal).state().progress().fence()).isEqualTo(1);
    }

    @Test
    @Tag("E7")
    void whatALostClaimHasTakenIsGivenBackByAHostThatStops() throws InterruptedException {
        Proposal proposal = approved();
        unanswered = method -> method.equals("claim");
        assertThatThrownBy(() -> gateway.executor().runOnce()).isInstanceOf(StoreException.class);
        unanswered = method -> false;

        assertThat(gateway.executor().drain(Duration.ofSeconds(5))).isTrue();

        assertThat(stands(proposal).phase()).isEqualTo(Phase.APPROVED);
        assertThat(shop.ran).isEmpty();
    }

    @Test
    @Tag("P8")
    @Tag("I9")
    void whoWasToldThatItIsNotKnownHearsThatItWasDone() {
        unanswered = method -> method.equals("apply");
        Outcome outcome = gateway.propose(MAIL, AGENT, REQUEST);
        assertThat(outcome).isInstanceOf(Outcome.Unknown.class);
        assertThat(heard()).isEmpty();

        unanswered = method -> false;

        awaitUntil(() -> !gateway.lateResults().take(1, Duration.ofMillis(1)).isEmpty());
        now.set(now.get().plusSeconds(1));
        assertThat(heard()).singleElement().satisfies(result -> {
            assertThat(result.outcome()).isInstanceOf(Outcome.Executed.class);
            assertThat(result.outcome().callId()).isEqualTo("call_1");
            assertThat(result.proposal()).isEqualTo(outcome.proposalId());
        });
    }

    @Test
    @Tag("P8")
    void whoWasAnsweredInTimeHearsNothingMore() {
        AtomicReference<Integer> applied = new AtomicReference<>(0);
        unanswered = method -> method.equals("apply") && applied.updateAndGet(n -> n + 1) == 1;

        assertThat(gateway.propose(MAIL, AGENT, REQUEST)).isInstanceOf(Outcome.Executed.class);
        assertThat(heard()).isEmpty();
    }

    @Test
    @Tag("P8")
    void whoLeavesInTheMiddleOfARecordThatThenSucceedsHearsOfIt() throws InterruptedException {
        CountDownLatch left = new CountDownLatch(1);
        unanswered = method -> {
            if (method.equals("apply")) {
                await(left);
            }
            return false;
        };
        Outcome outcome = gateway.propose(MAIL, AGENT, REQUEST);
        assertThat(outcome).isInstanceOf(Outcome.Unknown.class);

        left.countDown();

        assertThat(gateway.executor().drain(Duration.ofSeconds(20))).isTrue();
        assertThat(heard())
                .singleElement()
                .satisfies(result -> assertThat(result.outcome()).isInstanceOf(Outcome.Executed.class));
    }

    @Test
    @Tag("P8")
    void whoIsInterruptedInTheMiddleOfARecordHearsOfIt() throws InterruptedException {
        CountDownLatch recording = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        unanswered = method -> {
            if (method.equals("apply")) {
                recording.countDown();
                await(left);
            }
            return false;
        };
        AtomicReference<Outcome> outcome = new AtomicReference<>();
        Thread proposer = new Thread(() -> outcome.set(gateway.propose(MAIL, AGENT, REQUEST)));
        proposer.start();
        await(recording);
        // Once for the wait for the handler, once for the wait for the record.
        while (proposer.isAlive()) {
            proposer.interrupt();
            proposer.join(10);
        }

        left.countDown();

        assertThat(outcome.get()).isInstanceOf(Outcome.InProgress.class);
        assertThat(gateway.executor().drain(Duration.ofSeconds(20))).isTrue();
        assertThat(heard()).hasSize(1);
    }

    @Test
    @Tag("P8")
    @Tag("I9")
    void onTheCallersThreadItIsAskedAgainByTheHeartbeat() {
        Gateway own = own(tool -> tool.onCallersThread().handledBy(call -> ToolResult.success()));
        unanswered = method -> method.equals("apply");
        assertThat(own.propose(MAIL, AGENT, REQUEST)).isInstanceOf(Outcome.Unknown.class);
        unanswered = method -> false;
        unreached = method -> method.equals("apply");
        own.executor().heartbeat();
        assertThat(heard()).isEmpty();
        unreached = method -> false;

        own.executor().heartbeat();

        assertThat(heard())
                .singleElement()
                .satisfies(result -> assertThat(result.outcome()).isInstanceOf(Outcome.Executed.class));
    }

    @Test
    @Tag("E7")
    void whatCouldNotBeRecordedAtAllIsRecordedByALaterHeartbeat() {
        Gateway own = own(tool -> tool.onCallersThread().handledBy(call -> ToolResult.success()));
        unreached = method -> method.equals("apply");
        Outcome outcome = own.propose(MAIL, AGENT, REQUEST);
        unreached = method -> false;

        own.executor().heartbeat();

        assertThat(own.outcome(Objects.requireNonNull(outcome.proposalId()), AGENT))
                .get()
                .isInstanceOf(Outcome.Executed.class);
        assertThat(heard()).hasSize(1);
    }

    @Test
    @Tag("E7")
    void whatCouldNotBeRecordedIsRecordedByAHostThatStops() {
        Gateway own = own(tool -> tool.onCallersThread().handledBy(call -> ToolResult.success()));
        unreached = method -> method.equals("apply");
        Outcome outcome = own.propose(MAIL, AGENT, REQUEST);
        unreached = method -> false;

        own.close();

        assertThat(own.outcome(Objects.requireNonNull(outcome.proposalId()), AGENT))
                .get()
                .isInstanceOf(Outcome.Executed.class);
    }

    @Test
    @Tag("E7")
    void whatWasToBeGivenBackAndWasNotIsGivenBackByALaterHeartbeat() {
        Proposal proposal = approved();
        // Nobody knows whether the user still may, so it is not started.
        shop.owners.remove("ORD-00001");
        unreached = method -> method.equals("apply");
        gateway.executor().runOnce();
        assertThat(stands(proposal).phase()).isEqualTo(Phase.RUNNING);
        unreached = method -> false;

        gateway.executor().heartbeat();

        assertThat(stands(proposal).phase()).isEqualTo(Phase.APPROVED);
        assertThat(shop.ran).isEmpty();
    }

    /** Commits, or rolls back, and nobody can be asked which. */
    private final class UnknownCommit implements CommittingHandler {

        private final boolean commits;

        UnknownCommit(boolean commits) {
            this.commits = commits;
        }

        @Override
        public Ending handleAll(
                List<Function<List<ToolResult>, Optional<Part>>> steps,
                Function<List<ToolResult>, List<Transition>> finishing) {
            List<Transition> transitions = finishing.apply(List.of(ToolResult.success()));
            if (commits) {
                inner.apply(transitions);
            }
            throw new StoreException("nobody can be asked", null);
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

    @Test
    @Tag("P8")
    @Tag("I9")
    void whatAHandlersOwnTransactionCommittedIsHeardOfOnceTheRecordSaysIt() {
        Gateway own = own(tool -> tool.handledBy((ToolHandler) new UnknownCommit(true)));
        assertThat(own.propose(MAIL, AGENT, REQUEST)).isInstanceOf(Outcome.Unknown.class);
        assertThat(heard()).isEmpty();

        own.executor().heartbeat();

        assertThat(heard())
                .singleElement()
                .satisfies(result -> assertThat(result.outcome()).isInstanceOf(Outcome.Executed.class));
    }

    @Test
    @Tag("I9")
    void whatAHandlersOwnTransactionMayHaveRolledBackIsNotRecordedAsDone() {
        Gateway own = own(tool -> tool.handledBy((ToolHandler) new UnknownCommit(false)));
        Outcome outcome = own.propose(MAIL, AGENT, REQUEST);
        assertThat(outcome).isInstanceOf(Outcome.Unknown.class);

        own.executor().heartbeat();
        assertThat(heard()).isEmpty();
        now.set(now.get().plusSeconds(120));
        own.executor().sweep();
        own.executor().heartbeat();

        assertThat(heard())
                .singleElement()
                .satisfies(result -> assertThat(result.outcome()).isInstanceOf(Outcome.Unknown.class));
    }

    private Gateway own(Function<ToolBuilder, Tool> ending) {
        Tool tool = ending.apply(Tool.named("send_mail")
                .arguments("{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"}}}")
                .callableBy("agent"));
        return Gateway.builder()
                .tools(ToolRegistry.of(tool))
                .policy(Policy.named("p", "1").otherwise(Verdict.allow()))
                .store(store)
                .withoutLogging()
                .build();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody came");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
