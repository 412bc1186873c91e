package io.toolgateway;

import static io.toolgateway.ShopFixture.AGENT;
import static io.toolgateway.ShopFixture.SUPERVISOR;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.approval.ReviewItem;
import io.toolgateway.caller.Request;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Condition;
import io.toolgateway.policy.Policy;
import io.toolgateway.policy.Verdict;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.testkit.Looking;
import io.toolgateway.tool.Check;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** All calls of one model turn, taken together (SPEC A6). */
@Tag("A6")
class TurnTest {

    private final ShopFixture shop = new ShopFixture();
    private final Gateway gateway = shop.gateway().build();
    private final Request request = Request.of("r").keyedBy("k");

    private static final ToolCall READ = ToolCall.of("1", "get_order_status", "{\"order_id\":\"ORD-00001\"}");
    private static final ToolCall SMALL =
            ToolCall.of("2", "process_refund", "{\"order_id\":\"ORD-00001\",\"amount\":5}");
    private static final ToolCall LARGE =
            ToolCall.of("3", "process_refund", "{\"order_id\":\"ORD-00002\",\"amount\":600}");
    private static final ToolCall INVALID = ToolCall.of("4", "process_refund", "{\"order_id\":\"x\"}");

    private List<Outcome> propose(ToolCall... calls) {
        return gateway.propose(List.of(calls), AGENT, request);
    }

    @Test
    void callsThatNeedNoApprovalRunOneByOneInOrder() {
        List<Outcome> outcomes = propose(READ, SMALL, READ);

        assertThat(outcomes).hasOnlyElementsOfType(Outcome.Executed.class);
        assertThat(shop.ran).hasSize(3);
        assertThat(shop.ran.get(1)).startsWith("refund");
        assertThat(outcomes).extracting(Outcome::callId).containsExactly("1", "2", "1");
    }

    @Test
    void whatTheFirstCallDidIsSeenByTheChecksOfTheSecond() {
        Tool once = Tool.named("only_once")
                .arguments("{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}}}")
                .callableBy("agent")
                .checkedBy(call -> shop.ran.isEmpty() ? Check.passed() : Check.refused("done_already", "it is done."))
                .handledBy(call -> {
                    shop.ran.add("once");
                    return ToolResult.success();
                });
        Gateway gateway = Gateway.builder()
                .tools(ToolRegistry.of(once))
                .policy(Policy.named("p", "1").otherwise(Verdict.allow()))
                .build();

        List<Outcome> outcomes = gateway.propose(
                List.of(ToolCall.of("1", "only_once", "{\"n\":1}"), ToolCall.of("2", "only_once", "{\"n\":2}")),
                AGENT,
                request);

        assertThat(outcomes).extracting(Outcome::status).containsExactly("executed", "denied");
        assertThat(shop.ran).hasSize(1);
    }

    @Test
    void readsBeforeTheFirstWriteRunAndTheRestIsOneChain() {
        List<Outcome> outcomes = propose(READ, SMALL, LARGE, READ);

        assertThat(outcomes).extracting(Outcome::status).containsExactly("executed", "pending", "pending", "pending");
        assertThat(shop.ran).hasSize(1);
        List<ReviewItem> items = gateway.approvals().pending(SUPERVISOR);
        assertThat(items).hasSize(1);
        assertThat(items.get(0).steps()).hasSize(3);
    }

    @Test
    void aChainIsApprovedAsAUnitAndRunsInItsOrder() {
        propose(SMALL, LARGE);
        ReviewItem item = gateway.approvals().pending(SUPERVISOR).get(0);
        gateway.approvals().approve(item.steps().get(1).id(), item.hash(), SUPERVISOR);

        assertThat(gateway.executor().runOnce()).isEqualTo(2);
        assertThat(shop.ran.get(0)).startsWith("refund ORD-00001 5 ");
        assertThat(shop.ran.get(1)).startsWith("refund ORD-00002 600 ");
    }

    @Test
    void aStepAfterOneThatDidNotRunNeverRuns() {
        propose(SMALL, LARGE);
        ReviewItem item = gateway.approvals().pending(SUPERVISOR).get(0);
        gateway.approvals().approve(item.id(), item.hash(), SUPERVISOR);
        shop.etags.put("ORD-00001", "v2");

        gateway.executor().runOnce();
        gateway.executor().runOnce();

        assertThat(shop.ran).isEmpty();
        assertThat(item.steps())
                .allSatisfy(step -> assertThat(
                                gateway.outcome(step.id(), AGENT).orElseThrow().status())
                        .isIn("stale", "failed"));
    }

    @Test
    void oneRefusedCallRefusesTheChainAndNothingOfItRuns() {
        List<Outcome> outcomes = propose(SMALL, LARGE, INVALID);

        assertThat(outcomes).extracting(Outcome::status).containsExactly("denied", "denied", "invalid");
        assertThat(shop.ran).isEmpty();
        assertThat(gateway.approvals().pending(SUPERVISOR)).isEmpty();
    }

    @Test
    void aWholeChainRepeatedIsAnsweredFromTheFirst() {
        List<Outcome> first = propose(SMALL, LARGE);
        List<Outcome> again = propose(SMALL, LARGE);

        assertThat(again)
                .extracting(Outcome::proposalId)
                .containsExactlyElementsOf(
                        first.stream().map(Outcome::proposalId).toList());
        assertThat(again).allMatch(outcome -> outcome.call().replayed());
    }

    @Test
    void twoEqualCallsOfOneRequestAreOneStep() {
        List<Outcome> outcomes = propose(LARGE, LARGE, SMALL);

        assertThat(outcomes.get(0).proposalId()).isEqualTo(outcomes.get(1).proposalId());
        assertThat(gateway.approvals().pending(SUPERVISOR).get(0).steps()).hasSize(2);
    }

    @Test
    void aChainIsRejectedAsAUnit() {
        List<Outcome> outcomes = propose(SMALL, LARGE);
        Looking.reject(gateway.approvals(), outcomes.get(1).proposalId(), SUPERVISOR, "no");

        assertThat(outcomes)
                .allSatisfy(outcome -> assertThat(gateway.outcome(outcome.proposalId(), AGENT)
                                .orElseThrow()
                                .status())
                        .isEqualTo("rejected"));
    }

    @Test
    @Tag("P10")
    void aCallThatWasMadeBeforeIsAnsweredFromThereAndTheOthersOfItsTurnWait() {
        propose(SMALL);

        List<Outcome> outcomes = propose(SMALL, LARGE);

        assertThat(outcomes).extracting(Outcome::status).containsExactly("executed", "pending");
        assertThat(outcomes.get(0).call().replayed()).isTrue();
        assertThat(shop.ran).hasSize(1);
    }

    @Test
    @Tag("P10")
    void aNewWriteBesideARepeatedOneThatStillWaitsWaitsWithItsApprovers() {
        propose(LARGE);

        List<Outcome> outcomes = propose(LARGE, SMALL);

        assertThat(outcomes).extracting(Outcome::status).containsExactly("pending", "pending");
        assertThat(shop.ran).isEmpty();
        assertThat(gateway.approvals().pending(SUPERVISOR)).hasSize(2);
    }

    @Test
    void aReadIsAStepOfItsOwnAfterEachWriteAndInEachTurn() {
        ToolCall larger = ToolCall.of("5", "process_refund", "{\"order_id\":\"ORD-00001\",\"amount\":700}");
        propose(LARGE, READ, larger, READ);

        List<ReviewItem> items = gateway.approvals().pending(SUPERVISOR);
        assertThat(items).hasSize(1);
        assertThat(items.get(0).steps()).hasSize(4);
        assertThat(propose(LARGE, READ, larger, READ))
                .allMatch(outcome -> outcome.call().replayed());
        assertThat(propose(ToolCall.of("6", "process_refund", "{\"order_id\":\"ORD-00001\",\"amount\":800}"), READ))
                .extracting(Outcome::status)
                .containsExactly("pending", "pending");
    }

    @Test
    void whatFollowsACallThatIsParkedOnceTheFirstHasRunWaitsWithIt() {
        Policy onceAnHour = Policy.named("p", "1")
                .rule(
                        "the second",
                        Condition.calledAtLeast(1, Duration.ofHours(1))
                                .and(Condition.argument("text").isOneOf("two")),
                        Verdict.requireApproval(Approvers.byRole("supervisor")).allowingPartial())
                .otherwise(Verdict.allow());
        Gateway gateway = shop.gateway().policy(onceAnHour).build();

        List<Outcome> outcomes = gateway.propose(List.of(mail("one"), mail("two"), mail("three")), AGENT, request);

        assertThat(outcomes).extracting(Outcome::status).containsExactly("executed", "pending", "pending");
        assertThat(shop.ran).containsExactly("mail one");
    }

    @Test
    @Tag("P2")
    void aChainWhoseToolIsSwitchedOffMeanwhileSaysWhichToolItWas() {
        InMemoryProposalStore store = new InMemoryProposalStore();
        Gateway gateway = shop.gateway()
                .store(store)
                .policy(Policy.named("p", "1")
                        .otherwise(Verdict.requireApproval(Approvers.byRole("supervisor"))
                                .allowingPartial()))
                .guardrail("switch", judged -> {
                    store.switches().off("send_mail", null, "ops");
                    return Verdict.allow();
                })
                .build();

        List<Outcome> outcomes = gateway.propose(List.of(mail("one"), LARGE), AGENT, request);

        assertThat(outcomes.get(0).text()).contains("tool_off");
        assertThat(outcomes.get(1).text()).contains("turn_refused").doesNotContain("tool_off");
    }

    private static ToolCall mail(String text) {
        return ToolCall.of("send_mail", "{\"text\":\"" + text + "\"}");
    }
}
