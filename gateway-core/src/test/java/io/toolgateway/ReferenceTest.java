package io.toolgateway;

import static io.toolgateway.ShopFixture.AGENT;
import static io.toolgateway.ShopFixture.SUPERVISOR;
import static io.toolgateway.policy.Condition.argument;
import static io.toolgateway.policy.Condition.readsOnly;
import static io.toolgateway.policy.Condition.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.approval.ReviewItem;
import io.toolgateway.audit.AuditEvent;
import io.toolgateway.caller.Request;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Budget;
import io.toolgateway.policy.Condition;
import io.toolgateway.policy.Policy;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.testkit.SettableClock;
import io.toolgateway.tool.Arguments;
import io.toolgateway.tool.Check;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolBuilder;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import io.toolgateway.wire.WireFormat;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An argument may be what an earlier call of the same turn returns (SPEC A6). */
@Tag("A6")
class ReferenceTest {

    private static final String ANY_ORDER = "{\"type\":\"object\",\"properties\":{\"order_id\":{\"type\":\"string\","
            + "\"pattern\":\"^ORD-[0-9]{1,5}$\"},\"amount\":{\"type\":\"number\"},\"fixed\":{\"type\":\"string\"}},"
            + "\"required\":[\"order_id\"],\"additionalProperties\":false}";

    private final List<String> ran = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<AuditEvent> events = new CopyOnWriteArrayList<>();
    private ToolResult made = ToolResult.success(Map.of("total", 40, "items", List.of("a", "b"), "note", "n"))
            .withId("ORD-7")
            .withMessage("Made.");

    private final Tool make = Tool.named("make_order")
            .arguments("{\"type\":\"object\",\"properties\":{\"what\":{\"type\":\"string\"}},\"required\":[\"what\"]}")
            .callableBy("agent")
            .compensatedBy((call, done) -> {
                ran.add("unmake " + call.text("what"));
                return ToolResult.success();
            })
            .handledBy(call -> {
                ran.add("make " + call.text("what"));
                return made;
            });

    private final Tool find = Tool.named("find_order")
            .arguments("{\"type\":\"object\",\"properties\":{\"what\":{\"type\":\"string\"}},\"required\":[\"what\"]}")
            .readOnly()
            .callableBy("agent")
            .handledBy(call -> {
                ran.add("find " + call.text("what"));
                return made;
            });

    private ToolBuilder paying() {
        return Tool.named("pay_order")
                .describedAs("Pays.")
                .arguments(ANY_ORDER)
                .callableBy("agent")
                .acceptingResultIn("order_id", "amount")
                .permittedWhen(call -> {
                    asked.add("permission " + call.text("order_id"));
                    return !call.text("order_id").equals("ORD-666");
                })
                .checkedBy(call -> {
                    asked.add("check " + call.text("order_id"));
                    return call.text("order_id").equals("ORD-13")
                            ? Check.refused("unlucky", "not that one.")
                            : Check.passed();
                })
                .compensatedBy((call, done) -> {
                    ran.add("unpay " + call.text("order_id"));
                    return ToolResult.success();
                });
    }

    private final Tool pay = paying().handledBy(call -> {
        ran.add("pay " + call.text("order_id") + (call.has("amount") ? " " + call.decimal("amount") : ""));
        return ToolResult.success().withId("PAY-1");
    });

    private final Tool mail = Tool.named("send_mail")
            .arguments("{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"}},\"required\":[\"text\"]}")
            .callableBy("agent")
            .acceptingResultIn("text")
            .handledBy(call -> {
                ran.add("mail " + call.text("text"));
                return call.text("text").equals("fail") ? ToolResult.failure("no", "no.") : ToolResult.success();
            });

    private final Policy approving = Policy.named("approving", "1")
            .rule("reads", readsOnly(), Verdict.allow())
            .rule("making", tool("make_order"), Verdict.requireApproval(Approvers.byRole("supervisor")))
            .otherwise(Verdict.allow());
    private final Policy allowing = Policy.named("allowing", "1").otherwise(Verdict.allow());
    private final InMemoryProposalStore store = new InMemoryProposalStore();
    private final Request request = Request.of("r").keyedBy("k");

    private Gateway gateway(Policy policy) {
        return Gateway.builder()
                .tools(ToolRegistry.of(make, find, pay, mail))
                .policy(policy)
                .store(store)
                .listener(events::add)
                .withoutLogging()
                .build();
    }

    private static ToolCall make(String what) {
        return ToolCall.of("make_order", "{\"what\":\"" + what + "\"}");
    }

    private static ToolCall find(String what) {
        return ToolCall.of("find_order", "{\"what\":\"" + what + "\"}");
    }

    private static String ref(int call, String pointer) {
        return "{\"result_of\":" + call + ",\"pointer\":\"" + pointer + "\"}";
    }

    private static ToolCall pay(String orderId) {
        return ToolCall.of("pay_order", "{\"order_id\":" + orderId + "}");
    }

    private static ToolCall mail(String text) {
        return ToolCall.of("send_mail", "{\"text\":" + text + "}");
    }

    private List<Outcome> propose(Gateway gateway, ToolCall... calls) {
        return gateway.propose(List.of(calls), AGENT, request);
    }

    private static List<String> statuses(List<Outcome> outcomes) {
        return outcomes.stream().map(Outcome::status).toList();
    }

    private static ReviewItem approve(Gateway gateway) {
        ReviewItem item = gateway.approvals().pending(SUPERVISOR).get(0);
        gateway.approvals().approve(item.id(), item.hash(), SUPERVISOR);
        return item;
    }

    private static void run(Gateway gateway) {
        while (gateway.executor().runOnce() > 0) {
            // until nothing is left to do
        }
    }

    private Proposal now(Outcome outcome) {
        return store.find(AGENT.tenant(), Objects.requireNonNull(outcome.proposalId()))
                .orElseThrow();
    }

    @Test
    void oneByOneTheNextCallGetsWhatTheOneBeforeReturned() {
        List<Outcome> outcomes = propose(gateway(allowing), make("x"), pay(ref(0, "/id")), mail(ref(1, "/id")));

        assertThat(statuses(outcomes)).containsExactly("executed", "executed", "executed");
        assertThat(ran).containsExactly("make x", "pay ORD-7", "mail PAY-1");
        assertThat(asked).containsExactly("permission ORD-7", "check ORD-7");
        assertThat(now(outcomes.get(1)).arguments().text("order_id")).isEqualTo("ORD-7");
    }

    @Test
    void aReadMayTakeWhatAReadReturned() {
        ToolCall both = ToolCall.of(
                "pay_order", "{\"order_id\":" + ref(0, "/id") + ",\"amount\":" + ref(0, "/data/total") + "}");

        assertThat(statuses(propose(gateway(allowing), find("x"), both))).containsOnly("executed");
        assertThat(ran).containsExactly("find x", "pay ORD-7 40");
    }

    @Test
    void whatACallReturnedIsInNoEventOfTheCallThatTakesIt() {
        propose(gateway(allowing), find("x"), pay(ref(0, "/id")));

        assertThat(events)
                .filteredOn(event -> event.subject().tool().equals("pay_order"))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.subject().shownArguments())
                        .doesNotContain("ORD-7")
                        .contains("result_of"));
    }

    @Test
    void aCallIsNotMadeIfWhatItRefersToWasNotDone() {
        made = ToolResult.failure("sold_out", "sold out.");

        List<Outcome> outcomes = propose(gateway(allowing), make("x"), pay(ref(0, "/id")), mail("\"y\""));

        assertThat(ran).containsExactly("make x");
        assertThat(statuses(outcomes)).containsExactly("failed", "denied", "denied");
        assertThat(outcomes.get(1).text()).contains("reference_unresolved").contains("not done");
    }

    @ParameterizedTest
    @CsvSource({"ORD-666,not_found", "ORD-13,unlucky", "no order,violations"})
    void everyLayerIsAskedWithTheValue(String id, String why) {
        made = ToolResult.success().withId(id);

        List<Outcome> outcomes = propose(gateway(allowing), make("x"), pay(ref(0, "/id")));

        assertThat(ran).containsExactly("make x");
        assertThat(outcomes.get(1).text()).contains(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/data/none", "/data/items/2", "/data/items/-1", "/data/items/01", "/data/note/0", "/data/~0"})
    void aPointerToNothingIsNoValue(String pointer) {
        List<Outcome> outcomes = propose(gateway(allowing), make("x"), mail(ref(0, pointer)));

        assertThat(ran).containsExactly("make x");
        assertThat(outcomes.get(1).text()).contains("reference_unresolved").contains("no such value");
    }

    @Test
    void nullAndWhatIsTooLargeAndWhatIsItselfAReferenceAreNoValues() {
        Map<String, Object> data = new HashMap<>();
        data.put("null", null);
        data.put("large", "x".repeat(1024 * 1024));
        data.put("reference", Map.of("result_of", 0, "pointer", "/id"));
        made = ToolResult.success(data);

        for (String name : data.keySet()) {
            ran.clear();
            propose(gateway(allowing), make(name), mail(ref(0, "/data/" + name)));
            assertThat(ran).containsExactly("make " + name);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"result_of\":1,\"pointer\":\"/id\"}",
                "{\"result_of\":2,\"pointer\":\"/id\"}",
                "{\"result_of\":-1,\"pointer\":\"/id\"}",
                "{\"result_of\":1000000000,\"pointer\":\"/id\"}",
                "{\"result_of\":1e400,\"pointer\":\"/id\"}",
                "{\"result_of\":0.5,\"pointer\":\"/id\"}",
                "{\"result_of\":\"0\",\"pointer\":\"/id\"}",
                "{\"result_of\":null,\"pointer\":\"/id\"}",
                "{\"result_of\":0}",
                "{\"result_of\":0,\"pointer\":\"\"}",
                "{\"result_of\":0,\"pointer\":\"id\"}",
                "{\"result_of\":0,\"pointer\":\"/cost\"}",
                "{\"result_of\":0,\"pointer\":\"/id/0\"}",
                "{\"result_of\":0,\"pointer\":\"/data/~2\"}",
                "{\"result_of\":0,\"pointer\":7}",
                "{\"result_of\":0,\"pointer\":\"/id\",\"more\":1}"
            })
    void aReferenceThatCannotBeIsInvalidWhereItStands(String reference) {
        List<Outcome> outcomes = propose(gateway(allowing), make("x"), pay(reference), mail("\"y\""));

        assertThat(ran).isEmpty();
        assertThat(outcomes.get(1))
                .isInstanceOfSatisfying(
                        Outcome.Invalid.class,
                        invalid -> assertThat(invalid.violations())
                                .isNotEmpty()
                                .allMatch(violation -> violation.pointer().startsWith("/order_id")
                                        || violation.keyword().equals("json")));
    }

    @Test
    void aHugePointerIsInvalid() {
        assertThat(statuses(propose(gateway(allowing), make("x"), pay(ref(0, "/data" + "/a".repeat(5_000))))))
                .containsExactly("denied", "invalid");
    }

    @Test
    void elsewhereAReferenceIsInvalid() {
        Gateway gateway = gateway(allowing);
        ToolCall other = ToolCall.of("pay_order", "{\"order_id\":\"ORD-1\",\"fixed\":" + ref(0, "/id") + "}");
        ToolCall wrong = ToolCall.of("pay_order", "{\"order_id\":" + ref(0, "/id") + ",\"amount\":\"much\"}");

        assertThat(statuses(propose(gateway, make("x"), other))).containsExactly("denied", "invalid");
        assertThat(statuses(propose(gateway, make("x"), wrong))).containsExactly("denied", "invalid");
        assertThat(statuses(propose(gateway, pay(ref(0, "/id"))))).containsExactly("invalid");
        assertThat(gateway.propose(pay(ref(0, "/id")), AGENT).status()).isEqualTo("invalid");
        assertThat(ran).isEmpty();
    }

    @Test
    void anObjectOfAToolsOwnMayHaveAMemberOfThatName() {
        Tool lab = Tool.named("lab")
                .arguments(
                        "{\"type\":\"object\",\"properties\":{\"test\":{\"type\":\"object\"},\"to\":{\"type\":\"string\"}}}")
                .callableBy("agent")
                .acceptingResultIn("to")
                .handledBy(call -> {
                    ran.add(call.arguments().toJson());
                    return ToolResult.success();
                });
        Gateway gateway = Gateway.builder()
                .tools(ToolRegistry.of(lab))
                .policy(allowing)
                .store(store)
                .withoutLogging()
                .build();

        assertThat(gateway.propose(ToolCall.of("lab", "{\"test\":{\"result_of\":\"blood\"},\"to\":\"ward\"}"), AGENT)
                        .status())
                .isEqualTo("executed");
        assertThat(ran).containsExactly("{\"test\":{\"result_of\":\"blood\"},\"to\":\"ward\"}");
    }

    @Test
    @Tag("P11")
    void theFormIsOneThatEveryProviderTakes() {
        assertThat(WireFormat.ANTHROPIC
                        .wire(List.of(ToolRegistry.of(pay)
                                .find("pay_order")
                                .orElseThrow()
                                .definition()))
                        .definitions())
                .contains("result_of")
                .doesNotContain("$result_of");
    }

    @Test
    void inAChainAStepGetsItWhenItStarts() {
        Gateway gateway = gateway(approving);

        List<Outcome> outcomes = propose(gateway, make("x"), pay(ref(0, "/id")), mail(ref(1, "/id")));

        assertThat(statuses(outcomes)).containsExactly("pending", "pending", "pending");
        assertThat(asked).isEmpty();
        ReviewItem item = approve(gateway);
        assertThat(item.references())
                .containsExactly(
                        "Step 2: 'order_id' is what step 1 returns at /id.",
                        "Step 3: 'text' is what step 2 returns at /id.");
        assertThat(item.steps().get(1).content().arguments().shown()).contains("result_of");
        run(gateway);
        assertThat(ran).containsExactly("make x", "pay ORD-7", "mail PAY-1");
        assertThat(asked).containsExactly("permission ORD-7", "check ORD-7");
        assertThat(store.find(AGENT.tenant(), item.steps().get(1).id())
                        .orElseThrow()
                        .arguments()
                        .value("order_id"))
                .isInstanceOf(Map.class);
    }

    @ParameterizedTest
    @CsvSource({
        "ORD-666,NOT_ENTITLED,not_entitled",
        "ORD-13,REFERENCE_UNRESOLVED,unlucky",
        "no order,REFERENCE_UNRESOLVED,invalid_arguments",
        ",REFERENCE_UNRESOLVED,reference_unresolved"
    })
    void aStepThatMayNotHaveItEndsTheChain(String id, ReasonCode reason, String code) {
        made = id == null ? ToolResult.success() : ToolResult.success().withId(id);
        Gateway gateway = gateway(approving);
        List<Outcome> outcomes = propose(gateway, make("x"), pay(ref(0, "/id")), mail("\"y\""));
        approve(gateway);

        run(gateway);

        assertThat(ran).containsExactly("make x", "unmake x");
        assertThat(now(outcomes.get(1)).state().reason()).isEqualTo(reason);
        assertThat(gateway.outcome(Objects.requireNonNull(outcomes.get(1).proposalId()), AGENT)
                        .orElseThrow()
                        .text())
                .contains(code);
        assertThat(now(outcomes.get(2)).state().reason()).isEqualTo(ReasonCode.CHAIN_ABORTED);
    }

    @Test
    void anUndoSeesWhatTheStepSaw() {
        Gateway gateway = gateway(approving);
        propose(gateway, make("x"), pay(ref(0, "/id")), mail("\"fail\""));
        approve(gateway);

        run(gateway);

        assertThat(ran).containsExactly("make x", "pay ORD-7", "mail fail", "unpay ORD-7", "unmake x");
    }

    @Test
    @Tag("E6")
    void aHostThatComesAfterACrashGivesTheNextStepWhatIsOnRecord() {
        Gateway crashing = gateway(approving);
        propose(crashing, make("x"), pay(ref(0, "/id")), mail(ref(1, "/id")));
        approve(crashing);
        assertThat(crashing.executor().runOnce()).isPositive();
        crashing.close();
        made = ToolResult.success().withId("ORD-9");

        run(gateway(approving));

        assertThat(ran).containsExactly("make x", "pay ORD-7", "mail PAY-1");
    }

    @Test
    @Tag("E2")
    void aVersionedToolIsGivenTheVersionOfWhatItTurnedOutToBeAbout() {
        List<String> versions = new CopyOnWriteArrayList<>();
        Tool versioned = paying().versionedBy(call -> "v of " + call.text("order_id"))
                .handledBy(call -> {
                    versions.add(String.valueOf(call.resourceVersion()));
                    return ToolResult.success();
                });
        for (Policy policy : List.of(approving, allowing)) {
            Gateway gateway = Gateway.builder()
                    .tools(ToolRegistry.of(make, versioned))
                    .policy(policy)
                    .withoutLogging()
                    .build();
            propose(gateway, make("x"), pay(ref(0, "/id")));
            gateway.approvals()
                    .pending(SUPERVISOR)
                    .forEach(item -> gateway.approvals().approve(item.id(), item.hash(), SUPERVISOR));
            run(gateway);
        }

        assertThat(versions).containsExactly("v of ORD-7", "v of ORD-7");
    }

    @Test
    @Tag("E6")
    void whatAnEarlierStartMayHaveDoneIsNoReasonAgainstTheNextOne() {
        SettableClock clock = new SettableClock();
        Tool once = paying().checkedBy(
                        call -> ran.contains("pay") ? Check.refused("paid", "it is paid.") : Check.passed())
                .idempotent()
                .handledBy(call -> {
                    ran.add("pay");
                    if (call.attempt() == 1) {
                        throw new IllegalStateException(new java.net.SocketTimeoutException("lost"));
                    }
                    return ToolResult.success();
                });
        Gateway gateway = Gateway.builder()
                .tools(ToolRegistry.of(make, once))
                .policy(approving)
                .store(new InMemoryProposalStore(clock))
                .time(clock)
                .withoutLogging()
                .build();
        List<Outcome> outcomes = propose(gateway, make("x"), pay(ref(0, "/id")));
        approve(gateway);

        for (int i = 0; i < 10; i++) {
            run(gateway);
            clock.advance(Duration.ofMinutes(1));
        }

        assertThat(ran).containsExactly("make x", "pay", "pay");
        assertThat(gateway.outcome(Objects.requireNonNull(outcomes.get(1).proposalId()), AGENT))
                .get()
                .isInstanceOf(Outcome.Executed.class);
    }

    @Test
    @Tag("P10")
    void aRepeatWhoseFirstCallIsRefusedByItsOwnEffectIsStillARepeat() {
        Tool once = Tool.named("make_order")
                .arguments("{\"type\":\"object\",\"properties\":{\"what\":{\"type\":\"string\"}}}")
                .callableBy("agent")
                .compensatedBy((call, done) -> ToolResult.success())
                .checkedBy(call -> ran.contains("make") ? Check.refused("made", "it is made.") : Check.passed())
                .handledBy(call -> {
                    ran.add("make");
                    return made;
                });
        for (Policy policy : List.of(allowing, approving)) {
            ran.clear();
            Gateway gateway = Gateway.builder()
                    .tools(ToolRegistry.of(once, pay, mail))
                    .policy(policy)
                    .withoutLogging()
                    .build();
            ToolCall[] calls = {make("x"), pay(ref(0, "/id")), mail(ref(1, "/id"))};
            List<Outcome> first = propose(gateway, calls);
            gateway.approvals()
                    .pending(SUPERVISOR)
                    .forEach(item -> gateway.approvals().approve(item.id(), item.hash(), SUPERVISOR));
            run(gateway);

            List<Outcome> again = propose(gateway, calls);

            assertThat(statuses(again)).containsOnly("executed");
            assertThat(again)
                    .extracting(Outcome::proposalId)
                    .containsExactlyElementsOf(
                            first.stream().map(Outcome::proposalId).toList());
            assertThat(ran).containsExactly("make", "pay ORD-7", "mail PAY-1");
        }
    }

    @Test
    void whatABudgetCountsHasToBeKnown() {
        Gateway gateway = Gateway.builder()
                .tools(ToolRegistry.of(make, pay))
                .policy(approving)
                .budget(Budget.named("spent")
                        .of("pay_order")
                        .adding("amount")
                        .perUser()
                        .per(Duration.ofDays(1))
                        .atMost("100"))
                .withoutLogging()
                .build();

        List<Outcome> outcomes = propose(
                gateway,
                make("x"),
                ToolCall.of("pay_order", "{\"order_id\":\"ORD-1\",\"amount\":" + ref(0, "/data/total") + "}"));

        assertThat(outcomes.get(1).text()).contains("not_countable");
        assertThat(ran).isEmpty();
    }

    @Test
    void rulesThatWouldStopTheValueStopWhatIsNotKnown() {
        Policy policy = Policy.named("p", "1")
                .rule("small", tool("pay_order").and(argument("amount").atMost("5")), Verdict.allow())
                .rule(
                        "large",
                        tool("pay_order").and(argument("amount").greaterThan("5")),
                        Verdict.requireApproval(Approvers.byRole("supervisor")))
                .otherwise(Verdict.allow());
        ToolCall call = ToolCall.of("pay_order", "{\"order_id\":\"ORD-1\",\"amount\":" + ref(0, "/data/total") + "}");

        assertThat(statuses(propose(gateway(policy), make("x"), call))).containsExactly("pending", "pending");
        assertThat(ran).isEmpty();
    }

    @Test
    void aDenialOfTheValueIsAskedWhenTheStepStarts() {
        Policy policy = Policy.named("p", "1")
                .rule(
                        "that one",
                        tool("pay_order")
                                .and(argument("order_id").isOneOf("ORD-7"))
                                .and(Condition.that(asked -> asked.arguments().value("order_id") instanceof String)),
                        Verdict.deny("no."))
                .otherwise(Verdict.requireApproval(Approvers.byRole("supervisor")));
        Gateway gateway = gateway(policy);
        List<Outcome> outcomes = propose(gateway, make("x"), pay(ref(0, "/id")), mail("\"y\""));
        approve(gateway);

        run(gateway);

        assertThat(now(outcomes.get(1)).state().reason()).isEqualTo(ReasonCode.NOT_ENTITLED);
        assertThat(ran).containsExactly("make x", "unmake x");
    }

    /** Asks for two supervisors and an admin once it sees what is paid; of an object it knows nothing. */
    private static Policy seeing(Verdict.RequireApproval ofValue, Verdict.RequireApproval ofAll) {
        return Policy.named("p", "1")
                .rule(
                        "that order",
                        tool("pay_order")
                                .and(Condition.that(asked ->
                                        "ORD-7".equals(asked.arguments().value("order_id")))),
                        ofValue)
                .rule("all", Condition.always(), ofAll)
                .otherwise(ofAll);
    }

    static List<Verdict.RequireApproval> notCoveredBySupervisor() {
        Verdict.RequireApproval supervisor = Verdict.requireApproval(Approvers.byRole("supervisor"));
        return List.of(
                supervisor.from(2),
                supervisor.then(Approvers.byRole("admin")),
                Verdict.requireApproval(Approvers.byRole("admin")),
                Verdict.requireApproval(Approvers.byCaller()),
                Verdict.requireApproval(),
                supervisor.within(Duration.ofNanos(1)));
    }

    @ParameterizedTest
    @MethodSource("notCoveredBySupervisor")
    @Tag("P7")
    void aRuleThatAsksForAnotherApprovalOnceItSeesTheValueStopsTheStep(Verdict.RequireApproval ofValue) {
        Gateway gateway = gateway(seeing(ofValue, Verdict.requireApproval(Approvers.byRole("supervisor"))));
        List<Outcome> outcomes = propose(gateway, make("x"), pay(ref(0, "/id")), mail("\"y\""));
        approve(gateway);

        run(gateway);

        assertThat(ran).containsExactly("make x", "unmake x");
        assertThat(now(outcomes.get(1)).state().reason()).isEqualTo(ReasonCode.NEEDS_OTHER_APPROVAL);
        assertThat(gateway.outcome(Objects.requireNonNull(outcomes.get(1).proposalId()), AGENT)
                        .orElseThrow()
                        .text())
                .contains("needs_other_approval")
                .contains("approval that it was not given")
                .contains("nothing has been changed");
    }

    static List<Verdict.RequireApproval> coveredBySupervisor() {
        Verdict.RequireApproval supervisor = Verdict.requireApproval(Approvers.byRole("supervisor"));
        return List.of(
                supervisor,
                supervisor.within(Duration.ofHours(1)),
                supervisor.within(Duration.ofDays(10)),
                Verdict.requireApproval(Approvers.byRole("supervisor", "admin")),
                Verdict.requireApproval(Approvers.byCaller().or(Approvers.byRole("supervisor"))));
    }

    @ParameterizedTest
    @MethodSource("coveredBySupervisor")
    @Tag("P7")
    void aRuleWhoseApprovalWasGivenStopsNothing(Verdict.RequireApproval ofValue) {
        Gateway gateway = gateway(seeing(ofValue, Verdict.requireApproval(Approvers.byRole("supervisor"))));
        propose(gateway, make("x"), pay(ref(0, "/id")), mail("\"y\""));
        approve(gateway);

        run(gateway);

        assertThat(ran).containsExactly("make x", "pay ORD-7", "mail y");
    }

    @Test
    @Tag("P7")
    void whatMayNotStayHalfDoneOnceItIsSeenIsStopped() {
        Verdict.RequireApproval partial =
                Verdict.requireApproval(Approvers.byRole("supervisor")).allowingPartial();
        Gateway gateway = gateway(seeing(Verdict.requireApproval(Approvers.byRole("supervisor")), partial));
        List<Outcome> outcomes = propose(gateway, mail("\"first\""), make("x"), pay(ref(1, "/id")));
        approve(gateway);

        run(gateway);

        assertThat(ran).containsExactly("mail first", "make x");
        assertThat(now(outcomes.get(2)).state().reason()).isEqualTo(ReasonCode.NEEDS_OTHER_APPROVAL);
    }

    @Test
    void whatWasReadBeforeTheChainIsShownToTheReviewerAsItIs() {
        Gateway gateway = gateway(approving);
        propose(gateway, find("x"), make("y"), pay(ref(0, "/id")));

        Proposal step = approve(gateway).steps().get(1);

        assertThat(step.arguments()).isEqualTo(Arguments.parse("{\"order_id\":\"ORD-7\"}"));
        assertThat(step.content().arguments().shown()).contains("ORD-7");
        run(gateway);
        assertThat(ran).containsExactly("find x", "make y", "pay ORD-7");
    }

    @Test
    void equalCallsAreOneStepAndKeepTheirNumbers() {
        Gateway gateway = gateway(approving);
        propose(gateway, find("x"), make("y"), make("y"), pay(ref(2, "/id")), find("z"), pay(ref(4, "/id")));

        approve(gateway);
        made = ToolResult.success(Map.of("note", "m")).withId("ORD-8");
        run(gateway);

        assertThat(ran).containsExactly("find x", "make y", "pay ORD-8", "find z", "pay ORD-8");
    }

    @Test
    @Tag("P10")
    void aRepeatGivesTheSameChainBeforeAndAfterItHasRun() {
        Gateway gateway = gateway(approving);
        ToolCall both = ToolCall.of(
                "pay_order", "{\"order_id\":" + ref(1, "/id") + ",\"amount\":" + ref(0, "/data/total") + "}");
        ToolCall[] calls = {find("r"), make("x"), find("y"), both, mail(ref(2, "/data/note"))};
        List<Outcome> first = propose(gateway, calls);
        List<Outcome> again = propose(gateway, calls);
        assertThat(again)
                .extracting(Outcome::proposalId)
                .containsExactlyElementsOf(
                        first.stream().map(Outcome::proposalId).toList());
        approve(gateway);
        run(gateway);
        int done = ran.size();
        made = ToolResult.success(Map.of("note", "other")).withId("ORD-9");

        List<Outcome> after = propose(gateway, calls);

        assertThat(after.subList(1, 5)).allMatch(outcome -> outcome.call().replayed());
        assertThat(after)
                .extracting(Outcome::proposalId)
                .containsExactlyElementsOf(
                        first.stream().map(Outcome::proposalId).toList());
        assertThat(ran.subList(done, ran.size())).containsOnly("find r");
    }

    @Test
    @Tag("P10")
    void aRepeatOfATurnThatRanAtOnceDoesNothingTwiceWhateverIsReadNow() {
        Gateway gateway = gateway(allowing);
        List<Outcome> first = propose(gateway, find("x"), pay(ref(0, "/id")), mail(ref(1, "/id")));
        made = ToolResult.success().withId("ORD-9");

        List<Outcome> again = propose(gateway, find("x"), pay(ref(0, "/id")), mail(ref(1, "/id")));

        assertThat(ran).containsExactly("find x", "pay ORD-7", "mail PAY-1", "find x");
        assertThat(again.subList(1, 3))
                .extracting(Outcome::proposalId)
                .containsExactlyElementsOf(
                        first.subList(1, 3).stream().map(Outcome::proposalId).toList());
    }

    @Test
    @Tag("P10")
    void theSameReferenceToAnotherCallIsAnotherCall() {
        Gateway gateway = gateway(allowing);
        propose(gateway, make("x"), mail(ref(0, "/id")));
        made = ToolResult.success().withId("ORD-9");

        assertThat(statuses(propose(gateway, make("y"), mail(ref(0, "/id"))))).containsOnly("executed");
        assertThat(ran).containsExactly("make x", "mail ORD-7", "make y", "mail ORD-9");
    }

    @Test
    void aReferenceToACallThatWaitsSinceAnEarlierTurnIsRefused() {
        Gateway gateway = gateway(approving);
        propose(gateway, make("x"));

        List<Outcome> outcomes = propose(gateway, make("x"), pay(ref(0, "/id")));

        assertThat(statuses(outcomes)).containsExactly("pending", "denied");
        assertThat(outcomes.get(1).text()).contains("reference_unresolved");
    }

    @Test
    @Tag("P3")
    void theModelIsToldWhereItMayReferAndTheContractOfOtherToolsStaysAsItWas() {
        ToolRegistry tools = ToolRegistry.of(pay, make);
        String told = tools.find("pay_order").orElseThrow().definition().argumentsSchema();

        assertThat(told).contains("result_of").contains("anyOf");
        assertThat(tools.find("pay_order").orElseThrow().definition().description())
                .contains("result_of");
        assertThat(tools.find("make_order").orElseThrow().definition().argumentsSchema())
                .doesNotContain("result_of");
        assertThat(tools.find("make_order").orElseThrow().definition().description())
                .isEmpty();
    }

    @Test
    void anArgumentThatIsNotThereOrSecretCannotAcceptOne() {
        Tool unknown = Tool.named("t").acceptingResultIn("x").handledBy(call -> ToolResult.success());
        Tool secret = Tool.named("t")
                .arguments("{\"type\":\"object\",\"properties\":{\"x\":{\"type\":\"string\",\"x-sensitive\":true}}}")
                .acceptingResultIn("x")
                .handledBy(call -> ToolResult.success());

        assertThatThrownBy(() -> ToolRegistry.of(unknown)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ToolRegistry.of(secret)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> paying().completedBy(call -> call.arguments()).handledBy(call -> ToolResult.success()))
                .isInstanceOf(IllegalStateException.class);
    }
}
