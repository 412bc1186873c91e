package io.toolgateway;

import static io.toolgateway.ShopFixture.AGENT;
import static io.toolgateway.ShopFixture.CUSTOMER;
import static io.toolgateway.ShopFixture.SUPERVISOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.approval.ReviewItem;
import io.toolgateway.approval.ReviewResult;
import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.EventType;
import io.toolgateway.caller.Caller;
import io.toolgateway.execution.ExecutorOptions;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Condition;
import io.toolgateway.policy.Policy;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.Refusal;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.testkit.Looking;
import io.toolgateway.time.TimeSource;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole life of a proposal in memory: parked, decided, claimed, checked again, run, recorded. */
class LifeTest {

    private final ShopFixture shop = new ShopFixture();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T10:00:00Z"));
    private final AtomicReference<Optional<Caller>> callerNow = new AtomicReference<>(Optional.of(AGENT));
    private final InMemoryProposalStore store = new InMemoryProposalStore(now::get);
    private final Gateway gateway = shop.gateway()
            .store(store)
            .callers((tenant, user) -> callerNow.get())
            .build();

    private ProposalId parked() {
        Outcome outcome = gateway.propose(ToolCall.of("process_refund", "{\"order_id\":\"ORD-00001\"}"), AGENT);
        assertThat(outcome).isInstanceOf(Outcome.Pending.class);
        return outcome.proposalId();
    }

    private ReviewItem item(ProposalId id) {
        return gateway.approvals().find(id, AGENT).orElseThrow();
    }

    private ReviewResult approve(ProposalId id, Caller reviewer) {
        return gateway.approvals().approve(id, item(id).hash(), reviewer);
    }

    private ProposalId approved() {
        ProposalId id = parked();
        assertThat(approve(id, SUPERVISOR)).isInstanceOf(ReviewResult.Accepted.class);
        return id;
    }

    private Outcome outcome(ProposalId id) {
        return gateway.outcome(id, AGENT).orElseThrow();
    }

    private Proposal proposal(ProposalId id) {
        return store.find(AGENT.tenant(), id).orElseThrow();
    }

    @Test
    @Tag("A1")
    void approvingMarksAndAWorkerExecutes() {
        ProposalId id = approved();

        assertThat(shop.ran).isEmpty();
        assertThat(outcome(id)).isInstanceOf(Outcome.InProgress.class);
        assertThat(outcome(id).messageForModel()).contains("Do not say that it is done");

        assertThat(gateway.executor().runOnce()).isEqualTo(1);
        assertThat(shop.ran).hasSize(1);
        assertThat(outcome(id).messageForModel()).isEqualTo("Refunded.");
        assertThat(shop.events)
                .extracting(AuditEvent::type)
                .containsExactly(EventType.PARKED, EventType.APPROVED, EventType.CLAIMED, EventType.EXECUTED);
    }

    @Test
    @Tag("A2")
    @Tag("I5")
    void onlyWhoHoldsTheRoleInThatTenantApprovesAndNeverWhoAsked() {
        ProposalId id = parked();

        assertThat(((ReviewResult.Refused) approve(id, AGENT.withRoles("agent", "supervisor"))).refusal())
                .isEqualTo(Refusal.OWN_REQUEST);
        Caller other = Caller.of("acme", "ian").withRoles("inventory_manager");
        assertThat(((ReviewResult.Refused) approve(id, other)).refusal()).isEqualTo(Refusal.NOT_ENTITLED);
        assertThat(gateway.approvals().find(id, other)).isEmpty();
        assertThat(approve(id, Caller.of("other", "sue").withRoles("supervisor")))
                .isInstanceOf(ReviewResult.NotFound.class);
        assertThat(outcome(id)).isInstanceOf(Outcome.Pending.class);
    }

    @Test
    @Tag("A2")
    void theUserWhoAskedConfirmsWhereTheRuleNamesTheCaller() {
        Gateway gateway = shop.gateway()
                .policy(Policy.named("p", "1")
                        .otherwise(Verdict.requireApproval(Approvers.byCaller().or(Approvers.byRole("billing_admin")))))
                .build();
        Outcome outcome = gateway.propose(ToolCall.of("send_mail", "{\"text\":\"hi\"}"), AGENT);
        ReviewItem item = gateway.approvals().pending(AGENT).get(0);

        assertThat(outcome.messageForModel())
                .contains("the user's own confirmation in the application or approval by billing_admin");
        assertThat(gateway.approvals().approve(item.id(), item.hash(), AGENT))
                .isInstanceOf(ReviewResult.Accepted.class);
        gateway.executor().runOnce();
        assertThat(shop.ran).containsExactly("mail hi");
    }

    @Test
    @Tag("A2")
    void moreThanOneApproverCanBeRequired() {
        Gateway gateway = shop.gateway()
                .policy(Policy.named("p", "1")
                        .otherwise(Verdict.requireApproval(Approvers.byRole("supervisor"))
                                .from(2)))
                .build();
        ProposalId id = gateway.propose(ToolCall.of("send_mail", "{\"text\":\"hi\"}"), AGENT)
                .proposalId();
        String hash = gateway.approvals().find(id, SUPERVISOR).orElseThrow().hash();
        Caller second = Caller.of("acme", "sam").withRoles("supervisor");

        assertThat(gateway.approvals().approve(id, hash, SUPERVISOR)).isInstanceOf(ReviewResult.Accepted.class);
        assertThat(((ReviewResult.Refused) gateway.approvals().approve(id, hash, SUPERVISOR)).refusal())
                .isEqualTo(Refusal.ALREADY_VOTED);
        assertThat(gateway.executor().runOnce()).isZero();
        assertThat(gateway.approvals().approve(id, hash, second)).isInstanceOf(ReviewResult.Accepted.class);
        assertThat(gateway.executor().runOnce()).isEqualTo(1);
    }

    @Test
    @Tag("A3")
    @Tag("I8")
    void anApprovalOfSomethingElseThanWhatIsStoredDoesNotStand() {
        ProposalId id = parked();

        ReviewResult result = gateway.approvals().approve(id, "0".repeat(64), SUPERVISOR);

        assertThat(((ReviewResult.Refused) result).refusal()).isEqualTo(Refusal.WRONG_HASH);
        assertThat(outcome(id)).isInstanceOf(Outcome.Pending.class);
    }

    @Test
    @Tag("A4")
    void aRejectedProposalNeverRunsAndTheModelIsToldWhy() {
        ProposalId id = parked();
        assertThat(Looking.reject(gateway.approvals(), id, SUPERVISOR, "not this month"))
                .isInstanceOf(ReviewResult.Accepted.class);

        assertThat(gateway.executor().runOnce()).isZero();
        assertThat(outcome(id).messageForModel()).contains("a reviewer said no").contains("not this month");
        assertThat(approve(id, SUPERVISOR)).isInstanceOf(ReviewResult.AlreadyDecided.class);
    }

    @Test
    @Tag("A4")
    void whoAskedMayTakeItBackAndNobodyElse() {
        ProposalId id = parked();

        assertThat(((ReviewResult.Refused) Looking.withdraw(gateway.approvals(), id, SUPERVISOR, null)).refusal())
                .isEqualTo(Refusal.NOT_ENTITLED);
        assertThat(Looking.withdraw(gateway.approvals(), id, AGENT, null)).isInstanceOf(ReviewResult.Accepted.class);
        assertThat(outcome(id).messageForModel()).contains("taken back");
    }

    @Test
    @Tag("A4")
    @Tag("I3")
    void whatNobodyTouchedInTimeExpires() {
        ProposalId id = parked();
        now.set(proposal(id).validUntil());

        assertThat(((ReviewResult.Refused) approve(id, SUPERVISOR)).refusal()).isEqualTo(Refusal.TOO_LATE);
        gateway.executor().sweep();
        assertThat(outcome(id)).isInstanceOf(Outcome.Expired.class);
    }

    @Test
    @Tag("E2")
    @Tag("I3")
    void whatWasApprovedAndNotStartedInTimeExpiresAndDoesNotRun() {
        ProposalId id = approved();
        now.set(proposal(id).validUntil());

        assertThat(gateway.executor().runOnce()).isZero();
        assertThat(outcome(id)).isInstanceOf(Outcome.Expired.class);
        assertThat(shop.ran).isEmpty();
    }

    @Test
    @Tag("E3")
    void aManualEditInBetweenIsNeverOverwritten() {
        ProposalId id = approved();
        shop.etags.put("ORD-00001", "edited by hand");
        gateway.executor().runOnce();

        assertThat(shop.ran).isEmpty();
        assertThat(outcome(id)).isInstanceOf(Outcome.Stale.class);
        assertThat(outcome(id).messageForModel()).contains("has changed since it was proposed");
    }

    @Test
    @Tag("P6")
    @Tag("E2")
    void aRoleTakenAwayAfterTheApprovalKeepsItFromRunning() {
        ProposalId id = approved();
        callerNow.set(Optional.of(AGENT.withRoles("customer")));
        gateway.executor().runOnce();

        assertThat(shop.ran).isEmpty();
        assertThat(outcome(id).text()).contains("not_entitled").contains("nothing has been changed");
    }

    @Test
    @Tag("P6")
    void aUserWhoIsGoneOrSomeoneElseKeepsItFromRunning() {
        ProposalId gone = approved();
        callerNow.set(Optional.empty());
        gateway.executor().runOnce();
        callerNow.set(Optional.of(AGENT));
        ProposalId swapped = approved();
        callerNow.set(Optional.of(Caller.of("other", "ann").withRoles("agent")));
        gateway.executor().runOnce();

        assertThat(shop.ran).isEmpty();
        assertThat(outcome(gone).text()).contains("not_entitled");
        assertThat(outcome(swapped).text()).contains("not_entitled");
    }

    @Test
    @Tag("P2")
    @Tag("E2")
    void aToolSwitchedOffAfterTheApprovalWaitsAndRunsWhenItIsOnAgain() {
        ProposalId id = approved();
        gateway.switches().off("process_refund", null, "ops");
        assertThat(gateway.executor().runOnce()).isZero();
        assertThat(outcome(id)).isInstanceOf(Outcome.InProgress.class);

        gateway.switches().on("process_refund", null, "ops");
        assertThat(gateway.executor().runOnce()).isEqualTo(1);
    }

    @Test
    @Tag("A30")
    void aToolWhoseContractChangedSinceDoesNotRun() {
        ProposalId id = approved();
        Tool changed = Tool.named("process_refund")
                .arguments("{\"type\":\"object\"}")
                .callableBy("agent")
                .handledBy(call -> {
                    shop.ran.add("changed");
                    return ToolResult.success();
                });
        Gateway redeployed = Gateway.builder()
                .tools(ToolRegistry.of(changed))
                .store(store)
                .callers((tenant, user) -> callerNow.get())
                .build();
        redeployed.executor().runOnce();

        assertThat(shop.ran).isEmpty();
        assertThat(outcome(id).text()).contains("tool_changed");
    }

    @Test
    @Tag("P7")
    void aDenialThatWasAddedSinceKeepsItFromRunning() {
        ProposalId id = approved();
        Gateway stricter = shop.gateway()
                .store(store)
                .policy(Policy.named("p", "2")
                        .rule("no refunds today", Condition.tool("process_refund"), Verdict.deny("not today."))
                        .otherwise(Verdict.allow()))
                .callers((tenant, user) -> callerNow.get())
                .build();
        stricter.executor().runOnce();

        assertThat(shop.ran).isEmpty();
        assertThat(outcome(id).text()).contains("not_entitled");
    }

    @Test
    @Tag("P7")
    @Tag("E2")
    void aRuleOverHistoryIsJudgedWhenProposingAndNotOnceMoreByTheWorker() {
        Duration hour = Duration.ofHours(1);
        gateway.propose(ToolCall.of("send_mail", "{\"text\":\"first\"}"), AGENT);
        TimeSource time = new TimeSource() {
            @Override
            public Instant instant() {
                return now.get();
            }

            @Override
            public long nanoTime() {
                return 0;
            }
        };
        Gateway counting = shop.gateway()
                .store(store)
                .time(time)
                .policy(Policy.named("p", "1")
                        .rule("not a fourth time", Condition.calledAtLeast(3, hour), Verdict.deny("too often."))
                        .rule("no newcomers", Condition.calledAtLeast(1, hour).not(), Verdict.deny("too new."))
                        .otherwise(Verdict.requireApproval(Approvers.byRole("supervisor"))))
                .callers((tenant, user) -> callerNow.get())
                .build();
        for (int i = 0; i < 2; i++) {
            ProposalId id = counting.propose(ToolCall.of("send_mail", "{\"text\":\"" + i + "\"}"), AGENT)
                    .proposalId();
            ReviewItem item = counting.approvals().find(id, SUPERVISOR).orElseThrow();
            counting.approvals().approve(id, item.hash(), SUPERVISOR);
        }

        assertThat(counting.propose(ToolCall.of("send_mail", "{\"text\":\"3\"}"), AGENT))
                .isInstanceOf(Outcome.Denied.class);
        assertThat(counting.executor().runOnce()).isEqualTo(2);
        assertThat(shop.ran).containsExactly("mail first", "mail 0", "mail 1");
    }

    @Test
    @Tag("I18")
    void anotherTenantSeesCountsAndReadsNothing() {
        ProposalId id = parked();
        Caller stranger = Caller.of("other", "sue").withRoles("supervisor", "agent", "admin");

        assertThat(gateway.approvals().pending(stranger)).isEmpty();
        assertThat(gateway.approvals().count(stranger, 9)).isZero();
        assertThat(gateway.approvals().find(id, stranger)).isEmpty();
        assertThat(gateway.outcome(id, stranger)).isEmpty();
        assertThat(gateway.approvals().count(SUPERVISOR, 9)).isEqualTo(1);
        assertThat(gateway.approvals().countPending(SUPERVISOR)).isEqualTo(1);
        assertThat(gateway.approvals().countPending(stranger)).isZero();
    }

    @Test
    void aUserOfTheSameTenantWhoIsNotConcernedSeesNothingEither() {
        ProposalId id = parked();

        assertThat(gateway.approvals().pending(CUSTOMER)).isEmpty();
        assertThat(gateway.approvals().find(id, CUSTOMER)).isEmpty();
    }

    @ParameterizedTest
    @Tag("I9")
    @Tag("F26")
    @ValueSource(strings = {"exception", "error", "stack", "interrupt"})
    void aHandlerThatBreaksOffIsRecordedAndHarmsNoWorker(String how) {
        Tool breaking = Tool.named("breaking").callableByAnyone().handledBy(call -> broken(how));
        Gateway gateway = Gateway.builder()
                .tools(ToolRegistry.of(breaking))
                .policy(Policy.named("p", "1").otherwise(Verdict.allow()))
                .withoutLogging()
                .build();

        Outcome outcome = gateway.propose(ToolCall.of("breaking", "{}"), AGENT);

        assertThat(outcome).isInstanceOf(Outcome.Unknown.class);
        assertThat(Thread.interrupted()).as("the handler's own affair").isFalse();
    }

    private static ToolResult broken(String how) throws Exception {
        return switch (how) {
            case "exception" -> throw new java.io.IOException("secret");
            case "error" -> throw new AssertionError("secret");
            case "stack" -> broken(how);
            default -> throw new InterruptedException("secret");
        };
    }

    @Test
    @Tag("E6")
    void aDeclaredFailureIsToldWithItsCodeAndAsNothingChanged() {
        Tool failing = Tool.named("failing")
                .callableByAnyone()
                .handledBy(call -> ToolResult.failure("card_expired", "the card has expired."));
        Gateway gateway = Gateway.builder()
                .tools(ToolRegistry.of(failing))
                .policy(Policy.named("p", "1").otherwise(Verdict.allow()))
                .withoutLogging()
                .build();

        Outcome outcome = gateway.propose(ToolCall.of("failing", "{}"), AGENT);

        assertThat(outcome.messageForModel())
                .isEqualTo("It failed, and nothing has been changed: the card has expired.");
        assertThat(outcome.text()).contains("\"code\":\"card_expired\"");
        assertThat(outcome.isError()).isTrue();
    }

    @Test
    @Tag("E6")
    void aPendingResultIsNotWordedAsDone() {
        Tool slow =
                Tool.named("slow").callableByAnyone().handledBy(call -> ToolResult.pending("The bank needs two days."));
        Gateway gateway = Gateway.builder()
                .tools(ToolRegistry.of(slow))
                .policy(Policy.named("p", "1").otherwise(Verdict.allow()))
                .withoutLogging()
                .build();

        assertThat(gateway.propose(ToolCall.of("slow", "{}"), AGENT).messageForModel())
                .contains("not finished")
                .contains("Do not say that it is done")
                .contains("two days");
    }

    @Test
    @Tag("E1")
    void startedWorkersRunWhatIsApprovedAndStopWhenClosed() throws Exception {
        CountDownLatch ran = new CountDownLatch(20);
        Gateway gateway = shop.gateway()
                .listener(event -> {
                    if (event.type() == EventType.EXECUTED) {
                        ran.countDown();
                    }
                })
                .executor(ExecutorOptions.defaults().withThreads(3))
                .build();
        gateway.executor().start();
        for (int i = 0; i < 20; i++) {
            gateway.propose(ToolCall.of("process_refund", "{\"order_id\":\"ORD-00001\"}"), AGENT);
        }
        for (ReviewItem item : gateway.approvals().pending(SUPERVISOR)) {
            gateway.approvals().approve(item.id(), item.hash(), SUPERVISOR);
        }

        assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(shop.ran).hasSize(20);
        assertThat(shop.ran.stream().distinct()).hasSize(20);
        assertThat(gateway.executor().drain(Duration.ofSeconds(10))).isTrue();
        assertThatThrownBy(() -> gateway.executor().start()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Tag("P6")
    void aDurableStoreNeedsSomeoneWhoKnowsTheCallers() {
        GatewayBuilder builder = shop.gateway().store(new DurableStore());

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("callers(directory)");
        assertThat(builder.trustingRolesAsProposed().build()).isNotNull();
    }

    @Test
    void aListenerThatBreaksOffHarmsNoCall() {
        Gateway gateway = shop.gateway()
                .listener(event -> {
                    throw new IllegalStateException("listener");
                })
                .build();

        assertThat(gateway.propose(ToolCall.of("get_order_status", "{\"order_id\":\"ORD-00001\"}"), AGENT))
                .isInstanceOf(Outcome.Executed.class);
        assertThat(shop.events).hasSize(2);
    }

    @Test
    @Tag("O2")
    void theTimelineOfARequestIsReadBackInOrder() {
        ProposalId id = approved();
        gateway.executor().runOnce();
        String request = proposal(id).content().origin().request().id();

        assertThat(gateway.timeline(request, AGENT))
                .extracting(AuditEvent::type)
                .containsExactly(EventType.PARKED, EventType.APPROVED, EventType.CLAIMED, EventType.EXECUTED);
        assertThat(gateway.timeline(request, Caller.of("other", "x"))).isEqualTo(List.of());
    }
}
