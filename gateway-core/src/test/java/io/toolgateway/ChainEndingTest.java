package io.toolgateway;

import static io.toolgateway.ShopFixture.AGENT;
import static io.toolgateway.ShopFixture.SUPERVISOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.approval.ReviewItem;
import io.toolgateway.caller.Request;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Condition;
import io.toolgateway.policy.Policy;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.ChainEnding;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolResult;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** All or nothing is decided when a chain is proposed; what can only be done by halves is refused, or said. */
@Tag("A6")
class ChainEndingTest {

    private static final Verdict.RequireApproval APPROVAL = Verdict.requireApproval(Approvers.byRole("supervisor"));

    private final ShopFixture shop = new ShopFixture();

    private static final ToolCall REFUND =
            ToolCall.of("1", "process_refund", "{\"order_id\":\"ORD-00002\",\"amount\":600}");
    private static final ToolCall READ = ToolCall.of("2", "get_order_status", "{\"order_id\":\"ORD-00001\"}");
    private static final ToolCall MAIL = ToolCall.of("3", "send_mail", "{\"text\":\"sorry\"}");
    private static final ToolCall MAIL_AGAIN = ToolCall.of("4", "send_mail", "{\"text\":\"really\"}");

    private Gateway gateway(Policy policy) {
        return shop.gateway().policy(policy).build();
    }

    private static Policy always(Verdict.RequireApproval approval) {
        return Policy.named("p", "1").otherwise(approval);
    }

    private List<Outcome> propose(Gateway gateway, ToolCall... calls) {
        return gateway.propose(List.of(calls), AGENT, Request.of("r").keyedBy("k"));
    }

    private static ReviewItem onlyItem(Gateway gateway) {
        List<ReviewItem> items = gateway.approvals().pending(SUPERVISOR);
        assertThat(items).hasSize(1);
        return items.get(0);
    }

    private static List<ChainEnding> endings(ReviewItem item) {
        return item.steps().stream()
                .map(Proposal::content)
                .map(content -> Objects.requireNonNull(content.chain()).ending())
                .toList();
    }

    @Test
    void whatCanBeUndoneIsUndone() {
        Gateway gateway = gateway(always(APPROVAL));

        propose(gateway, REFUND, READ, MAIL);

        assertThat(endings(onlyItem(gateway))).containsOnly(ChainEnding.COMPENSATION);
        assertThat(onlyItem(gateway).ifAStepFails())
                .startsWith("All or nothing")
                .contains("undone");
    }

    @Test
    void whatCannotBeUndoneIsRefusedInWordsThatTheModelCanActOn() {
        Gateway gateway = gateway(always(APPROVAL));

        List<Outcome> outcomes = propose(gateway, MAIL, REFUND);

        assertThat(outcomes)
                .allSatisfy(outcome -> assertThat(outcome)
                        .isInstanceOfSatisfying(
                                Outcome.Denied.class,
                                denied -> assertThat(denied.code()).isEqualTo("not_all_or_nothing")));
        assertThat(outcomes.get(0).messageForModel()).contains("one by one");
        assertThat(gateway.approvals().pending(SUPERVISOR)).isEmpty();
        assertThat(shop.ran).isEmpty();
    }

    @Test
    void aPolicyMayAllowItAndTheReviewerIsTold() {
        Gateway gateway = gateway(always(APPROVAL.allowingPartial()));

        propose(gateway, MAIL, REFUND);

        assertThat(endings(onlyItem(gateway))).containsOnly(ChainEnding.PARTIAL);
        assertThat(onlyItem(gateway).ifAStepFails())
                .contains("NOT all or nothing")
                .contains("stays done");
    }

    @Test
    void allRequirementsOfTheTurnHaveToAllowIt() {
        Gateway gateway = gateway(Policy.named("p", "1")
                .rule("refunds", Condition.tool("process_refund"), APPROVAL)
                .otherwise(APPROVAL.allowingPartial()));

        assertThat(propose(gateway, MAIL, REFUND)).hasOnlyElementsOfType(Outcome.Denied.class);
        assertThat(propose(gateway, MAIL, MAIL_AGAIN)).hasOnlyElementsOfType(Outcome.Pending.class);
    }

    @Test
    void aPolicyThatAllowsItGetsNoWorseThanTheToolsCanDo() {
        Gateway gateway = gateway(always(APPROVAL.allowingPartial()));

        propose(gateway, REFUND, MAIL);

        assertThat(endings(onlyItem(gateway))).containsOnly(ChainEnding.COMPENSATION);
    }

    @Test
    void aSingleWriteIsNeverHalfDone() {
        Gateway gateway = gateway(always(APPROVAL));

        propose(gateway, READ, MAIL, READ);

        assertThat(onlyItem(gateway).ifAStepFails()).contains("One step alone");
    }

    @Test
    void whatIsAskedForByItselfHasNoSuchWords() {
        Gateway gateway = gateway(always(APPROVAL));

        propose(gateway, MAIL);

        assertThat(onlyItem(gateway).ifAStepFails()).isEmpty();
    }

    @Test
    void theRuleOfAllRequirementsHoldsInAnyOrder() {
        assertThat(APPROVAL.allowingPartial().and(APPROVAL)).isEqualTo(APPROVAL);
        assertThat(APPROVAL.and(APPROVAL.allowingPartial())).isEqualTo(APPROVAL);
        assertThat(APPROVAL.allowingPartial()
                        .then(Approvers.byRole("admin"))
                        .from(2)
                        .within(APPROVAL.validFor()))
                .extracting(Verdict.RequireApproval::allowsPartial)
                .isEqualTo(true);
    }

    @Test
    void aReadHasNothingToUndo() {
        assertThatThrownBy(() -> Tool.named("look")
                        .readOnly()
                        .compensatedBy((call, done) -> ToolResult.success())
                        .handledBy(call -> ToolResult.success()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nothing to undo");
    }
}
