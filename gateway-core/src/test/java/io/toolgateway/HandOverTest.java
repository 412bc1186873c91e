package io.toolgateway;

import static io.toolgateway.ShopFixture.AGENT;
import static io.toolgateway.policy.Approvers.byCaller;
import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Verdict.requireApproval;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.approval.Approvals;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.approval.ReviewResult;
import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.EventType;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Escalation;
import io.toolgateway.policy.Policy;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.Refusal;
import io.toolgateway.store.EventQuery;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.tool.ToolCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Delegation by a reviewer, and escalation when time runs out. */
@Tag("A2")
@Tag("T4e")
class HandOverTest {

    private static final Caller LEA = Caller.of("acme", "lea").withRoles("agent_lead");
    private static final Caller MAY = Caller.of("acme", "may").withRoles("manager");
    private static final Caller DAN = Caller.of("acme", "dan").withRoles("director");
    private static final Caller TOM = Caller.of("acme", "tom");
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    private final ShopFixture shop = new ShopFixture();
    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final InMemoryProposalStore store = new InMemoryProposalStore(now::get);
    private Gateway gateway = gateway(requireApproval(byRole("agent_lead"))
            .escalatingTo(byRole("manager"), Duration.ofHours(1))
            .escalatingTo(byRole("director"), Duration.ofHours(2)));

    private Gateway gateway(Verdict verdict) {
        return shop.gateway()
                .policy(Policy.named("p", "1").otherwise(verdict))
                .store(store)
                .build();
    }

    private Approvals approvals() {
        return gateway.approvals();
    }

    private ReviewItem parked() {
        ProposalId id = gateway.propose(ToolCall.of("send_mail", "{\"text\":\"hi\"}"), AGENT)
                .proposalId();
        return approvals().find(id, AGENT).orElseThrow();
    }

    private ReviewResult approve(ReviewItem item, Caller reviewer) {
        return approvals().approve(item.id(), item.hash(), reviewer);
    }

    private static Refusal why(ReviewResult result) {
        return ((ReviewResult.Refused) result).refusal();
    }

    private void after(Duration time) {
        now.set(START.plus(time));
        gateway.executor().sweep();
    }

    private List<EventType> events(ReviewItem item) {
        return store.events(EventQuery.ofProposal(AGENT.tenant(), item.id())).stream()
                .map(AuditEvent::type)
                .toList();
    }

    @Test
    void whoeverIsNamedBySomeoneWhoMayApprovesThatItemAndNoOther() {
        ReviewItem item = parked();
        ReviewItem other = parked();
        assertThat(why(approve(item, TOM))).isEqualTo(Refusal.NOT_ENTITLED);

        assertThat(approvals().delegate(item.seen(), "tom", LEA, "on leave")).isInstanceOf(ReviewResult.Accepted.class);

        assertThat(approvals().pending(TOM)).extracting(ReviewItem::id).containsExactly(item.id());
        assertThat(why(approve(other, TOM))).isEqualTo(Refusal.NOT_ENTITLED);
        assertThat(approve(item, TOM)).isInstanceOf(ReviewResult.Accepted.class);
        assertThat(gateway.executor().runOnce()).isEqualTo(1);
        AuditEvent handed =
                store.events(EventQuery.ofProposal(AGENT.tenant(), item.id())).get(1);
        assertThat(Objects.requireNonNull(handed.standing()).actor()).isEqualTo("user:lea");
        assertThat(Objects.requireNonNull(handed.statement()).note()).isEqualTo("on leave");
    }

    @Test
    void whoeverMightBeforeStillMay() {
        ReviewItem item = parked();
        approvals().delegate(item.seen(), "tom", LEA, null);

        assertThat(approve(item, LEA)).isInstanceOf(ReviewResult.Accepted.class);
    }

    @Test
    @Tag("I5")
    void itIsNotHandedToWhoeverAskedNorByThem() {
        ReviewItem item = parked();

        assertThat(approvals().delegate(item.seen(), "ann", LEA, null))
                .isEqualTo(new ReviewResult.Refused(
                        Refusal.OWN_REQUEST, "Whoever asked for it cannot be the one to approve it."));
        assertThat(why(approvals().delegate(item.seen(), "tom", AGENT, null))).isEqualTo(Refusal.OWN_REQUEST);
        assertThat(why(approvals().delegate(item.seen(), "tom", TOM, null))).isEqualTo(Refusal.NOT_ENTITLED);
        assertThat(approvals().delegate(item.seen(), "lea", LEA, null))
                .isEqualTo(new ReviewResult.Refused(Refusal.NOT_WIDER, "They may approve it already."));
        assertThat(why(approve(item, AGENT))).isEqualTo(Refusal.OWN_REQUEST);
    }

    @Test
    void whereTheCallerMayConfirmNobodyHasToHandItToThem() {
        gateway = gateway(requireApproval(byRole("agent_lead").or(byCaller())));
        ReviewItem item = parked();

        assertThat(why(approvals().delegate(item.seen(), "ann", LEA, null))).isEqualTo(Refusal.NOT_WIDER);
        assertThat(approve(item, AGENT)).isInstanceOf(ReviewResult.Accepted.class);
    }

    @Test
    @Tag("A6")
    void aChainIsHandedOnAndEscalatedWhole() {
        List<Outcome> outcomes = gateway.propose(
                List.of(
                        ToolCall.of("a", "process_refund", "{\"order_id\":\"ORD-00001\"}"),
                        ToolCall.of("b", "process_refund", "{\"order_id\":\"ORD-00002\"}")),
                AGENT,
                Request.of("r-2"));
        ReviewItem chain = approvals()
                .find(Objects.requireNonNull(outcomes.get(1).proposalId()), LEA)
                .orElseThrow();

        approvals().delegate(chain.seen(), "tom", LEA, null);
        assertThat(approvals().find(chain.id(), TOM).orElseThrow().mayBeApprovedBy(TOM))
                .isTrue();
        assertThat(store.outbox().take(io.toolgateway.store.TakeRequest.of("escalation", 10, Duration.ofNanos(1))))
                .isEmpty();
        after(Duration.ofHours(1));

        assertThat(approve(chain, MAY)).isInstanceOf(ReviewResult.Accepted.class);
    }

    @Test
    void whoIsNamedForLaterMayApproveWhenTheTimeHasComeAndNotBefore() {
        ReviewItem item = parked();

        after(Duration.ofHours(1).minusNanos(1));
        assertThat(why(approve(item, MAY))).isEqualTo(Refusal.NOT_ENTITLED);
        after(Duration.ofHours(1));

        assertThat(approvals().count(MAY, 9)).isEqualTo(1);
        assertThat(why(approve(item, DAN))).isEqualTo(Refusal.NOT_ENTITLED);
        after(Duration.ofHours(2));
        assertThat(approvals().find(item.id(), DAN).orElseThrow().validUntil()).isEqualTo(item.validUntil());
        assertThat(approve(item, DAN)).isInstanceOf(ReviewResult.Accepted.class);
        assertThat(events(item))
                .containsExactly(EventType.PARKED, EventType.WIDENED, EventType.WIDENED, EventType.APPROVED);
    }

    @Test
    void whatIsDecidedInTimeIsNotEscalated() {
        ReviewItem item = parked();
        approve(item, LEA);
        gateway.executor().runOnce();

        after(Duration.ofHours(3));

        assertThat(events(item))
                .containsExactly(EventType.PARKED, EventType.APPROVED, EventType.CLAIMED, EventType.EXECUTED);
        assertThat(store.outbox().take(io.toolgateway.store.TakeRequest.of("escalation", 10, Duration.ofNanos(1))))
                .isEmpty();
    }

    @Test
    void workersThatWereAwayDoBothAtOnceAndOnce() {
        ReviewItem item = parked();

        after(Duration.ofHours(3));
        after(Duration.ofHours(4));

        assertThat(events(item)).containsExactly(EventType.PARKED, EventType.WIDENED, EventType.WIDENED);
    }

    @Test
    void aVoteBeforeTheEscalationCountsAfterIt() {
        gateway = gateway(
                requireApproval(byRole("agent_lead")).from(2).escalatingTo(byRole("manager"), Duration.ofHours(1)));
        ReviewItem item = parked();
        approve(item, LEA);

        after(Duration.ofHours(1));

        assertThat(approve(item, MAY)).isInstanceOf(ReviewResult.Accepted.class);
        assertThat(gateway.executor().runOnce()).isEqualTo(1);
    }

    @Test
    void anEscalationOpensItsOwnRulesStageAlone() {
        gateway = gateway(requireApproval(byRole("agent_lead"))
                .escalatingTo(byRole("manager"), Duration.ofHours(1))
                .and(requireApproval(byRole("finance"))));
        ReviewItem item = parked();
        after(Duration.ofHours(1));

        assertThat(approve(item, MAY)).isInstanceOf(ReviewResult.Accepted.class);
        Caller second = Caller.of("acme", "moe").withRoles("manager");
        assertThat(why(approve(item, second))).isEqualTo(Refusal.STAGE_OVER);
        assertThat(approve(item, Caller.of("acme", "fin").withRoles("finance")))
                .isInstanceOf(ReviewResult.Accepted.class);
    }

    @Test
    void anEscalationThatNeverComesIsRefusedWhereItIsWritten() {
        assertThatThrownBy(() -> requireApproval(byRole("a")).escalatingTo(byRole("b"), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> requireApproval(byRole("a")).escalatingTo(byRole("b"), Escalation.LATEST.plusNanos(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
