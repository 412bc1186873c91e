package io.toolgateway.execution;

import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Verdict.requireApproval;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.Gateway;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.EventType;
import io.toolgateway.caller.Caller;
import io.toolgateway.policy.Policy;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.store.Transition;
import io.toolgateway.testkit.SettableClock;
import io.toolgateway.tool.Invocation;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolBuilder;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Quick handlers share claims, and commits of their ends; nothing is held that could run elsewhere, or could not be repeated. */
@Tag("E1")
class AheadTest {

    private static final Caller ANN = Caller.of("acme", "ann").withRoles("agent");
    private static final Caller SUE = Caller.of("acme", "sue").withRoles("supervisor");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int THREADS = 2;
    private static final int RECORDED_AT_ONCE = 32;

    private final ProposalStore store = new InMemoryProposalStore();
    private final List<AuditEvent> claims = new CopyOnWriteArrayList<>();
    private final List<Gateway> gateways = new ArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger starts = new AtomicInteger();

    @AfterEach
    void close() {
        released.countDown();
        gateways.forEach(Gateway::close);
    }

    private ToolResult handle(Invocation call) throws InterruptedException {
        most.accumulateAndGet(running.incrementAndGet(), Math::max);
        starts.incrementAndGet();
        try {
            if (call.text("token").equals("hang")) {
                released.await();
            }
            return ToolResult.success();
        } finally {
            running.decrementAndGet();
        }
    }

    private Tool tool(ToolBuilder tool) {
        return tool.arguments("{\"type\":\"object\",\"properties\":{\"token\":{\"type\":\"string\"}}}")
                .callableBy("agent")
                .handledBy(this::handle);
    }

    private Gateway gateway(int threads, ProposalStore store) {
        Gateway gateway = Gateway.builder()
                .tools(ToolRegistry.of(
                        tool(Tool.named("again").idempotent()), tool(Tool.named("once")), tool(Tool.named("other"))))
                .policy(Policy.named("p", "1").otherwise(requireApproval(byRole("supervisor"))))
                .store(store)
                .executor(ExecutorOptions.defaults().withThreads(threads).pollingEvery(Duration.ofMillis(50)))
                .listener(event -> {
                    if (event.type() == EventType.CLAIMED) {
                        claims.add(event);
                    }
                })
                .withoutLogging()
                .build();
        gateways.add(gateway);
        return gateway;
    }

    private List<ProposalId> approved(Gateway gateway, int count, String tool, String token) {
        List<ProposalId> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ToolCall call = ToolCall.of(tool, "{\"token\":\"" + token + "\"}");
            ProposalId id = Objects.requireNonNull(gateway.propose(call, ANN).proposalId());
            ReviewItem item = gateway.approvals().find(id, SUE).orElseThrow();
            gateway.approvals().approve(id, item.hash(), SUE);
            ids.add(id);
        }
        return ids;
    }

    private Proposal now(ProposalId id) {
        return store.find(ANN.tenant(), id).orElseThrow();
    }

    private void awaitExecuted(List<ProposalId> ids) {
        await(() -> ids.stream().allMatch(id -> now(id).status() == ProposalStatus.EXECUTED));
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /** How many calls of a tool each claim has taken. */
    private Map<UUID, Long> sizes(String tool) {
        return claims.stream()
                .filter(event -> event.subject().tool().equals(tool))
                .collect(Collectors.groupingBy(
                        event -> Objects.requireNonNull(event.standing()).transition(), Collectors.counting()));
    }

    @Test
    void asMuchIsClaimedAheadAsStartsWithinAMoment() {
        SettableClock clock = new SettableClock();
        Slots slots = new Slots(4);
        Ahead ahead = new Ahead(clock, slots, Duration.ofSeconds(30));
        assertThat(ahead.more()).as("nothing is known yet").isZero();

        end(slots, 4);
        assertThat(ahead.more()).as("a clock that stands says nothing").isZero();
        end(slots, 4);
        clock.advance(Duration.ofMillis(5));
        assertThat(ahead.more()).isEqualTo(16);
        end(slots, 4);
        clock.advance(Duration.ofSeconds(1));
        assertThat(ahead.more()).as("handlers that take long").isZero();
        end(slots, 1_000);
        clock.advance(Duration.ofMillis(5));
        assertThat(ahead.more()).as("a batch is full at some time").isEqualTo(32);
    }

    private static void end(Slots slots, int count) {
        for (int i = 0; i < count; i++) {
            slots.take(1);
            slots.giveBack();
        }
    }

    @Test
    void whatWaitsForASlotIsGivenBackLongBeforeItsLeaseEnds() {
        SettableClock clock = new SettableClock();
        long claimedAt = clock.nanoTime();
        assertThat(new Ahead(clock, new Slots(1), Duration.ofSeconds(30)).patience(claimedAt))
                .isEqualTo(Duration.ofMillis(250));
        assertThat(new Ahead(clock, new Slots(1), Duration.ofMillis(400)).patience(claimedAt))
                .isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void quickHandlersShareClaimsAndNoMoreOfThemRunAtOnceThanThereAreThreads() {
        Gateway gateway = gateway(THREADS, store);
        List<ProposalId> ids = approved(gateway, 200, "again", "x");

        gateway.executor().start();
        awaitExecuted(ids);

        assertThat(sizes("again").size()).as("claims").isLessThan(200 / THREADS);
        assertThat(most.get()).isLessThanOrEqualTo(THREADS);
    }

    /** If the process died, nobody would know of it whether it has run. */
    @Test
    @Tag("E7")
    void whatMustNotBeRepeatedIsNotClaimedBeforeThereIsASlotForIt() {
        Gateway gateway = gateway(THREADS, store);
        List<ProposalId> ids = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            ids.addAll(approved(gateway, 3, "once", "x"));
            ids.addAll(approved(gateway, 1, "again", "x"));
        }

        gateway.executor().start();
        awaitExecuted(ids);

        assertThat(sizes("once").values()).allMatch(size -> size <= THREADS);
    }

    @Test
    @Tag("I2")
    void whatWasClaimedAheadOfAHandlerThatHangsIsRunByAnotherProcess() {
        Gateway gateway = gateway(1, store);
        List<ProposalId> quick = approved(gateway, 100, "again", "x");
        approved(gateway, 1, "again", "hang");
        List<ProposalId> behind = approved(gateway, 40, "again", "x");
        gateway.executor().start();
        awaitExecuted(quick);
        await(() -> starts.get() == 101);

        gateway(1, store).executor().start();

        awaitExecuted(behind);
        assertThat(running.get()).as("it hangs still").isEqualTo(1);
        assertThat(behind).allMatch(id -> now(id).state().progress().attempt() == 1);
    }

    @Test
    @Tag("I16")
    void theNextStartsWhileAnEndIsRecordedButAStoreThatDoesNotAnswerStopsThem() {
        CountDownLatch answers = new CountDownLatch(1);
        Gateway gateway = gateway(1, holdingEnds(answers));
        List<ProposalId> ids = approved(gateway, RECORDED_AT_ONCE + 10, "once", "x");
        gateway.executor().start();

        // One more has come back and keeps its slot.
        await(() -> starts.get() == RECORDED_AT_ONCE + 1);
        for (int i = 0; i < 20; i++) {
            gateway.executor().sweep();
            gateway.executor().heartbeat();
        }
        assertThat(starts.get()).isEqualTo(RECORDED_AT_ONCE + 1);
        assertThat(ids).noneMatch(id -> now(id).phase() == Phase.EXECUTED);

        answers.countDown();
        awaitExecuted(ids);
        assertThat(starts.get()).isEqualTo(ids.size());
    }

    /** A store that answers no end until it may. */
    private ProposalStore holdingEnds(CountDownLatch answers) {
        return (ProposalStore) Proxy.newProxyInstance(
                ProposalStore.class.getClassLoader(),
                new Class<?>[] {ProposalStore.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("apply") && isEnd(arguments[0])) {
                        answers.await();
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static boolean isEnd(Object transitions) {
        return ((List<?>) transitions)
                .stream()
                        .flatMap(transition -> ((Transition) transition).changes().values().stream())
                        .anyMatch(Change.Finish.class::isInstance);
    }
}
