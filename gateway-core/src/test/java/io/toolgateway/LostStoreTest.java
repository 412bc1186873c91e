package io.toolgateway;

import static io.toolgateway.ShopFixture.AGENT;
import static io.toolgateway.ShopFixture.SUPERVISOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.approval.ReviewItem;
import io.toolgateway.caller.Request;
import io.toolgateway.execution.ExecutorOptions;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.proposal.Content;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposedArguments;
import io.toolgateway.store.Claimed;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.store.StoreException;
import io.toolgateway.time.TimeSource;
import io.toolgateway.tool.Arguments;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is told and what runs when the store breaks off between two steps, or gives back something else than it was given. */
class LostStoreTest {

    private static final ToolCall MAIL = ToolCall.of("send_mail", "{\"text\":\"hi\"}");

    private final ShopFixture shop = new ShopFixture();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T10:00:00Z"));
    private final InMemoryProposalStore inner = new InMemoryProposalStore(now::get);
    private volatile Function<String, Boolean> lost = method -> false;
    private Function<Object, Object> answer = result -> result;

    private final ProposalStore store = (ProposalStore) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {ProposalStore.class}, (proxy, method, arguments) -> {
                if (lost.apply(method.getName())) {
                    throw new StoreException("gone", null);
                }
                try {
                    return answer.apply(method.invoke(inner, arguments));
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            });

    private final Gateway gateway = shop.gateway().store(store).build();

    private Outcome later(Outcome outcome) {
        return gateway.outcome(outcome.proposalId(), AGENT).orElseThrow();
    }

    /** Answers soon, so that a store that is lost is not waited for. */
    private Gateway hasty() {
        return shop.gateway()
                .store(store)
                .executor(ExecutorOptions.defaults().answeringWithin(Duration.ofSeconds(1)))
                .build();
    }

    private Proposal approved(Outcome outcome) {
        ReviewItem item =
                gateway.approvals().find(outcome.proposalId(), SUPERVISOR).orElseThrow();
        gateway.approvals().approve(item.id(), item.hash(), SUPERVISOR);
        return item.first();
    }

    @Test
    @Tag("I9")
    @Tag("F16")
    void aHandlerThatRanAndCouldNotBeRecordedIsUnknownAndNotAnExceptionThatInvitesARepeat() {
        lost = method -> method.equals("apply");

        Outcome outcome = hasty().propose(MAIL, AGENT);

        assertThat(shop.ran).containsExactly("mail hi");
        assertThat(outcome).isInstanceOf(Outcome.Unknown.class);
        assertThat(outcome.messageForModel()).contains("Do not call it again");
        assertThat(later(outcome)).isInstanceOf(Outcome.InProgress.class);
        now.set(now.get().plusSeconds(60));
        gateway.executor().sweep();
        assertThat(later(outcome)).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    @Tag("I9")
    @Tag("F16")
    void whatCouldNotBeRecordedInTimeIsRecordedLater() {
        lost = method -> method.equals("apply");

        Outcome outcome = hasty().propose(MAIL, AGENT);
        lost = method -> false;

        assertThat(outcome).isInstanceOf(Outcome.Unknown.class);
        while (later(outcome) instanceof Outcome.InProgress) {
            Thread.onSpinWait();
        }
        assertThat(later(outcome)).isInstanceOf(Outcome.Executed.class);
        assertThat(shop.ran).hasSize(1);
    }

    @Test
    @Tag("F16")
    void aStoreThatAnswersTheSecondTimeLosesNothing() {
        AtomicReference<Integer> calls = new AtomicReference<>(0);
        lost = method -> method.equals("apply") && calls.updateAndGet(n -> n + 1) == 1;

        assertThat(gateway.propose(MAIL, AGENT)).isInstanceOf(Outcome.Executed.class);
        assertThat(shop.ran).hasSize(1);
    }

    @Test
    @Tag("P1")
    void whatCannotBeRecordedBeforeItIsStartedIsNotStarted() {
        lost = method -> method.equals("insert");

        assertThatThrownBy(() -> gateway.propose(MAIL, AGENT)).isInstanceOf(StoreException.class);
        assertThat(shop.ran).isEmpty();
    }

    @Test
    @Tag("A6")
    void whatTheFirstCallsOfATurnCameToIsNotLostWithTheStore() {
        lost = method -> method.equals("insert") && !shop.ran.isEmpty();

        List<Outcome> outcomes =
                gateway.propose(List.of(MAIL, ToolCall.of("send_mail", "{\"text\":\"two\"}")), AGENT, Request.of("r"));

        assertThat(outcomes).extracting(Outcome::status).containsExactly("executed", "unknown");
        assertThat(shop.ran).containsExactly("mail hi");
    }

    @Test
    @Tag("A5")
    @Tag("I8")
    void argumentsThatChangedInTheStoreAfterTheApprovalDoNotRun() {
        Outcome outcome = gateway.propose(ToolCall.of("process_refund", "{\"order_id\":\"ORD-00001\"}"), AGENT);
        approved(outcome);
        answer = result -> result instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Claimed claimed
                ? List.of(new Claimed(forged(claimed.proposal()), claimed.budget(), claimed.event()))
                : result;

        gateway.executor().runOnce();

        assertThat(shop.ran).isEmpty();
        assertThat(later(outcome).text()).contains("args_changed");
    }

    private static Proposal forged(Proposal proposal) {
        Content content = proposal.content();
        ProposedArguments bound = content.arguments();
        Arguments other = bound.values().with("amount", 10_000);
        return new Proposal(
                proposal.id(),
                new Content(
                        content.origin(),
                        content.tool(),
                        new ProposedArguments(
                                other, bound.shown(), bound.hash(), bound.idempotencyKey(), bound.resourceVersion()),
                        content.terms(),
                        null,
                        null,
                        null,
                        null),
                proposal.createdAt(),
                proposal.validUntil(),
                proposal.state());
    }

    @Test
    @Tag("E7")
    @Tag("T10")
    void aToolThatTakesLongerThanTheLeaseIsKeptAliveByHeartbeats() {
        AtomicReference<Gateway> running = new AtomicReference<>();
        Tool slow = Tool.named("slow")
                .callableBy("agent")
                .approvableBy("supervisor")
                .within(Duration.ofMinutes(5))
                .handledBy(call -> {
                    for (int second = 0; second < 240; second += 20) {
                        now.set(now.get().plusSeconds(20));
                        assertThat(running.get().executor().heartbeat()).isEqualTo(1);
                        assertThat(running.get().executor().sweep()).isZero();
                    }
                    return ToolResult.success();
                });
        running.set(Gateway.builder()
                .tools(ToolRegistry.of(slow))
                .store(inner)
                .withoutLogging()
                .build());
        Outcome outcome = running.get().propose(ToolCall.of("slow", "{}"), AGENT);
        approved(outcome);

        running.get().executor().runOnce();

        assertThat(later(outcome)).isInstanceOf(Outcome.Executed.class);
    }

    @Test
    @Tag("I3")
    @Tag("E8")
    void whatTheStoreTookTooLongOverIsNotStartedAndInMemoryWithoutWorkersNobodyElseWould() {
        AtomicReference<Long> nanos = new AtomicReference<>(0L);
        TimeSource time = new TimeSource() {
            @Override
            public Instant instant() {
                return now.get();
            }

            @Override
            public long nanoTime() {
                return nanos.get();
            }
        };
        Gateway slow = shop.gateway().store(store).time(time).build();
        answer = result -> {
            nanos.set(nanos.get() + Duration.ofMinutes(5).toNanos());
            return result;
        };

        Outcome outcome = slow.propose(MAIL, AGENT);

        assertThat(shop.ran).isEmpty();
        assertThat(outcome).isNotInstanceOf(Outcome.Executed.class);
        Outcome ended = later(outcome);
        while (ended instanceof Outcome.InProgress) {
            // By the thread that would have started it, a moment after the answer.
            Thread.onSpinWait();
            ended = later(outcome);
        }
        assertThat(ended.text()).contains("\"code\":\"too_late\"").contains("nothing has been changed");
        assertThat(slow.executor().runOnce()).isZero();
        assertThat(shop.ran).isEmpty();
    }
}
