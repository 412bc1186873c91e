package io.toolgateway;

import static io.toolgateway.ShopFixture.AGENT;
import static io.toolgateway.ShopFixture.SUPERVISOR;
import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Verdict.requireApproval;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.approval.EditResult;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.approval.ReviewResult;
import io.toolgateway.approval.Seen;
import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.EventType;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Budget;
import io.toolgateway.policy.Policy;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.proposal.Refusal;
import io.toolgateway.schema.Violation;
import io.toolgateway.store.EventQuery;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.tool.ToolCall;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Edit, then approve: a new revision, judged again by all layers, and the old one kept. */
@Tag("A3")
@Tag("T5s")
class EditTest {

    private static final Caller SAM = Caller.of("acme", "sam").withRoles("supervisor");
    private static final Request REQUEST =
            Request.of("r-1").inConversation("c-1").keyedBy("k-1");

    private final ShopFixture shop = new ShopFixture();
    private final AtomicReference<Optional<Caller>> callerNow = new AtomicReference<>(Optional.of(AGENT));
    private final InMemoryProposalStore store = new InMemoryProposalStore();
    private Gateway gateway = shop.gateway()
            .store(store)
            .callers((tenant, user) -> callerNow.get())
            .build();

    private ReviewItem parked() {
        return parked("{\"order_id\":\"ORD-00001\",\"card\":\"4111-C4n4ry\"}");
    }

    private ReviewItem parked(String arguments) {
        ToolCall call = new ToolCall("call_1", "process_refund", arguments, "Refund the lamp", null);
        Outcome outcome = gateway.propose(call, AGENT, REQUEST);
        return item(Objects.requireNonNull(outcome.proposalId(), outcome.messageForModel()));
    }

    private ReviewItem item(ProposalId id) {
        return gateway.approvals().find(id, SAM).orElseThrow();
    }

    private EditResult edit(ReviewItem item, String arguments) {
        return gateway.approvals().edit(item.seen(), arguments, SAM, "less is enough");
    }

    private ReviewItem edited(ReviewItem item, String arguments) {
        EditResult result = edit(item, arguments);
        assertThat(result).isInstanceOf(EditResult.Revised.class);
        return ((EditResult.Revised) result).item();
    }

    private static String refundOf(String amount) {
        return "{\"order_id\":\"ORD-00001\",\"card\":\"[redacted]\",\"amount\":" + amount + "}";
    }

    private void requireUntouched(ReviewItem item) {
        Proposal now = item(item.id()).first();
        assertThat(now).isEqualTo(item.first());
        assertThat(store.search(io.toolgateway.store.ProposalQuery.of(AGENT.tenant()))
                        .proposals())
                .hasSize(1);
    }

    @Test
    @Tag("I8")
    void theEditedCallIsApprovedByItsOwnHashAndRuns() {
        ReviewItem before = parked();

        ReviewItem after = edited(before, refundOf("700"));

        assertThat(after.id()).isNotEqualTo(before.id());
        assertThat(after.hash()).isNotEqualTo(before.hash());
        assertThat(after.first().content().revises()).isEqualTo(before.id());
        assertThat(after.first().content().editedBy()).isEqualTo("sam");
        assertThat(after.first().triggeredBy()).isEqualTo("ann");
        assertThat(after.first().content().origin().caller().ipAddress()).isEqualTo("10.0.0.7");
        Proposal old = item(before.id()).first();
        assertThat(old.state().reason()).isEqualTo(ReasonCode.SUPERSEDED);
        assertThat(old.arguments()).isEqualTo(before.first().arguments());
        assertThat(old.state().review().note()).isEqualTo("less is enough");
        assertThat(gateway.executor().runOnce()).isZero();

        assertThat(gateway.approvals().approve(before.id(), before.hash(), SAM))
                .isInstanceOf(ReviewResult.AlreadyDecided.class);
        assertThat(gateway.approvals().approve(after.id(), before.hash(), SAM))
                .isInstanceOfSatisfying(
                        ReviewResult.Refused.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(Refusal.WRONG_HASH));
        gateway.approvals().approve(after.id(), after.hash(), SAM);
        assertThat(gateway.executor().runOnce()).isEqualTo(1);

        assertThat(shop.ran).singleElement().asString().startsWith("refund ORD-00001 700 ");
        assertThat(store.events(EventQuery.ofRequest(AGENT.tenant(), "r-1")))
                .extracting(AuditEvent::type)
                .containsExactly(
                        EventType.PARKED,
                        EventType.SUPERSEDED,
                        EventType.PARKED,
                        EventType.APPROVED,
                        EventType.CLAIMED,
                        EventType.EXECUTED);
    }

    @Test
    @Tag("I9")
    @Tag("I17")
    void theModelIsToldThatItIsNotItsOwnCallThatRan() {
        ReviewItem before = parked();
        ReviewItem after = edited(before, refundOf("700"));

        assertThat(gateway.outcome(before.id(), AGENT).orElseThrow().messageForModel())
                .isEqualTo(
                        "Not done as proposed: a reviewer replaced it by a changed one, which took its place. Do not make it"
                                + " again. Nothing has been changed. The reviewer wrote: less is enough");
        String waiting = gateway.outcome(after.id(), AGENT).orElseThrow().messageForModel();
        assertThat(waiting)
                .startsWith("A reviewer has changed this call, so it is not the one that you made. Its arguments are {")
                .contains("\"amount\":700")
                .contains("Of the changed call: Prepared, and nothing has been changed yet.")
                .doesNotContain("C4n4ry");
        gateway.approvals().approve(after.id(), after.hash(), SAM);
        gateway.executor().runOnce();

        assertThat(gateway.outcome(after.id(), AGENT).orElseThrow().messageForModel())
                .startsWith("A reviewer has changed this call")
                .endsWith("Of the changed call: Refunded.");
        assertThat(gateway.lateResults().take(10, Duration.ofMinutes(1)))
                .extracting(late -> late.outcome().status())
                .containsExactly("rejected", "executed");
        // Made again, it is still the call that was replaced.
        ToolCall again =
                ToolCall.of("call_1", "process_refund", "{\"order_id\":\"ORD-00001\",\"card\":\"4111-C4n4ry\"}");
        assertThat(gateway.propose(again, AGENT, REQUEST).status()).isEqualTo("rejected");
        assertThat(shop.ran).hasSize(1);
    }

    @Test
    void whatTheModelWroteIsSaidToBeOfTheCallBefore() {
        ReviewItem once = edited(parked(), refundOf("700"));
        ReviewItem twice = edited(once, refundOf("650"));

        assertThat(twice.first().content().origin().summary())
                .isEqualTo("Changed by a reviewer. Of the call before, the model wrote: Refund the lamp");
        assertThat(twice.first().content().revises()).isEqualTo(once.id());
    }

    @Test
    void peopleAreAskedEvenIfTheRulesWouldLetTheEditedCallPass() {
        ReviewItem after = edited(parked(), refundOf("300"));

        assertThat(after.isPending()).isTrue();
        assertThat(after.awaited())
                .isEqualTo(requireApproval(byRole("supervisor")).stages());
        assertThat(after.first().content().terms().decision().rules()).containsExactly("edited while it waited");
        assertThat(shop.ran).isEmpty();
    }

    @Test
    void theEditedCallIsJudgedByTheRulesAsTheyAre() {
        ReviewItem before = parked();
        gateway = shop.gateway()
                .store(store)
                .callers((tenant, user) -> callerNow.get())
                .policy(Policy.named("stricter", "1")
                        .otherwise(requireApproval(byRole("supervisor")).from(2)))
                .build();

        ReviewItem after = edited(before, refundOf("800"));

        gateway.approvals().approve(after.id(), after.hash(), SAM);
        assertThat(item(after.id()).isPending()).isTrue();
        gateway.approvals().approve(after.id(), after.hash(), SUPERVISOR);
        assertThat(item(after.id()).isPending()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"order_id\":\"ORD-00001\",\"amount\":950}|amount_above_total",
                "{\"order_id\":\"ORD-99999\",\"amount\":700}|not_found",
                "{\"order_id\":\"ORD-1\",\"amount\":700}|invalid_arguments",
                "{\"order_id\":\"ORD-00001\",\"amount\":\"7\"}|invalid_arguments",
                "{\"order_id\":\"ORD-00001\",\"more\":1}|invalid_arguments",
                "{\"order_id\":|invalid_arguments",
                "[]|invalid_arguments"
            })
    @Tag("P4")
    @Tag("P5")
    void whatALayerRefusesLeavesTheOldOneWaiting(String arguments, String code) {
        ReviewItem before = parked();

        EditResult result = edit(before, arguments);

        assertThat(result).isInstanceOfSatisfying(EditResult.NotAccepted.class, refused -> {
            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused.violations().isEmpty()).isEqualTo(!code.equals("invalid_arguments"));
        });
        requireUntouched(before);
    }

    @Test
    @Tag("P6")
    void whoAskedMustStillBePermitted() {
        ReviewItem before = parked();

        callerNow.set(Optional.of(Caller.of("acme", "ann").withRoles("customer")));
        EditResult without = edit(before, refundOf("700"));
        callerNow.set(Optional.empty());
        EditResult gone = edit(before, refundOf("700"));

        assertThat(List.of(without, gone))
                .allSatisfy(result ->
                        assertThat(((EditResult.NotAccepted) result).code()).isEqualTo("not_permitted"));
        requireUntouched(before);
    }

    @Test
    @Tag("P6")
    void aDirectoryThatDoesNotAnswerIsNoYes() {
        ReviewItem before = parked();
        gateway = shop.gateway()
                .store(store)
                .callers((tenant, user) -> {
                    throw new IllegalStateException("down");
                })
                .build();

        assertThat(edit(before, refundOf("700")))
                .isInstanceOfSatisfying(
                        EditResult.NotAccepted.class,
                        refused -> assertThat(refused.code()).isEqualTo("check_failed"));
        requireUntouched(before);
    }

    @Test
    @Tag("I17")
    void aSecretThatWasLeftAsItWasShownStaysWhatItWas() {
        ReviewItem after = edited(parked(), refundOf("700"));
        ReviewItem anew = edited(after, "{\"order_id\":\"ORD-00001\",\"card\":\"5500\",\"amount\":700}");

        assertThat(after.first().arguments().text("card")).isEqualTo("4111-C4n4ry");
        assertThat(after.first().content().arguments().shown()).doesNotContain("4111");
        assertThat(anew.first().arguments().text("card")).isEqualTo("5500");
        assertThat(edit(anew, "{\"order_id\":\"[redacted]\",\"amount\":700}"))
                .isInstanceOfSatisfying(
                        EditResult.NotAccepted.class,
                        refused -> assertThat(refused.violations())
                                .extracting(Violation::pointer)
                                .containsExactly("/order_id"));
    }

    @Test
    @Tag("P5")
    void whatItTookOutOfABudgetIsGivenBackAndTakenAnew() {
        gateway = shop.gateway()
                .store(store)
                .callers((tenant, user) -> callerNow.get())
                .budget(Budget.named("refunds")
                        .of("process_refund")
                        .adding("amount")
                        .perUser()
                        .perDay(ZoneOffset.UTC)
                        .atMost("900"))
                .build();
        ReviewItem before = parked();
        assertThat(gateway.propose(ToolCall.of("process_refund", refund("200")), AGENT)
                        .messageForModel())
                .contains("budget");

        ReviewItem after = edited(before, refundOf("650"));

        assertThat(gateway.propose(ToolCall.of("process_refund", refund("251")), AGENT)
                        .messageForModel())
                .contains("of which 250 is left");
        assertThat(gateway.propose(ToolCall.of("process_refund", refund("200")), AGENT)
                        .status())
                .isEqualTo("executed");
        assertThat(edit(after, refundOf("701")))
                .isInstanceOfSatisfying(
                        EditResult.NotMade.class,
                        notMade -> assertThat(((ReviewResult.Refused) notMade.why()).refusal())
                                .isEqualTo(Refusal.OVER_LIMIT));
        assertThat(item(after.id()).isPending()).isTrue();
        assertThat(edited(after, refundOf("700")).isPending()).isTrue();
    }

    private static String refund(String amount) {
        return "{\"order_id\":\"ORD-00002\",\"amount\":" + amount + "}";
    }

    @Test
    @Tag("A2")
    void onlyWhoCouldSayNoEdits() {
        ReviewItem before = parked();
        Seen seen = before.seen();

        assertThat(why(gateway.approvals().edit(seen, refundOf("700"), AGENT.withRoles("agent", "supervisor"), null)))
                .isEqualTo(Refusal.OWN_REQUEST);
        assertThat(why(gateway.approvals().edit(seen, refundOf("700"), Caller.of("acme", "ian"), null)))
                .isEqualTo(Refusal.NOT_ENTITLED);
        assertThat(why(gateway.approvals().edit(new Seen(seen.id(), "0"), refundOf("700"), SAM, null)))
                .isEqualTo(Refusal.WRONG_HASH);
        assertThat(gateway.approvals()
                        .edit(seen, refundOf("700"), Caller.of("other", "sam").withRoles("supervisor"), null))
                .isEqualTo(new EditResult.NotMade(new ReviewResult.NotFound()));
        requireUntouched(before);
    }

    private static Refusal why(EditResult result) {
        return ((ReviewResult.Refused) ((EditResult.NotMade) result).why()).refusal();
    }

    @Test
    void whatIsDecidedIsNotEdited() {
        ReviewItem before = parked();
        gateway.approvals().approve(before.id(), before.hash(), SAM);

        assertThat(((EditResult.NotMade) edit(before, refundOf("700"))).why())
                .isInstanceOf(ReviewResult.AlreadyDecided.class);
        assertThat(gateway.executor().runOnce()).isEqualTo(1);
        assertThat(shop.ran).singleElement().asString().startsWith("refund ORD-00001 900 ");
    }

    @Test
    @Tag("A6")
    void aStepOfAChainIsNotEdited() {
        List<Outcome> outcomes = gateway.propose(
                List.of(
                        ToolCall.of("a", "process_refund", "{\"order_id\":\"ORD-00001\"}"),
                        ToolCall.of("b", "process_refund", "{\"order_id\":\"ORD-00002\"}")),
                AGENT,
                Request.of("r-2"));
        ReviewItem chain = item(Objects.requireNonNull(outcomes.get(0).proposalId()));

        assertThat(why(edit(chain, refundOf("700")))).isEqualTo(Refusal.PART_OF_CHAIN);
        assertThat(item(chain.id()).isPending()).isTrue();
    }

    @Test
    void whatWasEditedAndEndedIsProposedAgainAsEdited() {
        ReviewItem after = edited(parked(), refundOf("700"));
        shop.etags.put("ORD-00001", "v2");
        gateway.approvals().approve(after.id(), after.hash(), SAM);
        gateway.executor().runOnce();

        Outcome again = gateway.proposeAgain(after.id(), AGENT).orElseThrow();

        assertThat(again.messageForModel())
                .startsWith("A reviewer has changed this call")
                .contains("\"amount\":700");
    }
}
