package io.toolgateway;

import static io.toolgateway.ShopFixture.AGENT;
import static io.toolgateway.ShopFixture.SUPERVISOR;
import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Verdict.requireApproval;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.approval.ReviewItem;
import io.toolgateway.approval.ReviewResult;
import io.toolgateway.approval.Seen;
import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.EventType;
import io.toolgateway.caller.Caller;
import io.toolgateway.execution.ExecutorOptions;
import io.toolgateway.policy.Condition;
import io.toolgateway.policy.Policy;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.store.ClaimRequest;
import io.toolgateway.store.Claimed;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.store.StoreException;
import io.toolgateway.store.Transition;
import io.toolgateway.store.TransitionResult;
import io.toolgateway.testkit.faults.ForwardingStore;
import io.toolgateway.testkit.faults.Pace;
import io.toolgateway.tool.Invocation;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolBuilder;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is approved while a worker of this process is free is claimed in the same request, and nobody has to look for it. */
@Tag("T4")
@Tag("T9")
class StartWithApprovalTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Caller BEN = Caller.of("acme", "ben").withRoles("supervisor");

    /** Says what it was asked, and loses answers. */
    private static final class Store extends ForwardingStore {

        private final List<List<Transition>> applied = new CopyOnWriteArrayList<>();
        private final AtomicInteger claimed = new AtomicInteger();
        private final AtomicInteger waits = new AtomicInteger();
        private volatile boolean reaches = true;
        private volatile boolean answers = true;

        Store() {
            super(new InMemoryProposalStore());
        }

        @Override
        public List<TransitionResult> apply(List<Transition> transitions) {
            if (!reaches) {
                throw new StoreException("not reached", null);
            }
            applied.add(transitions);
            List<TransitionResult> results = store.apply(transitions);
            if (!answers) {
                throw new StoreException("done, and not answered", null);
            }
            return results;
        }

        @Override
        public List<Claimed> claim(ClaimRequest request) {
            List<Claimed> taken = store.claim(request);
            claimed.addAndGet(taken.size());
            return taken;
        }

        @Override
        public boolean awaitWork(Duration atMost) throws InterruptedException {
            waits.incrementAndGet();
            return store.awaitWork(atMost);
        }

        Phase phaseOf(ProposalId id) {
            return now(id).phase();
        }

        Proposal now(ProposalId id) {
            return store.find(AGENT.tenant(), id).orElseThrow();
        }
    }

    private final Store store = new Store();
    private final CountDownLatch released = new CountDownLatch(1);
    private final List<String> ran = new CopyOnWriteArrayList<>();
    private final List<AuditEvent> events = new CopyOnWriteArrayList<>();
    private final List<Gateway> gateways = new ArrayList<>();

    @AfterEach
    void close() {
        released.countDown();
        gateways.forEach(Gateway::close);
    }

    private ToolResult handle(Invocation call) throws InterruptedException {
        String token = call.text("token");
        ran.add(token);
        if (token.startsWith("hang")) {
            released.await();
        }
        return ToolResult.success();
    }

    private Tool tool(ToolBuilder tool) {
        return tool.arguments("{\"type\":\"object\",\"properties\":{\"token\":{\"type\":\"string\"}}}")
                .callableBy("agent")
                .handledBy(this::handle);
    }

    private GatewayBuilder builder(int threads, Duration poll, Tool... tools) {
        return Gateway.builder()
                .tools(ToolRegistry.of(tools))
                .policy(Policy.named("p", "1")
                        .rule(
                                "two",
                                Condition.tool("pair"),
                                requireApproval(byRole("supervisor")).from(2))
                        .otherwise(requireApproval(byRole("supervisor"))))
                .store(store)
                // What is not heard of is not found by looking, and no look is under way when something is approved.
                .executor(ExecutorOptions.defaults().withThreads(threads).pollingEvery(poll))
                .listener(events::add)
                .withoutLogging();
    }

    private Gateway gateway(int threads, Duration poll) {
        Gateway gateway = builder(
                        threads,
                        poll,
                        tool(Tool.named("once")),
                        tool(Tool.named("pair")),
                        tool(Tool.named("again").idempotent()))
                .build();
        gateways.add(gateway);
        return gateway;
    }

    /** Whose workers have looked, found nothing, and wait. */
    private Gateway idle(int threads) {
        return idle(gateway(threads, NEVER));
    }

    private Gateway idle(Gateway gateway) {
        int waitsBefore = store.waits.get();
        gateway.executor().start();
        await(() -> store.waits.get() > waitsBefore);
        return gateway;
    }

    private static ReviewItem proposed(Gateway gateway, String tool, String token) {
        ToolCall call = ToolCall.of(tool, "{\"token\":\"" + token + "\"}");
        ProposalId id = Objects.requireNonNull(gateway.propose(call, AGENT).proposalId());
        return gateway.approvals().find(id, SUPERVISOR).orElseThrow();
    }

    private static ReviewResult approve(Gateway gateway, ReviewItem item, Caller reviewer) {
        return gateway.approvals().approve(item.id(), item.hash(), reviewer);
    }

    private static void await(BooleanSupplier condition) {
        assertThat(Pace.until(condition, LONG)).isTrue();
    }

    private void awaitExecuted(ReviewItem item) {
        await(() -> store.phaseOf(item.id()) == Phase.EXECUTED);
    }

    private List<EventType> eventsOf(ReviewItem item) {
        return events.stream()
                .filter(event ->
                        Objects.requireNonNull(event.standing()).proposal().equals(item.id()))
                .map(AuditEvent::type)
                .toList();
    }

    @Test
    void aFreeWorkerTakesItUpAtOnce() {
        Gateway gateway = idle(2);
        ReviewItem item = proposed(gateway, "once", "a");

        ReviewResult result = approve(gateway, item, SUPERVISOR);

        assertThat(result)
                .isInstanceOfSatisfying(
                        ReviewResult.Accepted.class,
                        accepted -> assertThat(accepted.item().first().phase()).isEqualTo(Phase.APPROVED));
        assertThat(store.applied.get(0)).hasSize(2);
        awaitExecuted(item);
        await(() -> eventsOf(item).contains(EventType.EXECUTED));
        assertThat(eventsOf(item))
                .containsExactly(EventType.PARKED, EventType.APPROVED, EventType.CLAIMED, EventType.EXECUTED);
        assertThat(ran).containsExactly("a");
        assertThat(store.claimed).as("claimed by looking for it").hasValue(0);
    }

    @Test
    void severalAtOnceAsFarAsWorkersAreFree() {
        Gateway gateway = idle(2);
        List<ReviewItem> items = List.of(
                proposed(gateway, "once", "hang 1"),
                proposed(gateway, "once", "hang 2"),
                proposed(gateway, "once", "hang 3"));

        gateway.approvals()
                .approveAll(
                        items.stream()
                                .map(item -> new Seen(item.id(), item.hash()))
                                .toList(),
                        SUPERVISOR,
                        null);

        await(() -> ran.size() == 2);
        assertThat(store.applied.get(0)).hasSize(5);
        assertThat(store.phaseOf(items.get(2).id())).isEqualTo(Phase.APPROVED);
        released.countDown();
        items.forEach(this::awaitExecuted);
        assertThat(ran).containsExactlyInAnyOrder("hang 1", "hang 2", "hang 3");
    }

    @Test
    void whereNoWorkerWasStartedNothingIsClaimed() {
        Gateway gateway = gateway(2, NEVER);
        gateway.executor().runOnce();
        ReviewItem item = proposed(gateway, "once", "a");

        approve(gateway, item, SUPERVISOR);

        assertThat(store.applied.get(0)).hasSize(1);
        assertThat(store.phaseOf(item.id())).isEqualTo(Phase.APPROVED);
        assertThat(gateway.executor().runOnce()).isEqualTo(1);
    }

    @Test
    void nobodyGoesBeforeThoseWhoWait() {
        Gateway gateway = idle(1);
        ReviewItem first = proposed(gateway, "once", "hang 1");
        approve(gateway, first, SUPERVISOR);
        await(() -> ran.size() == 1);
        List<ReviewItem> waiting = new ArrayList<>();
        for (int i = 2; i <= 6; i++) {
            ReviewItem item = proposed(gateway, "once", "after " + i);
            approve(gateway, item, SUPERVISOR);
            waiting.add(item);
        }
        assertThat(store.applied.subList(1, 6))
                .allSatisfy(one -> assertThat(one).hasSize(1));

        released.countDown();

        waiting.forEach(this::awaitExecuted);
        assertThat(ran).containsExactly("hang 1", "after 2", "after 3", "after 4", "after 5", "after 6");
    }

    @Test
    @Tag("T4v")
    @Tag("I1")
    void aVoteThatIsNotTheLastStartsNothingAndKeepsNoWorker() {
        Gateway gateway = idle(1);
        ReviewItem item = proposed(gateway, "pair", "a");

        approve(gateway, item, SUPERVISOR);
        assertThat(store.phaseOf(item.id())).isEqualTo(Phase.PENDING);
        approve(gateway, item, SUPERVISOR);
        assertThat(store.phaseOf(item.id())).isEqualTo(Phase.PENDING);
        approve(gateway, item, BEN);

        awaitExecuted(item);
        assertThat(ran).containsExactly("a");
        assertThat(store.claimed).hasValue(0);
    }

    @Test
    @Tag("I5")
    void aNoIsNoStartAndARefusedYesKeepsNoWorker() {
        Gateway gateway = idle(1);
        ReviewItem rejected = proposed(gateway, "once", "no");
        gateway.approvals().reject(rejected.id(), rejected.hash(), SUPERVISOR, "no");
        assertThat(approve(gateway, rejected, BEN)).isInstanceOf(ReviewResult.AlreadyDecided.class);
        assertThat(approve(gateway, proposed(gateway, "once", "mine"), AGENT.withRoles("agent", "supervisor")))
                .isInstanceOf(ReviewResult.Refused.class);

        ReviewItem item = proposed(gateway, "once", "a");
        approve(gateway, item, SUPERVISOR);

        awaitExecuted(item);
        assertThat(ran).containsExactly("a");
        assertThat(store.claimed).hasValue(0);
    }

    @Test
    @Tag("E7")
    @Tag("F16")
    void whatTheStoreHasDoneAndNotAnsweredIsRunOnceUnderThatClaim() {
        Gateway gateway = idle(gateway(1, SOON));
        ReviewItem item = proposed(gateway, "once", "a");
        store.answers = false;

        assertThatThrownBy(() -> approve(gateway, item, SUPERVISOR)).isInstanceOf(StoreException.class);
        assertThat(store.phaseOf(item.id())).isIn(Phase.RUNNING, Phase.EXECUTED);
        store.answers = true;

        awaitExecuted(item);
        assertThat(ran).containsExactly("a");
        assertThat(store.now(item.id()).state().progress().fence()).isEqualTo(1);
    }

    @Test
    @Tag("E7")
    @Tag("F16")
    void whatNeverReachedTheStoreWaitsAndKeepsNoWorker() {
        Gateway gateway = idle(1);
        ReviewItem item = proposed(gateway, "once", "a");
        store.reaches = false;
        assertThatThrownBy(() -> approve(gateway, item, SUPERVISOR)).isInstanceOf(StoreException.class);
        store.reaches = true;
        assertThat(store.phaseOf(item.id())).isEqualTo(Phase.PENDING);

        approve(gateway, item, SUPERVISOR);

        awaitExecuted(item);
        assertThat(ran).containsExactly("a");
    }

    @Test
    @Tag("E2")
    void aHostWithoutTheToolLeavesItToOthers() {
        Gateway gateway = idle(1);
        Gateway other = builder(1, NEVER, tool(Tool.named("other"))).build();
        gateways.add(other);
        idle(other);
        ReviewItem item = proposed(gateway, "once", "a");
        int before = store.applied.size();

        other.approvals().approve(item.id(), item.hash(), SUPERVISOR);

        assertThat(store.applied.get(before)).hasSize(1);
        awaitExecuted(item);
    }

    @Test
    void aClosedGatewayDecidesAndStartsNothing() {
        Gateway gateway = idle(1);
        ReviewItem item = proposed(gateway, "once", "a");
        gateway.close();

        approve(gateway, item, SUPERVISOR);

        assertThat(store.phaseOf(item.id())).isEqualTo(Phase.APPROVED);
        assertThat(ran).isEmpty();
    }
}
