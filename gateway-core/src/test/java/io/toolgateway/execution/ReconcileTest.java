package io.toolgateway.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.Gateway;
import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.EventType;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Policy;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.Resolution;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.store.UnsettledQuery;
import io.toolgateway.testkit.faults.ForwardingStore;
import io.toolgateway.time.TimeSource;
import io.toolgateway.tool.Invocation;
import io.toolgateway.tool.Reconciler;
import io.toolgateway.tool.Reconciliation;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A tool's own hook is asked what became of a call, in time and not too often, and harms nobody. */
@Tag("E7")
@Tag("T18")
class ReconcileTest {

    private static final Caller ANN = Caller.of("acme", "ann").withRoles("agent");
    private static final Caller SUE = Caller.of("acme", "sue").withRoles("supervisor");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);
    private final InMemoryProposalStore store = new InMemoryProposalStore(this::instant);
    private final AtomicInteger starts = new AtomicInteger();
    private final List<Invocation> asked = new CopyOnWriteArrayList<>();
    private final List<AuditEvent> events = new CopyOnWriteArrayList<>();
    private final List<Gateway> gateways = new ArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);

    private final TimeSource virtual = new TimeSource() {
        @Override
        public Instant instant() {
            return ReconcileTest.this.instant();
        }

        @Override
        public long nanoTime() {
            return passed.get().toNanos();
        }
    };

    @AfterEach
    void close() {
        released.countDown();
        gateways.forEach(Gateway::close);
    }

    private Instant instant() {
        return Instant.parse("2026-11-21T10:00:00Z").plus(passed.get());
    }

    private void advance(Duration time) {
        passed.updateAndGet(before -> before.plus(time));
    }

    private Tool pay(Reconciler hook, Duration limit) {
        return Tool.named("pay")
                .arguments("{\"type\":\"object\",\"properties\":{\"to\":{\"type\":\"string\"}}}")
                .callableBy("agent")
                .approvableBy("supervisor")
                .within(limit)
                .onCallersThread()
                .reconciledBy(call -> {
                    asked.add(call);
                    return hook.reconcile(call);
                })
                .handledBy(call -> {
                    starts.incrementAndGet();
                    throw new IllegalStateException("broke off");
                });
    }

    private Gateway gateway(ProposalStore on, UnaryOperator<ExecutorOptions> options, Tool... tools) {
        Gateway gateway = Gateway.builder()
                .tools(ToolRegistry.of(tools))
                .policy(Policy.named("p", "1").otherwise(Verdict.allow()))
                .store(on)
                .executor(options.apply(ExecutorOptions.defaults().named("w" + gateways.size())))
                .listener(events::add)
                .withoutLogging()
                .build();
        gateways.add(gateway);
        return gateway;
    }

    private Gateway virtual(Reconciler hook) {
        Gateway gateway = Gateway.builder()
                .tools(ToolRegistry.of(pay(hook, Duration.ofSeconds(30))))
                .policy(Policy.named("p", "1").otherwise(Verdict.allow()))
                .store(store)
                .time(virtual)
                .executor(ExecutorOptions.defaults().named("w" + gateways.size()))
                .listener(events::add)
                .withoutLogging()
                .build();
        gateways.add(gateway);
        return gateway;
    }

    private static ProposalId unknown(Gateway gateway, String to) {
        Outcome outcome = gateway.propose(
                ToolCall.of("pay", "{\"to\":\"" + to + "\"}"),
                ANN,
                Request.of(to).keyedBy(to));
        assertThat(outcome).isInstanceOf(Outcome.Unknown.class);
        return outcome.proposalId();
    }

    private Outcome later(Gateway gateway, ProposalId id) {
        return gateway.outcome(id, ANN).orElseThrow();
    }

    private Resolution said(ProposalId id) {
        return store.find(ANN.tenant(), id).orElseThrow().state().resolution();
    }

    /** The turns that a host makes in so many minutes. */
    private void minutes(Gateway gateway, int minutes) throws InterruptedException {
        for (int i = 0; i < minutes; i++) {
            gateway.executor().reconcile();
            advance(MINUTE);
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    @Tag("I9")
    void whatHappenedIsToldWithItsResultAndNotStartedAgain() throws InterruptedException {
        ToolResult receipt =
                ToolResult.success(Map.of("booked", true)).withId("PAY-1").withMessage("Paid.");
        Gateway gateway = virtual(call -> Reconciliation.happened(receipt));
        ProposalId id = unknown(gateway, "bob");

        minutes(gateway, 1);
        assertThat(asked).as("left alone for a while").isEmpty();
        minutes(gateway, 1);

        Proposal stored = store.find(ANN.tenant(), id).orElseThrow();
        assertThat(asked).singleElement().satisfies(call -> {
            assertThat(call.idempotencyKey())
                    .isEqualTo(stored.content().arguments().idempotencyKey());
            assertThat(call.text("to")).isEqualTo("bob");
            assertThat(call.attempt()).isEqualTo(1);
            assertThat(call.fence()).isEqualTo(stored.state().progress().fence());
            assertThat(call.caller()).isEqualTo(ANN);
        });
        assertThat(said(id).by()).isEqualTo("reconcile:w0");
        assertThat(said(id).result()).isEqualTo(receipt);
        assertThat(later(gateway, id).messageForModel())
                .isEqualTo(
                        "Its outcome was not known at first. The system behind the tool was asked: it did happen. Paid.");
        assertThat(later(gateway, id).text()).contains("\"id\":\"PAY-1\"").contains("\"booked\":true");
        assertThat(events).last().satisfies(event -> {
            assertThat(event.type()).isEqualTo(EventType.RESOLVED);
            assertThat(event.standing().actor()).isEqualTo("reconcile:w0");
        });
        minutes(gateway, 100);
        gateway.executor().runOnce();
        assertThat(asked).hasSize(1);
        assertThat(starts).hasValue(1);
    }

    @Test
    @Tag("I2")
    @Tag("I9")
    void whatDidNotHappenIsToldAndNotStartedAgain() throws InterruptedException {
        Gateway gateway = virtual(call -> Reconciliation.didNotHappen());
        ProposalId id = unknown(gateway, "bob");

        minutes(gateway, 2);
        gateway.executor().runOnce();

        assertThat(later(gateway, id).messageForModel())
                .contains("it did not happen, and nothing has been changed. It may be proposed again");
        assertThat(later(gateway, id).isError()).isTrue();
        assertThat(starts).hasValue(1);
        assertThat(gateway.propose(
                        ToolCall.of("pay", "{\"to\":\"bob\"}"),
                        ANN,
                        Request.of("r").keyedBy("bob")))
                .as("the same key, the same answer")
                .isInstanceOf(Outcome.Settled.class);
        assertThat(starts).hasValue(1);
    }

    static Stream<Named<Reconciler>> clueless() {
        return Stream.of(
                Named.of("does not know yet", call -> Reconciliation.notKnownYet()),
                Named.of("gives nothing", call -> null),
                Named.of("calls a failure a success", call -> Reconciliation.happened(ToolResult.failure("no", "no."))),
                Named.of("gives no result", call -> Reconciliation.happened(null)),
                Named.of("throws", call -> {
                    throw new IOException("no route");
                }),
                Named.of("is interrupted", call -> {
                    throw new InterruptedException();
                }),
                Named.of("calls itself for ever", ReconcileTest::endless),
                Named.of("has no memory left", call -> {
                    throw new OutOfMemoryError("made up");
                }));
    }

    private static Reconciliation endless(Invocation call) {
        return endless(call).equals(null) ? null : endless(call);
    }

    @ParameterizedTest
    @MethodSource("clueless")
    void whoCannotTellIsAskedAgainAtGrowingIntervals(Reconciler hook) throws InterruptedException {
        Gateway gateway = virtual(hook);
        ProposalId id = unknown(gateway, "bob");
        List<Integer> minutes = new ArrayList<>();

        for (int minute = 0; minute < 300; minute++) {
            int before = asked.size();
            gateway.executor().reconcile();
            if (asked.size() > before) {
                minutes.add(minute);
            }
            advance(MINUTE);
        }

        assertThat(minutes).containsExactly(1, 3, 7, 15, 31, 63, 123, 183, 243);
        assertThat(said(id)).isNull();
        assertThat(later(gateway, id)).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void itIsNotAskedWhileItsWorkerMayBeUnderWay() throws InterruptedException {
        Gateway gateway = Gateway.builder()
                .tools(ToolRegistry.of(pay(call -> Reconciliation.didNotHappen(), Duration.ofMinutes(10))))
                .policy(Policy.named("p", "1").otherwise(Verdict.allow()))
                .store(store)
                .time(virtual)
                .withoutLogging()
                .build();
        gateways.add(gateway);
        unknown(gateway, "bob");

        minutes(gateway, 10);
        assertThat(asked).isEmpty();
        minutes(gateway, 1);
        assertThat(asked).hasSize(1);
    }

    @Test
    void aPersonWhoIsQuickerHasTheWord() throws InterruptedException {
        AtomicReference<Gateway> self = new AtomicReference<>();
        Gateway gateway = virtual(call -> {
            List<Proposal> all = self.get().unknownOutcomes().first(SUE).proposals();
            self.get()
                    .unknownOutcomes()
                    .settle(all.get(0).id(), Resolution.Kind.CONFIRMED_EXECUTED, SUE, "in the books");
            return Reconciliation.didNotHappen();
        });
        self.set(gateway);
        ProposalId id = unknown(gateway, "bob");

        minutes(gateway, 5);

        assertThat(said(id).by()).isEqualTo("sue");
        assertThat(said(id).kind()).isEqualTo(Resolution.Kind.CONFIRMED_EXECUTED);
        assertThat(events)
                .filteredOn(event -> event.type() == EventType.RESOLVED)
                .hasSize(1);
        assertThat(asked).hasSize(1);
    }

    @Test
    void ofTwoHostsThatAskOneHasTheWord() throws InterruptedException {
        Gateway one = virtual(call -> Reconciliation.happened(ToolResult.success()));
        Gateway two = virtual(call -> {
            // The other host is as far, and quicker.
            one.executor().reconcile();
            return Reconciliation.didNotHappen();
        });
        ProposalId id = unknown(one, "bob");
        one.executor().reconcile();
        two.executor().reconcile();
        advance(MINUTE);

        two.executor().reconcile();

        assertThat(asked).hasSize(2);
        assertThat(said(id).by()).isEqualTo("reconcile:w0");
        assertThat(events)
                .filteredOn(event -> event.type() == EventType.RESOLVED)
                .hasSize(1);
    }

    @Test
    void manyAreAskedAboutAFewATurnAndAllInTheEnd() throws InterruptedException {
        Gateway gateway = virtual(call -> Reconciliation.notKnownYet());
        for (int i = 0; i < 250; i++) {
            unknown(gateway, "user" + i);
        }
        for (int turn = 0; turn < 100 && asked.size() < 250; turn++) {
            assertThat(gateway.executor().reconcile()).isLessThanOrEqualTo(20);
            advance(Duration.ofSeconds(61));
        }

        assertThat(asked.stream().map(call -> call.text("to")).distinct()).hasSize(250);
    }

    @Test
    void ofWhatHangsNoWorkerIsKeptWaiting() {
        Tool mail = Tool.named("mail").callableBy("agent").handledBy(call -> ToolResult.success());
        Gateway gateway = gateway(
                new InMemoryProposalStore(),
                options -> options.withThreads(2)
                        .withLease(Duration.ofMillis(300))
                        .reconcilingEvery(Duration.ofMillis(10)),
                pay(
                        call -> {
                            while (released.getCount() > 0) {
                                try {
                                    released.await();
                                } catch (InterruptedException e) {
                                    // That is the point of it.
                                    continue;
                                }
                            }
                            return Reconciliation.happened(ToolResult.success());
                        },
                        Duration.ofMillis(50)),
                mail);
        List<ProposalId> unknown = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            unknown.add(unknown(gateway, "user" + i));
        }

        gateway.executor().start();
        await(() -> asked.size() >= 4);

        for (int i = 0; i < 20; i++) {
            assertThat(gateway.propose(ToolCall.of("mail", "{}"), ANN)).isInstanceOf(Outcome.Executed.class);
        }
        assertThat(asked).as("two at once, and two left behind").hasSize(4);
        assertThat(gateway.executor().leftBehind()).isZero();
        released.countDown();
        await(() -> unknown.stream().allMatch(id -> later(gateway, id) instanceof Outcome.Settled));
    }

    @Test
    void whereNoToolHasAHookNothingIsLookedFor() throws InterruptedException {
        AtomicInteger looks = new AtomicInteger();
        ProposalStore counting = new ForwardingStore(new InMemoryProposalStore()) {
            @Override
            public List<Proposal> unsettled(UnsettledQuery query) {
                looks.incrementAndGet();
                return super.unsettled(query);
            }
        };
        Tool plain = Tool.named("plain").callableBy("agent").handledBy(call -> ToolResult.success());
        UnaryOperator<ExecutorOptions> none = options -> options;

        assertThat(gateway(counting, none, plain).executor().reconcile()).isZero();
        assertThat(looks).hasValue(0);
        gateway(counting, none, plain, pay(call -> null, MINUTE)).executor().reconcile();
        assertThat(looks).hasValue(1);
    }
}
