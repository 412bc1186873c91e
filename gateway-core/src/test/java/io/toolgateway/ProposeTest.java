package io.toolgateway;

import static io.toolgateway.ShopFixture.AGENT;
import static io.toolgateway.ShopFixture.CUSTOMER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.CallRecord;
import io.toolgateway.audit.EventType;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.limit.Rate;
import io.toolgateway.limit.RateLimiter;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Policy;
import io.toolgateway.policy.Verdict;
import io.toolgateway.schema.Violation;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The propose path of SPEC P, layer by layer, in memory. */
class ProposeTest {

    private final ShopFixture shop = new ShopFixture();
    private final Gateway gateway = shop.gateway().build();

    private Outcome refund(String arguments) {
        return gateway.propose(ToolCall.of("process_refund", arguments), AGENT);
    }

    private static String code(Outcome outcome) {
        return ((Outcome.Denied) outcome).code();
    }

    @Test
    @Tag("P1")
    void theDecisionOfAReadIsOnRecordBeforeItsHandlerStarts() {
        gateway.propose(ToolCall.of("get_order_status", "{\"order_id\":\"ORD-00001\"}"), AGENT);

        assertThat(shop.events)
                .extracting(AuditEvent::type)
                .containsExactly(EventType.READ_STARTED, EventType.READ_FINISHED);
        assertThat(shop.events.get(0).decision().rules()).containsExactly("reads pass");
    }

    @Test
    @Tag("P1")
    @Tag("I6")
    void theDecisionOfAWriteIsStoredBeforeItsHandlerStarts() {
        Tool spying = Tool.named("spy").callableByAnyone().handledBy(call -> {
            shop.ran.add(shop.events.toString());
            return ToolResult.success();
        });
        Gateway gateway = Gateway.builder()
                .tools(ToolRegistry.of(spying))
                .policy(Policy.named("p", "1").otherwise(Verdict.allow()))
                .listener(shop.events::add)
                .build();

        gateway.propose(ToolCall.of("spy", "{}"), AGENT);

        assertThat(shop.ran).hasSize(1);
        assertThat(shop.ran.get(0)).contains("type=STARTED").doesNotContain("EXECUTED");
    }

    @ParameterizedTest
    @Tag("P2")
    @ValueSource(
            strings = {
                "process_refunds",
                "PROCESS_REFUND",
                "process_refund ",
                " process_refund",
                "process‐refund",
                "",
                "*"
            })
    void anUnknownNameIsRefusedWithItsOwnReason(String name) {
        Outcome outcome = gateway.propose(ToolCall.of(name, "{}"), AGENT);

        assertThat(code(outcome)).isEqualTo("unknown_tool");
        assertThat(outcome.messageForModel()).startsWith("Refused, and nothing has been changed");
        assertThat(shop.events).extracting(AuditEvent::type).containsExactly(EventType.REFUSED);
    }

    @Test
    @Tag("P2")
    void aToolSwitchedOffIsRefusedWithItsOwnReasonUntilItIsOnAgain() {
        gateway.switches().off("process_refund", null, "ops");
        assertThat(code(refund("{\"order_id\":\"ORD-00001\",\"amount\":5}"))).isEqualTo("tool_off");
        gateway.switches().on("process_refund", null, "ops");
        assertThat(refund("{\"order_id\":\"ORD-00001\",\"amount\":5}")).isInstanceOf(Outcome.Executed.class);
    }

    @Test
    @Tag("P2")
    void aToolSwitchedOffForOneTenantRunsForOthers() {
        gateway.switches().off("get_order_status", AGENT.tenant(), "ops");
        ToolCall call = ToolCall.of("get_order_status", "{\"order_id\":\"ORD-00001\"}");

        assertThat(code(gateway.propose(call, AGENT))).isEqualTo("tool_off");
        assertThat(gateway.propose(call, Caller.of("other", "olga").withRoles("agent")))
                .isInstanceOf(Outcome.Executed.class);
    }

    @Test
    @Tag("P3")
    void theModelIsToldTheContractWithoutWhatTheSystemFillsIn() {
        String schema = gateway.tools()
                .find("process_refund")
                .orElseThrow()
                .definition()
                .argumentsSchema();

        assertThat(schema).contains("order_id").contains("description").doesNotContain("idempotency_key");
    }

    @Test
    @Tag("P4")
    void everyFailureSaysWhereAndWhatWasExpectedAndNeverWhatWasSent() {
        Outcome outcome = refund("{\"order_id\":\"SECRET\",\"amount\":0,\"card\":1}");

        List<Violation> violations = ((Outcome.Invalid) outcome).violations();
        assertThat(violations)
                .extracting(Violation::pointer)
                .containsExactlyInAnyOrder("/order_id", "/amount", "/card");
        assertThat(outcome.text())
                .contains("/order_id")
                .contains("^ORD-[0-9]{5}$")
                .contains("0.01")
                .doesNotContain("SECRET");
        assertThat(shop.asked).isEmpty();
    }

    @Test
    @Tag("P4")
    void schemaDefaultsAreApplied() {
        gateway.propose(ToolCall.of("get_order_status", "{\"order_id\":\"ORD-00001\"}"), AGENT);

        assertThat(shop.ran).containsExactly("status ORD-00001 false");
    }

    @Test
    @Tag("P4")
    void aSchemaThatWouldNotBeEnforcedIsRefusedByToolPlaceAndKeyword() {
        Tool typo = Tool.named("typo")
                .arguments("{\"type\":\"object\",\"properties\":{\"a\":{\"minLenght\":3}}}")
                .handledBy(call -> ToolResult.success());

        assertThatThrownBy(() -> ToolRegistry.of(typo))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("typo")
                .hasMessageContaining("/properties/a")
                .hasMessageContaining("minLenght");
    }

    @ParameterizedTest
    @Tag("P5")
    @ValueSource(
            strings = {
                "null",
                "[]",
                "\"{}\"",
                "1",
                "",
                "{",
                "{}{}",
                "{\"a\":1,\"a\":2}",
                "{'a':1}",
                "{\"a\":NaN}",
                "{\"a\":01}"
            })
    void whatIsNoJsonObjectIsInvalidAndNeverRepaired(String arguments) {
        assertThat(refund(arguments)).isInstanceOf(Outcome.Invalid.class);
        assertThat(shop.asked).isEmpty();
    }

    @Test
    @Tag("P11")
    void absentArgumentsAreInvalidAndNotTakenForAnEmptyObject() {
        Outcome outcome = gateway.propose(new ToolCall("c", "send_mail", null, null, null), AGENT);

        assertThat(outcome).isInstanceOf(Outcome.Invalid.class);
    }

    @Test
    @Tag("P5")
    void rolesAreAskedBeforeResourcesAndThoseBeforeBusinessChecks() {
        assertThat(code(gateway.propose(
                        ToolCall.of("process_refund", "{\"order_id\":\"ORD-00001\",\"amount\":9999}"), CUSTOMER)))
                .isEqualTo("not_permitted");
        assertThat(shop.asked).isEmpty();

        assertThat(code(refund("{\"order_id\":\"ORD-99999\",\"amount\":9999}"))).isEqualTo("not_found");
        assertThat(shop.asked).containsExactly("resource");

        shop.asked.clear();
        assertThat(code(refund("{\"order_id\":\"ORD-00001\",\"amount\":9999}"))).isEqualTo("amount_above_total");
        assertThat(shop.asked).containsExactly("resource", "completion", "check");
    }

    @Test
    @Tag("P5")
    void absentAndNotYoursAreOneAnswer() {
        Outcome foreign = gateway.propose(ToolCall.of("get_order_status", "{\"order_id\":\"ORD-00002\"}"), CUSTOMER);
        Outcome absent = gateway.propose(ToolCall.of("get_order_status", "{\"order_id\":\"ORD-99999\"}"), CUSTOMER);

        assertThat(foreign.text()).isEqualTo(absent.text());
        assertThat(shop.ran).isEmpty();
    }

    @Test
    @Tag("P5")
    void theCallersRateIsAskedBeforeAnythingOfTheArguments() {
        Gateway limited = shop.gateway()
                .rateLimiter(RateLimiter.inProcess()
                        .perUser(Rate.of(2, Duration.ofHours(1)))
                        .build())
                .build();
        ToolCall broken = ToolCall.of("process_refund", "{");

        assertThat(limited.propose(broken, AGENT)).isInstanceOf(Outcome.Invalid.class);
        assertThat(limited.propose(broken, AGENT)).isInstanceOf(Outcome.Invalid.class);
        Outcome third = limited.propose(broken, AGENT);
        assertThat(code(third)).isEqualTo("rate_limited");
        assertThat(third.messageForModel()).containsPattern("try again in 1[78][0-9]{2} seconds");
        assertThat(limited.propose(broken, CUSTOMER)).isInstanceOf(Outcome.Invalid.class);
    }

    @Test
    @Tag("P6")
    void identityInTheArgumentsIsNothingButAnArgument() {
        Tool whoami = Tool.named("whoami")
                .arguments("{\"type\":\"object\",\"properties\":{\"user_id\":{\"type\":\"string\"}}}")
                .readOnly()
                .callableByAnyone()
                .handledBy(call -> ToolResult.success(call.caller().userId()));
        Gateway gateway = Gateway.builder().tools(ToolRegistry.of(whoami)).build();

        Outcome outcome = gateway.propose(ToolCall.of("whoami", "{\"user_id\":\"root\"}"), CUSTOMER);

        assertThat(((Outcome.Executed) outcome).result().data()).isEqualTo("carl");
    }

    @Test
    @Tag("P8")
    void whatIsParkedIsToldAsPreparedAndNamesWhatIsAwaited() {
        Outcome outcome = refund("{\"order_id\":\"ORD-00001\"}");

        assertThat(outcome).isInstanceOf(Outcome.Pending.class);
        assertThat(outcome.messageForModel())
                .startsWith("Prepared, and nothing has been changed yet. It waits for approval by supervisor until ")
                .endsWith("Do not say that it is done.");
        assertThat(outcome.isError()).isFalse();
        assertThat(shop.ran).isEmpty();
    }

    @Test
    @Tag("P9")
    void whatCameWithTheCallIsKeptWithTheProposal() {
        Request request = Request.of("req-1").inConversation("conv-1").saying("please refund me");
        ToolCall call = new ToolCall(
                "call-1", "process_refund", "{\"order_id\":\"ORD-00001\"}", "Refund the order.", "{\"raw\":true}");
        Outcome outcome = gateway.propose(call, AGENT, request);

        var kept = gateway.approvals()
                .find(outcome.proposalId(), AGENT)
                .orElseThrow()
                .first();
        assertThat(kept.content().origin().summary()).isEqualTo("Refund the order.");
        assertThat(kept.content().origin().rawCall()).isEqualTo("{\"raw\":true}");
        assertThat(kept.content().origin().request().userText()).isEqualTo("please refund me");
        assertThat(kept.content().origin().request().conversationId()).isEqualTo("conv-1");
        assertThat(kept.validUntil()).isEqualTo(kept.createdAt().plus(Duration.ofHours(4)));
    }

    @Test
    @Tag("P9")
    @Tag("A19")
    void theModelsWordsAreKeptBoundedAndInAFormThatEveryStoreCarries() {
        String long_ = "a\u0000\uD800b" + "x".repeat(5_000);
        ToolCall call =
                new ToolCall("call-1", "process_refund", "{\"order_id\":\"ORD-00001\"}", long_, "{\"raw\":\"\uDC00\"}");
        Outcome outcome = gateway.propose(call, AGENT);

        var origin = gateway.approvals()
                .find(outcome.proposalId(), AGENT)
                .orElseThrow()
                .first()
                .content()
                .origin();
        assertThat(origin.summary())
                .startsWith("a\uFFFD\uFFFDbxxx")
                .endsWith("[cut, 5004 characters]")
                .hasSizeLessThan(4_100);
        assertThat(origin.rawCall()).isEqualTo("{\"raw\":\"\uFFFD\"}");
    }

    @Test
    @Tag("P10")
    void theSystemMakesTheKeyAndTheModelsIsDropped() {
        Request request = Request.of("r").keyedBy("k");
        String mine = "\"idempotency_key\":\"" + "a".repeat(32) + "\"";
        gateway.propose(
                ToolCall.of("process_refund", "{\"order_id\":\"ORD-00001\",\"amount\":5," + mine + "}"),
                AGENT,
                request);
        Outcome again = gateway.propose(
                ToolCall.of("process_refund", "{\"amount\":5.00,\"order_id\":\"ORD-00001\"}"), AGENT, request);

        assertThat(shop.ran).hasSize(1);
        assertThat(shop.ran.get(0)).matches("refund ORD-00001 5 [0-9a-f]{32}").doesNotContain("aaaaaaaa");
        assertThat(again).isInstanceOf(Outcome.Executed.class);
        assertThat(again.call().replayed()).isTrue();
    }

    @ParameterizedTest
    @Tag("O1")
    @MethodSource("textsThatAreNoValue")
    void aRefusedCallHasItsRecordWhateverWasSent(String arguments) {
        gateway.propose(ToolCall.of("get_order_status", arguments), AGENT);

        assertThat(CallRecord.of(shop.events.get(0)).toJson()).contains("invalid_arguments");
    }

    static List<String> textsThatAreNoValue() {
        return List.of(
                "\uD800", "\0", "{".repeat(4095) + "\uD83D\uDE00", "{\"order_id\":[" + "1E300,".repeat(3_000) + "1]}");
    }

    @Test
    @Tag("P10")
    @Tag("I2")
    void aRepeatAfterTheToolWasDeployedAnewIsNotRunAgain() {
        InMemoryProposalStore store = new InMemoryProposalStore();
        Request request = Request.of("r").keyedBy("k");
        Outcome first = deployed("as it was", store).propose(ToolCall.of("pay", "{\"n\":1}"), AGENT, request);
        Outcome again = deployed("reworded", store).propose(ToolCall.of("pay", "{\"n\":1}"), AGENT, request);

        assertThat(first).isInstanceOf(Outcome.Executed.class);
        assertThat(code(again)).isEqualTo("key_conflict");
        assertThat(shop.ran).hasSize(1);
    }

    private Gateway deployed(String description, InMemoryProposalStore store) {
        Tool pay = Tool.named("pay")
                .arguments("{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\",\"description\":\""
                        + description + "\"}}}")
                .callableBy("agent")
                .handledBy(call -> {
                    shop.ran.add("pay");
                    return ToolResult.success();
                });
        return Gateway.builder()
                .tools(ToolRegistry.of(pay))
                .policy(Policy.named("p", "1").otherwise(Verdict.allow()))
                .store(store)
                .withoutLogging()
                .build();
    }

    @Test
    @Tag("P10")
    void aKeyOfTheModelsReachesNoHandlerAlsoWhereItIsDeclaredOutOfSight() {
        Tool tool = Tool.named("t")
                .arguments(
                        "{\"type\":\"object\",\"allOf\":[{\"properties\":{\"idempotency_key\":{\"type\":\"string\"}}}]}")
                .callableBy("agent")
                .handledBy(call -> {
                    shop.ran.add(call.arguments().toJson());
                    return ToolResult.success();
                });
        Gateway gateway = Gateway.builder()
                .tools(ToolRegistry.of(tool))
                .policy(Policy.named("p", "1").otherwise(Verdict.allow()))
                .build();

        gateway.propose(ToolCall.of("t", "{\"idempotency_key\":\"mine\"}"), AGENT);

        assertThat(shop.ran).containsExactly("{}");
    }

    @Test
    @Tag("P10")
    void aRefusedCallWithAnIdThatIsNoTextIsRefusedAndThrowsNothing() {
        ToolCall call = ToolCall.of("\uD800", "process_refund", "{\"order_id\":\"ORD-00001\",\"amount\":9999}");

        assertThat(code(gateway.propose(call, AGENT, Request.of("r").inConversation("c"))))
                .isEqualTo("invalid_call_id");
    }

    @Test
    @Tag("P10")
    void aRefusedCallDoesNotUseUpItsKey() {
        Request request = Request.of("r").keyedBy("k");
        ToolCall call = ToolCall.of("process_refund", "{\"order_id\":\"ORD-00001\",\"amount\":5}");
        gateway.switches().off("process_refund", null, "ops");
        gateway.propose(call, AGENT, request);
        gateway.switches().on("process_refund", null, "ops");

        assertThat(gateway.propose(call, AGENT, request)).isInstanceOf(Outcome.Executed.class);
    }

    @Test
    @Tag("P10")
    void anotherCallUnderTheSameCallIdIsAConflictAndDoesNotRun() {
        Request request = Request.of("r").inConversation("c");
        gateway.propose(
                ToolCall.of("id-1", "process_refund", "{\"order_id\":\"ORD-00001\",\"amount\":5}"), AGENT, request);
        Outcome other = gateway.propose(
                ToolCall.of("id-1", "process_refund", "{\"order_id\":\"ORD-00001\",\"amount\":6}"), AGENT, request);

        assertThat(code(other)).isEqualTo("key_conflict");
        assertThat(shop.ran).hasSize(1);
    }

    @Test
    @Tag("P10")
    @Tag("I14")
    void twoSimultaneousDuplicatesExecuteOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 1_000; round++) {
                shop.ran.clear();
                Request request = Request.of("r").keyedBy("round-" + round);
                CyclicBarrier barrier = new CyclicBarrier(2);
                Future<Outcome> one = threads.submit(() -> proposeAt(barrier, request));
                Future<Outcome> two = threads.submit(() -> proposeAt(barrier, request));
                List<Outcome> outcomes = List.of(one.get(), two.get());

                assertThat(shop.ran).as("round %s", round).hasSize(1);
                assertThat(outcomes)
                        .filteredOn(outcome -> outcome.call().replayed())
                        .hasSize(1);
                assertThat(outcomes.get(0).proposalId())
                        .isEqualTo(outcomes.get(1).proposalId());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private Outcome proposeAt(CyclicBarrier barrier, Request request) throws Exception {
        barrier.await();
        return gateway.propose(
                ToolCall.of("process_refund", "{\"order_id\":\"ORD-00001\",\"amount\":5}"), AGENT, request);
    }

    @Test
    @Tag("P12")
    void aGuardrailRaisesAVerdictAndNeverLowersIt() {
        Gateway guarded = shop.gateway()
                .guardrail(
                        "strangers",
                        request -> request.request().hasUntrustedContent()
                                ? Verdict.deny("content of strangers is involved.")
                                : Verdict.allow())
                .build();
        ToolCall small = ToolCall.of("process_refund", "{\"order_id\":\"ORD-00001\",\"amount\":5}");
        ToolCall large = ToolCall.of("process_refund", "{\"order_id\":\"ORD-00001\",\"amount\":600}");

        assertThat(guarded.propose(small, AGENT, Request.of("a"))).isInstanceOf(Outcome.Executed.class);
        assertThat(guarded.propose(large, AGENT, Request.of("b"))).isInstanceOf(Outcome.Pending.class);
        assertThat(guarded.propose(small, AGENT, Request.of("c").withUntrustedContent()))
                .isInstanceOf(Outcome.Denied.class);
        assertThat(shop.events.get(shop.events.size() - 1).decision().rules()).containsExactly("strangers");
    }

    @Test
    @Tag("P7")
    void aPolicyOrGuardrailThatBreaksOffRefuses() {
        Gateway broken = shop.gateway()
                .guardrail("broken", request -> {
                    throw new IllegalStateException("secret");
                })
                .build();
        Outcome outcome = broken.propose(ToolCall.of("get_order_status", "{\"order_id\":\"ORD-00001\"}"), AGENT);

        assertThat(code(outcome)).isEqualTo("check_failed");
        assertThat(outcome.text()).doesNotContain("secret");
    }

    @Test
    @Tag("A2")
    void whatNobodyMayApproveIsRefusedAndNotParkedForEver() {
        Gateway gateway = Gateway.builder().tools(ToolRegistry.of(shop.refund)).build();

        assertThat(code(gateway.propose(ToolCall.of("process_refund", "{\"order_id\":\"ORD-00001\"}"), AGENT)))
                .isEqualTo("no_approver");
    }

    @Test
    @Tag("I9")
    @Tag("E7")
    void aHandlerThatMayNotBeRepeatedAndBreaksOffIsToldAsUnknown() {
        Outcome outcome = gateway.propose(ToolCall.of("send_mail", "{\"text\":\"break\"}"), AGENT);

        assertThat(outcome).isInstanceOf(Outcome.Unknown.class);
        assertThat(outcome.text()).contains("not known whether it happened").doesNotContain("4711");
        assertThat(shop.events.toString()).doesNotContain("4711");
    }

    @Test
    void aGatewayWithoutToolsSaysWhatIsMissing() {
        assertThatThrownBy(() -> Gateway.builder().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("tools(...)");
    }
}
