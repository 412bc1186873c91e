package io.toolgateway.execution;

import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Verdict.requireApproval;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.Gateway;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.EventType;
import io.toolgateway.caller.Caller;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Policy;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.tool.Invocation;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolBuilder;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolHandler;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The workers on real threads: what hangs, lasts, breaks off or comes at once. */
class ExecutorTest {

    private static final Caller ANN = Caller.of("acme", "ann").withRoles("agent");
    private static final Caller SUE = Caller.of("acme", "sue").withRoles("supervisor");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** So long that a machine that stands still for a moment does not end it. */
    private static final Duration LONG = Duration.ofSeconds(2);

    private final InMemoryProposalStore store = new InMemoryProposalStore();
    private final List<AuditEvent> events = new CopyOnWriteArrayList<>();
    private final List<Gateway> gateways = new ArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);

    /** A handler for each token. */
    private final Map<String, ToolHandler> handlers = new ConcurrentHashMap<>();

    @AfterEach
    void close() {
        released.countDown();
        gateways.forEach(Gateway::close);
    }

    private ToolResult handle(Invocation call) throws Exception {
        return handlers.getOrDefault(call.text("token"), any -> ToolResult.success())
                .handle(call);
    }

    private Tool tool(String name, UnaryOperator<ToolBuilder> more) {
        return more.apply(Tool.named(name)
                        .arguments("{\"type\":\"object\",\"properties\":{\"token\":{\"type\":\"string\"}}}")
                        .callableBy("agent"))
                .handledBy(this::handle);
    }

    private Gateway gateway(UnaryOperator<ExecutorOptions> options, Tool... tools) {
        ExecutorOptions quick = ExecutorOptions.defaults()
                .withLease(Duration.ofMillis(300))
                .withGrace(Duration.ofMillis(50))
                .sweepingEvery(Duration.ofMillis(50))
                .pollingEvery(Duration.ofMillis(50));
        Gateway gateway = Gateway.builder()
                .tools(ToolRegistry.of(tools))
                .policy(Policy.named("p", "1").otherwise(requireApproval(byRole("supervisor"))))
                .store(store)
                .executor(options.apply(quick))
                .listener(events::add)
                .withoutLogging()
                .build();
        gateways.add(gateway);
        return gateway;
    }

    private ProposalId approved(Gateway gateway, String tool, String token) {
        ToolCall call = ToolCall.of(tool, "{\"token\":\"" + token + "\"}");
        ProposalId id = gateway.propose(call, ANN).proposalId();
        ReviewItem item = gateway.approvals().find(id, SUE).orElseThrow();
        gateway.approvals().approve(id, item.hash(), SUE);
        return id;
    }

    private Proposal now(ProposalId id) {
        return store.find(ANN.tenant(), id).orElseThrow();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private Outcome ended(Gateway gateway, ProposalId id) {
        await(() -> now(id).status().isFinal());
        return gateway.outcome(id, ANN).orElseThrow();
    }

    /** Hangs whoever interrupts it, until it is released; the first start alone. */
    private ToolResult hang(Invocation call) {
        while (call.attempt() == 1 && released.getCount() > 0) {
            try {
                released.await();
            } catch (InterruptedException e) {
                // That is the point of it.
                continue;
            }
        }
        return ToolResult.success();
    }

    private static UnaryOperator<ToolBuilder> brief() {
        return tool -> tool.within(Duration.ofMillis(200));
    }

    @Test
    @Tag("F25")
    @Tag("E7")
    void aHandlerThatHangsIsGivenUpAndRepeatedOnlyWhereThatIsSafe() {
        Gateway gateway = gateway(
                options -> options.withThreads(2).withLease(LONG),
                tool("once", brief()),
                tool("again", tool -> brief().apply(tool).idempotent()));
        handlers.put("hang", this::hang);
        gateway.executor().start();
        ProposalId again = approved(gateway, "again", "hang");
        ProposalId once = approved(gateway, "once", "hang");

        assertThat(ended(gateway, again)).isInstanceOf(Outcome.Executed.class);
        assertThat(ended(gateway, once)).isInstanceOf(Outcome.Unknown.class);
        assertThat(now(again).state().progress().attempt()).isEqualTo(2);
        assertThat(now(once).state().progress().attempt()).isEqualTo(1);
        // A sweeper may have found the lease over before this process looked at the time.
        await(() -> gateway.executor().leftBehind() == 2);

        released.countDown();
        await(() -> gateway.executor().leftBehind() == 0);
        await(() -> events.stream()
                        .filter(event -> event.type() == EventType.LATE_RESULT)
                        .count()
                == 2);
        assertThat(gateway.outcome(once, ANN).orElseThrow())
                .as("what comes late changes nothing")
                .isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    @Tag("F25")
    @Tag("I16")
    void withTooManyLeftBehindNothingMoreIsStartedUntilTheyComeBack() {
        Gateway gateway = gateway(options -> options.withThreads(2).withLease(LONG), tool("once", brief()));
        handlers.put("hang", this::hang);
        gateway.executor().start();
        List<ProposalId> hanging = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            hanging.add(approved(gateway, "once", "hang"));
        }
        hanging.forEach(id -> assertThat(ended(gateway, id)).isInstanceOf(Outcome.Unknown.class));
        await(() -> gateway.executor().leftBehind() == 2);

        ProposalId waiting = approved(gateway, "once", "quick");
        int claims = count(EventType.CLAIMED);
        // It would be claimed at once if there were a slot: as long as a sweep takes it is not.
        for (int i = 0; i < 20; i++) {
            gateway.executor().sweep();
            assertThat(now(waiting).phase()).isEqualTo(Phase.APPROVED);
        }
        assertThat(count(EventType.CLAIMED)).isEqualTo(claims);

        released.countDown();
        assertThat(ended(gateway, waiting)).isInstanceOf(Outcome.Executed.class);
    }

    private int count(EventType type) {
        return (int) events.stream().filter(event -> event.type() == type).count();
    }

    @Test
    @Tag("T10")
    @Tag("I2")
    void aHandlerThatOutlastsManyLeasesIsKeptAlive() throws Exception {
        Gateway gateway = gateway(options -> options, tool("once", tool -> tool));
        Gateway other = gateway(options -> options, tool("once", tool -> tool));
        CountDownLatch begun = new CountDownLatch(1);
        handlers.put("long", call -> {
            begun.countDown();
            released.await();
            return ToolResult.success();
        });
        gateway.executor().start();
        other.executor().start();
        ProposalId id = approved(gateway, "once", "long");
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        var first = now(id).state().progress().lease();

        await(() ->
                now(id).state().progress().lease().until().isAfter(first.until().plusMillis(900)));
        released.countDown();

        assertThat(ended(gateway, id)).isInstanceOf(Outcome.Executed.class);
        assertThat(now(id).state().progress().attempt()).isEqualTo(1);
    }

    @Test
    @Tag("E1")
    void whatIsReadyIsClaimedTogetherAndRunsAtOnce() {
        int all = 8;
        Gateway gateway = gateway(options -> options.withThreads(all), tool("once", tool -> tool));
        CyclicBarrier together = new CyclicBarrier(all);
        List<ProposalId> ids = new ArrayList<>();
        for (int i = 0; i < all; i++) {
            handlers.put("t" + i, call -> {
                together.await(30, TimeUnit.SECONDS);
                return ToolResult.success();
            });
            ids.add(approved(gateway, "once", "t" + i));
        }

        gateway.executor().start();

        ids.forEach(id -> assertThat(ended(gateway, id)).isInstanceOf(Outcome.Executed.class));
        assertThat(ids.stream().map(id -> claimOf(id)).distinct())
                .as("one claim for all")
                .hasSize(1);
    }

    private Object claimOf(ProposalId id) {
        return events.stream()
                .filter(event -> event.type() == EventType.CLAIMED
                        && event.standing() != null
                        && event.standing().proposal().equals(id))
                .map(event -> event.standing().transition())
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Tag("E1")
    void aHostClaimsOnlyWhatItCanRun() {
        Gateway one = gateway(options -> options, tool("a", tool -> tool), tool("c", tool -> tool));
        Gateway two = gateway(options -> options, tool("b", tool -> tool));
        ProposalId a = approved(one, "a", "x");
        ProposalId b = approved(two, "b", "x");
        ProposalId c = approved(one, "c", "x");

        assertThat(two.executor().runOnce()).isEqualTo(1);
        assertThat(now(a).phase()).isEqualTo(Phase.APPROVED);
        assertThat(now(c).phase()).isEqualTo(Phase.APPROVED);
        assertThat(now(b).phase()).isEqualTo(Phase.EXECUTED);
        assertThat(one.executor().runOnce()).isEqualTo(2);
    }

    @Test
    @Tag("F24")
    void drainingWaitsForWhatRunsAndClaimsNothingMore() throws Exception {
        Gateway gateway = gateway(options -> options.withThreads(1), tool("once", tool -> tool));
        CountDownLatch begun = new CountDownLatch(1);
        handlers.put("long", call -> {
            begun.countDown();
            released.await();
            return ToolResult.success();
        });
        gateway.executor().start();
        ProposalId running = approved(gateway, "once", "long");
        ProposalId waiting = approved(gateway, "once", "next");
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

        assertThat(gateway.executor().drain(Duration.ofMillis(50))).isFalse();
        released.countDown();
        assertThat(gateway.executor().drain(PATIENCE)).isTrue();

        assertThat(now(running).phase()).isEqualTo(Phase.EXECUTED);
        assertThat(now(waiting).phase()).isEqualTo(Phase.APPROVED);
    }

    @Test
    @Tag("F24")
    void aThreadFactoryThatHasNoMoreThreadsLosesNoProposal() {
        AtomicBoolean none = new AtomicBoolean();
        Gateway gateway = gateway(
                options -> options.withThreads(1).on(task -> {
                    if (none.get()) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    Thread thread = new Thread(task);
                    thread.setDaemon(true);
                    return thread;
                }),
                tool("once", tool -> tool));
        gateway.executor().start();
        none.set(true);
        ProposalId id = approved(gateway, "once", "x");
        await(() -> count(EventType.RELEASED) > 0);

        none.set(false);

        assertThat(ended(gateway, id)).isInstanceOf(Outcome.Executed.class);
        assertThat(now(id).state().progress().attempt()).isEqualTo(1);
    }
}
