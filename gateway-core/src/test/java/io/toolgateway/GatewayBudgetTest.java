package io.toolgateway;

import static io.toolgateway.ShopFixture.AGENT;
import static io.toolgateway.ShopFixture.CUSTOMER;
import static io.toolgateway.ShopFixture.SUPERVISOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.approval.ReviewItem;
import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.EventType;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Budget;
import io.toolgateway.policy.Policy;
import io.toolgateway.policy.Verdict;
import io.toolgateway.testkit.Race;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Budgets as the last layer of a gateway. */
@Tag("P5")
@Tag("E5")
class GatewayBudgetTest {

    private static final Caller OTHER = Caller.of("acme", "art").withRoles("agent");

    private final ShopFixture shop = new ShopFixture();
    private final Budget refunds = Budget.named("refunds per user and day")
            .of("process_refund")
            .adding("amount")
            .perUser()
            .perDay(ZoneOffset.UTC)
            .atMost("1000");
    private final Gateway gateway = shop.gateway().budget(refunds).build();
    private int calls;

    @Test
    void manySmallCallsAddUp() {
        assertThat(refund("400")).isInstanceOf(Outcome.Executed.class);
        assertThat(refund("400")).isInstanceOf(Outcome.Executed.class);

        Outcome over = refund("200.01");

        assertThat(code(over)).isEqualTo("over_limit");
        assertThat(over.messageForModel())
                .contains("the budget 'refunds per user and day' is 1000, of which 200 is left until ");
        assertThat(shop.ran).hasSize(2);
        AuditEvent last = shop.events.get(shop.events.size() - 1);
        assertThat(last.type()).isEqualTo(EventType.REFUSED);
        assertThat(Objects.requireNonNull(last.problem()).code()).isEqualTo("over_limit");
        assertThat(refund("200")).isInstanceOf(Outcome.Executed.class);
        assertThat(refund(OTHER, "1", "400")).isInstanceOf(Outcome.Executed.class);
    }

    @Test
    void whatWaitsIsCountedAndGivenBackWhenItIsRejected() {
        assertThat(refund("900")).isInstanceOf(Outcome.Pending.class);
        assertThat(code(refund("200"))).isEqualTo("over_limit");
        ReviewItem item = gateway.approvals().pending(SUPERVISOR).get(0);

        gateway.approvals().reject(item.id(), item.hash(), SUPERVISOR, "no");

        assertThat(refund("400")).isInstanceOf(Outcome.Executed.class);
    }

    @Test
    void anApprovedCallWasCountedWhenItWasParked() {
        refund("900");
        ReviewItem item = gateway.approvals().pending(SUPERVISOR).get(0);
        gateway.approvals().approve(item.id(), item.hash(), SUPERVISOR);

        assertThat(gateway.executor().runOnce()).isEqualTo(1);

        assertThat(shop.ran).hasSize(1);
        assertThat(refund("100")).isInstanceOf(Outcome.Executed.class);
        assertThat(code(refund("0.01"))).isEqualTo("over_limit");
    }

    @Test
    void aCallThatFailedWithoutAnEffectIsGivenBack() {
        Tool failing = Tool.named("fail")
                .arguments("{\"type\":\"object\",\"properties\":{\"how\":{\"type\":\"string\"}}}")
                .callableBy("agent")
                .handledBy(call -> {
                    if (call.text("how").equals("known")) {
                        return ToolResult.failure("no_such_order", "No such order.");
                    }
                    throw new IllegalStateException("broke off");
                });
        Gateway once = counting(failing, "1").build();

        assertThat(propose(once, "known")).isInstanceOf(Outcome.Failed.class);
        assertThat(propose(once, "unknown")).isInstanceOf(Outcome.Unknown.class);
        assertThat(code(propose(once, "known"))).isEqualTo("over_limit");
    }

    @Test
    @Tag("P10")
    void aDuplicateIsNotCountedTwiceAndNotRefused() {
        Outcome first = refund(AGENT, "1", "500");
        Outcome again = refund(AGENT, "1", "500");
        refund("500");

        assertThat(again.proposalId()).isEqualTo(first.proposalId());
        assertThat(code(refund("1"))).isEqualTo("over_limit");
        assertThat(refund(AGENT, "1", "500").proposalId()).isEqualTo(first.proposalId());
    }

    /** The budget stands last: what another layer refuses takes nothing. */
    @Test
    void whatIsRefusedBeforeTakesNothing() {
        for (int i = 0; i < 5; i++) {
            assertThat(code(refund("950"))).isEqualTo("amount_above_total");
            assertThat(refund("-5")).isInstanceOf(Outcome.Invalid.class);
            assertThat(code(refund(CUSTOMER, "c" + i, "300"))).isEqualTo("not_permitted");
        }
        gateway.switches().off("process_refund", null, "ops");
        assertThat(code(refund("400"))).isEqualTo("tool_off");
        gateway.switches().on("process_refund", null, "ops");

        assertThat(refund("500")).isInstanceOf(Outcome.Executed.class);
        assertThat(refund("500")).isInstanceOf(Outcome.Executed.class);
    }

    @Test
    void whatStandsBeforeTheBudgetIsSaidFirst() {
        refund("500");
        refund("500");

        assertThat(code(refund("950"))).isEqualTo("amount_above_total");
        assertThat(code(refund(CUSTOMER, "c", "300"))).isEqualTo("not_permitted");
        assertThat(code(refund("300"))).isEqualTo("over_limit");
    }

    @Test
    void anAmountThatTheToolCompletesIsCounted() {
        Outcome parked = gateway.propose(ToolCall.of("process_refund", "{\"order_id\":\"ORD-00001\"}"), AGENT, next());

        assertThat(parked).isInstanceOf(Outcome.Pending.class);
        assertThat(code(refund("100.01"))).isEqualTo("over_limit");
    }

    @Test
    @Tag("P7")
    void aCallThatCannotBeCountedIsRefused() {
        Gateway counted = shop.gateway()
                .budget(Budget.named("mails")
                        .of("send_mail")
                        .adding("size")
                        .perUser()
                        .perDay(ZoneOffset.UTC)
                        .atMost("3"))
                .build();

        for (String size : List.of("", ",\"size\":null", ",\"size\":\"1\"", ",\"size\":-1")) {
            Outcome refused = counted.propose(ToolCall.of("send_mail", "{\"text\":\"hi\"" + size + "}"), AGENT, next());
            assertThat(code(refused)).isEqualTo("not_countable");
            assertThat(refused.messageForModel()).contains("'size' is counted by the budget 'mails'");
        }
        assertThat(shop.ran).isEmpty();
    }

    @Test
    @Tag("A6")
    void aTurnTakesTogetherOrNothing() {
        shop.owners.put("ORD-00003", "eve");
        shop.etags.put("ORD-00003", "v1");
        Request turn = next();
        List<ToolCall> calls =
                List.of(call("1", "ORD-00001", "600"), call("2", "ORD-00002", "300"), call("3", "ORD-00003", "101"));

        List<Outcome> refused = gateway.propose(calls, AGENT, turn);

        assertThat(refused).extracting(GatewayBudgetTest::code).containsOnly("over_limit");
        assertThat(gateway.approvals().pending(SUPERVISOR)).isEmpty();
        assertThat(gateway.propose(calls.subList(0, 2), AGENT, next())).hasOnlyElementsOfType(Outcome.Pending.class);
        assertThat(code(refund("100.01"))).isEqualTo("over_limit");
        ReviewItem item = gateway.approvals().pending(SUPERVISOR).get(0);
        gateway.approvals().reject(item.id(), item.hash(), SUPERVISOR, null);
        assertThat(refund("500")).isInstanceOf(Outcome.Executed.class);
        assertThat(refund("500")).isInstanceOf(Outcome.Executed.class);
    }

    @Test
    @Tag("A6")
    void callsOfATurnThatRunOneByOneAreCountedOneByOne() {
        List<Outcome> outcomes = gateway.propose(
                List.of(call("1", "ORD-00001", "500"), call("2", "ORD-00002", "499"), call("3", "ORD-00001", "2")),
                AGENT,
                next());

        assertThat(outcomes).extracting(Outcome::status).containsExactly("executed", "executed", "denied");
        assertThat(code(outcomes.get(2))).isEqualTo("over_limit");
    }

    /** What is left of a budget that others use tells something about them. */
    @Test
    void ofASharedBudgetNoFiguresAreTold() {
        Gateway shared = shop.gateway()
                .budget(Budget.named("refunds of the house")
                        .of("process_refund")
                        .adding("amount")
                        .perTenant()
                        .perDay(ZoneOffset.UTC)
                        .atMost("777"))
                .build();
        shared.propose(call("1", "ORD-00001", "500"), AGENT, next());

        Outcome over = shared.propose(call("1", "ORD-00001", "500"), OTHER, next());

        assertThat(code(over)).isEqualTo("over_limit");
        assertThat(over.messageForModel()).contains("'refunds of the house'").doesNotContain("777", "277");
    }

    @Test
    void severalBudgetsAllHaveToHold() {
        Gateway both = shop.gateway()
                .budget(refunds)
                .budget(Budget.named("two writes an hour")
                        .ofEveryTool()
                        .countingCalls()
                        .perUser()
                        .per(Duration.ofHours(1))
                        .atMost("2"))
                .build();
        assertThat(code(both.propose(call("1", "ORD-00001", "500"), AGENT, next())))
                .isEqualTo("executed");
        assertThat(code(both.propose(ToolCall.of("send_mail", "{\"text\":\"hi\"}"), AGENT, next())))
                .isEqualTo("executed");

        Outcome third = both.propose(call("1", "ORD-00001", "1"), AGENT, next());

        assertThat(third.messageForModel()).contains("'two writes an hour'");
        for (int i = 0; i < 3; i++) {
            assertThat(both.propose(ToolCall.of("get_order_status", "{\"order_id\":\"ORD-00001\"}"), AGENT, next()))
                    .as("reads are not counted")
                    .isInstanceOf(Outcome.Executed.class);
        }
    }

    @Test
    @SuppressWarnings("unchecked") // an array of one kind of racer
    void aHundredAtOncePassNoLimit() throws InterruptedException {
        List<Callable<Outcome>> racers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Request request = next();
            racers.add(() -> gateway.propose(call("1", "ORD-00001", "30"), AGENT, request));
        }
        List<Outcome> outcomes;
        try (Race race = new Race(racers.size())) {
            outcomes = race.run(racers.toArray(Callable[]::new));
        }

        assertThat(outcomes).filteredOn(Outcome.Executed.class::isInstance).hasSize(33);
        assertThat(shop.ran).hasSize(33);
    }

    @Test
    void aBudgetOfWhatCannotBeCountedIsFoundWhenTheGatewayIsBuilt() {
        assertThatThrownBy(() -> shop.gateway().budget(of("get_order_status")).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("only reads");
        assertThatThrownBy(() -> shop.gateway().budget(of("proces_refund")).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a tool that there is not");
        assertThatThrownBy(() -> shop.gateway().budget(refunds).budget(refunds))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Budget of(String tool) {
        return Budget.named("b")
                .of(tool)
                .countingCalls()
                .perUser()
                .perDay(ZoneOffset.UTC)
                .atMost("1");
    }

    private static GatewayBuilder counting(Tool tool, String limit) {
        return Gateway.builder()
                .tools(ToolRegistry.of(tool))
                .policy(Policy.named("p", "1").otherwise(Verdict.allow()))
                .budget(Budget.named("b")
                        .of(tool.name())
                        .countingCalls()
                        .perUser()
                        .perDay(ZoneOffset.UTC)
                        .atMost(limit))
                .withoutLogging();
    }

    private Outcome propose(Gateway gateway, String how) {
        return gateway.propose(ToolCall.of("fail", "{\"how\":\"" + how + "\"}"), AGENT, next());
    }

    private Outcome refund(String amount) {
        return refund(AGENT, "r" + calls++, amount);
    }

    private Outcome refund(Caller caller, String key, String amount) {
        return gateway.propose(
                call("1", "ORD-00001", amount), caller, Request.of("req").keyedBy(key));
    }

    private static ToolCall call(String id, String order, String amount) {
        return ToolCall.of(id, "process_refund", "{\"order_id\":\"" + order + "\",\"amount\":" + amount + "}");
    }

    private Request next() {
        return Request.of("req-" + calls).keyedBy("key-" + calls++);
    }

    private static String code(Outcome outcome) {
        return outcome instanceof Outcome.Denied denied ? denied.code() : outcome.status();
    }
}
