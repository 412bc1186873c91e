package io.toolgateway;

import static io.toolgateway.ShopFixture.AGENT;
import static io.toolgateway.ShopFixture.SUPERVISOR;
import static io.toolgateway.testkit.Proposals.aRefund;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.caller.TenantId;
import io.toolgateway.conversation.LateResult;
import io.toolgateway.conversation.LateResults;
import io.toolgateway.execution.ExecutorOptions;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Policy;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.Resolution;
import io.toolgateway.store.Conversations;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.store.Outbox;
import io.toolgateway.store.SideEffect;
import io.toolgateway.store.StoreException;
import io.toolgateway.store.TakeRequest;
import io.toolgateway.store.Transition;
import io.toolgateway.testkit.Looking;
import io.toolgateway.testkit.SettableClock;
import io.toolgateway.testkit.faults.ForwardingStore;
import io.toolgateway.testkit.faults.Pace;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A conversation hears what came of its calls, hours later, at least once. */
@Tag("P8")
class LateResultsTest {

    private static final Duration HOLD = Duration.ofMinutes(1);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String CONVERSATION = "conv_7";

    private final ShopFixture shop = new ShopFixture();
    private final SettableClock clock = new SettableClock();
    private final InMemoryProposalStore store = new InMemoryProposalStore(clock);
    private final Gateway gateway = shop.gateway().store(store).build();
    private final LateResults late = gateway.lateResults();
    private int requests;

    private Request request(String conversation) {
        return Request.of("req_" + ++requests).inConversation(conversation);
    }

    private ProposalId parked(String callId) {
        return parked(callId, AGENT, CONVERSATION);
    }

    private ProposalId parked(String callId, Caller caller, String conversation) {
        ToolCall call = ToolCall.of(callId, "process_refund", "{\"order_id\":\"ORD-00001\"}");
        Outcome outcome = gateway.propose(call, caller, request(conversation));
        assertThat(outcome).isInstanceOf(Outcome.Pending.class);
        return outcome.proposalId();
    }

    private void approve(ProposalId id) {
        gateway.approvals()
                .approve(
                        id,
                        gateway.approvals().find(id, SUPERVISOR).orElseThrow().hash(),
                        SUPERVISOR);
    }

    private List<LateResult> take() {
        return late.take(100, HOLD);
    }

    @Test
    void whatWasApprovedAndRunIsHeardUntilItIsAcknowledged() {
        ProposalId id = parked("call_1");
        assertThat(take()).isEmpty();
        approve(id);
        assertThat(take()).isEmpty();
        gateway.executor().runOnce();

        List<LateResult> results = take();

        assertThat(results).singleElement().satisfies(result -> {
            assertThat(result.tenant()).isEqualTo(AGENT.tenant());
            assertThat(result.userId()).isEqualTo(AGENT.userId());
            assertThat(result.conversationId()).isEqualTo(CONVERSATION);
            assertThat(result.proposal()).isEqualTo(id);
            assertThat(result.outcome()).isInstanceOf(Outcome.Executed.class);
            assertThat(result.outcome().callId()).isEqualTo("call_1");
            assertThat(result.outcome().messageForModel()).isEqualTo("Refunded.");
            assertThat(result.attempts()).isEqualTo(1);
            assertThat(result).hasToString("LateResult[" + id + " executed #1]");
        });
        assertThat(take()).as("held").isEmpty();
        clock.advance(HOLD);
        assertThat(take()).singleElement().satisfies(again -> {
            assertThat(again.id()).isEqualTo(results.get(0).id());
            assertThat(again.attempts()).isEqualTo(2);
        });
        late.acknowledge(results);
        late.acknowledge(results);
        clock.advance(HOLD);
        assertThat(take()).isEmpty();
    }

    @Test
    void eachOtherEndIsHeardToo() {
        ProposalId rejected = parked("call_1");
        Looking.reject(gateway.approvals(), rejected, SUPERVISOR, "Not this customer.");
        ProposalId withdrawn = parked("call_2");
        Looking.withdraw(gateway.approvals(), withdrawn, AGENT, null);
        ProposalId stale = parked("call_3");
        approve(stale);
        shop.etags.put("ORD-00001", "v2");
        gateway.executor().runOnce();
        ProposalId expired = parked("call_4");
        clock.advance(Duration.ofHours(4));
        gateway.executor().sweep();

        assertThat(take())
                .extracting(LateResult::proposal, result -> result.outcome().status())
                .containsExactly(
                        tuple(rejected, "rejected"),
                        tuple(withdrawn, "rejected"),
                        tuple(stale, "stale"),
                        tuple(expired, "expired"));
    }

    @Test
    void whatProposeAnswersIsNotToldAgain() {
        Outcome done = gateway.propose(
                ToolCall.of("call_1", "process_refund", "{\"order_id\":\"ORD-00001\",\"amount\":1}"),
                AGENT,
                request(CONVERSATION));
        Outcome unknown = gateway.propose(
                ToolCall.of("call_2", "send_mail", "{\"text\":\"break\"}"), AGENT, request(CONVERSATION));

        assertThat(done).isInstanceOf(Outcome.Executed.class);
        assertThat(unknown).isInstanceOf(Outcome.Unknown.class);
        assertThat(take()).isEmpty();
    }

    @Test
    @Tag("E4")
    void whatEndsAfterProposeHasAnsweredIsTold() {
        Slow slow = new Slow();
        Outcome outcome = slow.propose();
        assertThat(outcome).isInstanceOf(Outcome.InProgress.class);
        assertThat(take()).isEmpty();

        slow.goOn.countDown();

        List<LateResult> results = new ArrayList<>();
        assertThat(Pace.until(() -> results.addAll(take()), SOON)).isTrue();
        assertThat(results).singleElement().satisfies(result -> {
            assertThat(result.proposal()).isEqualTo(outcome.proposalId());
            assertThat(result.outcome().messageForModel()).isEqualTo("Done at last.");
        });
    }

    @Test
    @Tag("E4")
    void whatIsTriedAgainAfterProposeHasAnsweredIsToldOnceWhenItEnds() {
        Slow slow = new Slow();
        slow.failures.set(1);
        ProposalId id = slow.propose().proposalId();
        slow.goOn.countDown();
        assertThat(Pace.until(() -> store.find(AGENT.tenant(), id).orElseThrow().phase() == Phase.APPROVED, SOON))
                .isTrue();
        assertThat(take()).as("not an end").isEmpty();

        clock.advance(Duration.ofSeconds(10));
        slow.gateway.executor().runOnce();

        assertThat(take()).singleElement().satisfies(result -> {
            assertThat(result.proposal()).isEqualTo(id);
            assertThat(result.outcome().status()).isEqualTo("executed");
        });
    }

    /** A call that is allowed and takes longer than its proposer waits. */
    private final class Slow {

        final CountDownLatch goOn = new CountDownLatch(1);
        final AtomicInteger failures = new AtomicInteger();
        final Gateway gateway = Gateway.builder()
                .tools(ToolRegistry.of(
                        Tool.named("slow").idempotent().callableByAnyone().handledBy(call -> {
                            goOn.await();
                            return failures.getAndDecrement() > 0
                                    ? ToolResult.transientFailure("busy", "Busy.")
                                    : ToolResult.success().withMessage("Done at last.");
                        })))
                .policy(Policy.named("all", "1").otherwise(Verdict.allow()))
                .store(new ForwardingStore(store) {
                    @Override
                    public boolean isDurable() {
                        return true;
                    }
                })
                .trustingRolesAsProposed()
                .executor(ExecutorOptions.defaults().answeringWithin(Duration.ofMillis(20)))
                .withoutLogging()
                .build();

        Outcome propose() {
            return gateway.propose(ToolCall.of("call_1", "slow", "{}"), AGENT, request(CONVERSATION));
        }
    }

    @Test
    void whatWasNotKnownAndIsSettledIsToldAsSettledOnce() {
        ProposalId id = unknown();
        List<LateResult> first = take();
        assertThat(first).extracting(result -> result.outcome().status()).containsExactly("unknown");
        settle(id);
        clock.advance(HOLD);

        List<LateResult> second = take();

        assertThat(second).singleElement().satisfies(result -> {
            assertThat(result.outcome().status()).isEqualTo("settled");
            assertThat(result.id()).isNotEqualTo(first.get(0).id());
        });
        late.acknowledge(second);
        clock.advance(HOLD);
        assertThat(take()).as("the earlier one has nothing left to tell").isEmpty();
    }

    /** Parked, approved, claimed by a worker that dies. */
    private ProposalId unknown() {
        Gateway strict =
                shop.gateway().store(store).policy(Policy.safeDefault()).build();
        Outcome outcome = strict.propose(
                ToolCall.of("call_9", "send_mail", "{\"text\":\"break\"}"), AGENT, request(CONVERSATION));
        ProposalId id = outcome.proposalId();
        approve(id);
        gateway.executor().runOnce();
        return id;
    }

    private void settle(ProposalId id) {
        store.apply(List.of(Transition.of(
                UUID.randomUUID(),
                AGENT.tenant(),
                "user:sue",
                id,
                new Change.Resolve(SUPERVISOR, Resolution.Kind.CONFIRMED_NOT_EXECUTED, "not in the outbox"))));
    }

    @Test
    void oneConversationIsHeardAlone() {
        ProposalId mine = parked("call_1");
        ProposalId other = parked("call_1", AGENT, "conv_8");
        ProposalId foreign = parked("call_1", Caller.of("other", AGENT.userId()).withRoles("agent"), CONVERSATION);
        Looking.withdraw(gateway.approvals(), mine, AGENT, null);
        Looking.withdraw(gateway.approvals(), other, AGENT, null);
        Looking.withdraw(
                gateway.approvals(), foreign, Caller.of("other", AGENT.userId()).withRoles("agent"), null);

        assertThat(late.take(TenantId.of("acme"), CONVERSATION, 10, HOLD))
                .extracting(LateResult::proposal)
                .containsExactly(mine);
        assertThat(late.take(TenantId.of("acme"), "conv_9", 10, HOLD)).isEmpty();
        assertThat(late.take(TenantId.of("other"), CONVERSATION, 10, HOLD))
                .extracting(LateResult::proposal)
                .containsExactly(foreign);
        assertThat(take()).extracting(LateResult::proposal).containsExactly(other);
    }

    @Test
    void aTurnsCallsAreToldOneByOne() {
        List<Outcome> outcomes = gateway.propose(
                List.of(
                        ToolCall.of("call_1", "process_refund", "{\"order_id\":\"ORD-00001\"}"),
                        ToolCall.of("call_2", "process_refund", "{\"order_id\":\"ORD-00002\"}")),
                AGENT,
                request(CONVERSATION));
        ProposalId first = outcomes.get(0).proposalId();
        Looking.reject(gateway.approvals(), first, SUPERVISOR, null);

        assertThat(take()).extracting(result -> result.outcome().callId()).containsExactly("call_1", "call_2");
    }

    @Test
    void damageAndWhatIsGoneKeepNothingBack() {
        ProposalId id = parked("call_1");
        String gone = "{\"v\":\"1\",\"proposal\":\"01980000-0000-7000-8000-000000000001\"}";
        send(
                id,
                "no JSON",
                "[]",
                "{}",
                "{\"v\":\"1\",\"proposal\":\"x\"}",
                "{\"v\":\"2\",\"proposal\":\"" + id + "\"}",
                gone);
        ProposalId elsewhere = parked("call_2", AGENT, "conv_8");
        send(elsewhere, "{\"v\":\"1\",\"proposal\":\"" + id + "\"}");
        Looking.withdraw(gateway.approvals(), id, AGENT, null);

        assertThat(late.take(1, HOLD))
                .as("page after page")
                .extracting(LateResult::proposal)
                .containsExactly(id);
        clock.advance(HOLD);
        assertThat(store.outbox().take(TakeRequest.of(Conversations.KIND, 10, HOLD)))
                .as("what cannot be told is gone")
                .hasSize(1);
    }

    private void send(ProposalId id, String... bodies) {
        Proposal proposal = store.find(AGENT.tenant(), id).orElseThrow();
        String conversation = proposal.content().origin().request().conversationId();
        List<SideEffect> messages = new ArrayList<>();
        for (String body : bodies) {
            messages.add(new SideEffect.Send(
                    UUID.randomUUID(), Conversations.topic(AGENT.tenant(), "conv_x"), body, Instant.EPOCH));
        }
        assertThat(conversation).isNotEqualTo("conv_x");
        store.insert(List.of(aRefund().by(AGENT).build()), messages);
    }

    @Test
    void whatCannotBeReadNowKeepsNothingBackAndComesAgain() {
        ProposalId damaged = parked("call_1");
        ProposalId sound = parked("call_2");
        Looking.withdraw(gateway.approvals(), damaged, AGENT, null);
        Looking.withdraw(gateway.approvals(), sound, AGENT, null);
        List<ProposalId> unreadable = new ArrayList<>(List.of(damaged));
        LateResults reading = new LateResults(new ForwardingStore(store) {
            @Override
            public Optional<Proposal> find(TenantId tenant, ProposalId id) {
                if (unreadable.contains(id)) {
                    throw new StoreException("a stored JSON text is damaged", null);
                }
                return super.find(tenant, id);
            }
        });

        List<LateResult> results = reading.take(10, HOLD);
        assertThat(results).extracting(LateResult::proposal).containsExactly(sound);
        reading.acknowledge(results);
        clock.advance(HOLD);
        assertThatExceptionOfType(StoreException.class).isThrownBy(() -> reading.take(10, HOLD));
        unreadable.clear();
        clock.advance(HOLD);
        assertThat(reading.take(10, HOLD)).extracting(LateResult::proposal).containsExactly(damaged);
    }

    @Test
    void whatNobodyHearsIsDroppedInTheEnd() {
        Looking.withdraw(gateway.approvals(), parked("call_1"), AGENT, null);
        clock.advance(Outbox.KEPT_FOR.plusNanos(1));
        gateway.executor().sweep();

        assertThat(take()).isEmpty();
    }

    @Test
    void aDrainIsBounded() {
        assertThatIllegalArgumentException().isThrownBy(() -> late.take(0, HOLD));
        assertThatIllegalArgumentException().isThrownBy(() -> late.take(1_001, HOLD));
        assertThatIllegalArgumentException().isThrownBy(() -> late.take(1, Duration.ZERO));
    }
}
