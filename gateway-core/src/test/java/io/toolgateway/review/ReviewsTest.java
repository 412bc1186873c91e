package io.toolgateway.review;

import static io.toolgateway.policy.Approvers.byCaller;
import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Condition.tool;
import static io.toolgateway.policy.Verdict.requireApproval;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.Gateway;
import io.toolgateway.GatewayBuilder;
import io.toolgateway.approval.EditResult;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.approval.ReviewResult;
import io.toolgateway.approval.Seen;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.json.Json;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Budget;
import io.toolgateway.policy.Policy;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.store.Page;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.testkit.SettableClock;
import io.toolgateway.tool.Call;
import io.toolgateway.tool.Preview;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolBuilder;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a person sees before deciding is said by code out of what is stored. */
@Tag("A7")
class ReviewsTest {

    private static final Caller ANN =
            Caller.of("acme", "ann").withRoles("agent").through("assistant");
    private static final Caller SUE = Caller.of("acme", "sue").withRoles("supervisor");
    private static final Caller STRANGER = Caller.of("acme", "tom").withRoles("agent");
    private static final Caller ELSEWHERE = Caller.of("other", "sue").withRoles("supervisor");

    private static final String SCHEMA = """
            {"type": "object", "required": ["order_id", "idempotency_key"], "additionalProperties": false,
             "properties": {
               "order_id": {"type": "string", "title": "Order"},
               "amount": {"type": "number"},
               "deliverBy": {"type": "string", "format": "date-time"},
               "express": {"type": "boolean", "default": false},
               "pin": {"type": "string", "x-sensitive": true},
               "card": {"type": "string", "x-sensitive": true},
               "lines": {"type": "array", "items": {"$ref": "#/$defs/line"}},
               "note": {"type": ["string", "null"]},
               "idempotency_key": {"type": "string", "pattern": "^[a-f0-9]{32}$"}},
             "$defs": {"line": {"type": "object", "properties": {"sku": {"type": "string", "title": "Article"}}}}}""";

    private final SettableClock clock = new SettableClock();
    private final ProposalStore store = new InMemoryProposalStore(clock);

    private ToolBuilder refund() {
        return Tool.named("process_refund")
                .describedAs("Refunds an order.")
                .arguments(SCHEMA)
                .idempotent()
                .destructive()
                .callableBy("agent")
                .completedBy(call -> call.withDefault("amount", new BigDecimal("12500.50")))
                .materialStateBy(call -> Map.of("total", 12500.5, "state", "paid"));
    }

    private GatewayBuilder gateway(Tool... tools) {
        return Gateway.builder()
                .tools(ToolRegistry.of(tools))
                .policy(Policy.named("desk", "2026-11")
                        .rule(
                                "large refunds",
                                tool("process_refund"),
                                requireApproval(byRole("supervisor")).within(Duration.ofHours(4)))
                        .otherwise(requireApproval(byCaller().or(byRole("supervisor")))
                                .allowingPartial()))
                .store(store)
                .time(clock)
                .withoutLogging();
    }

    private static Tool done(ToolBuilder tool) {
        return tool.handledBy(call -> ToolResult.success().withId("R-1").withMessage("Refunded."));
    }

    private static ToolCall received(String tool, String arguments) {
        String raw = "{\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"" + tool + "\",\"arguments\":"
                + Json.write(arguments) + "}}";
        return new ToolCall("c1", tool, arguments, null, raw);
    }

    private static ProposalId id(Outcome outcome) {
        return Objects.requireNonNull(outcome.proposalId(), outcome::messageForModel);
    }

    private static ReviewField field(ReviewCard card, String pointer) {
        return card.steps().get(0).arguments().stream()
                .filter(field -> field.pointer().equals(pointer))
                .findFirst()
                .orElseThrow();
    }

    private static String origin(ReviewCard card, String pointer) {
        ValueOrigin origin = field(card, pointer).origin();
        return origin == null ? "not known" : origin.words();
    }

    @Test
    void theCardSaysAllThatIsKnown() {
        Gateway gateway = gateway(done(refund()))
                .budget(Budget.named("refunds: a day")
                        .of("process_refund")
                        .adding("amount")
                        .perUser()
                        .per(Duration.ofHours(24))
                        .atMost("20000"))
                .build();
        Request request = Request.of("req_1")
                .inConversation("conv_7")
                .saying("My card 4929-1111 was charged twice.")
                .withUntrustedContent();
        ToolCall call = received(
                        "process_refund",
                        "{\"order_id\":\"ORD-1\",\"deliverBy\":\"2026-12-01T09:30:00+01:00\",\"pin\":\"77\",\"card\":\"4929-1111\","
                                + "\"lines\":[{\"sku\":\"A-1\"},{\"sku\":\"4929-1111\"}],\"note\":null}")
                .withSummary("Refunds 12,050.50 for ORD-1.");
        Outcome outcome = gateway.propose(call, ANN, request);
        clock.advance(Duration.ofMinutes(30));

        ReviewCard card = gateway.reviews().find(id(outcome), SUE).orElseThrow();

        assertThat(card.request().user()).isEqualTo("ann");
        assertThat(card.request().through()).isEqualTo("assistant");
        assertThat(card.request().conversation()).isEqualTo("conv_7");
        assertThat(Objects.requireNonNull(card.request().words()).text())
                .isEqualTo("My card [redacted] was charged twice.");
        assertThat(card.request().untrustedContent()).isTrue();
        assertThat(card.waiting().status()).isEqualTo("waits for a decision");
        assertThat(card.waiting().awaited()).containsExactly("approval by supervisor");
        assertThat(card.waiting().left()).isEqualTo(Duration.ofMinutes(210));
        assertThat(card.waiting().may().approve()).isTrue();
        assertThat(card.parkedBy().rules()).containsExactly("large refunds");
        assertThat(card.parkedBy().version()).isEqualTo("2026-11");
        ReviewStep step = card.steps().get(0);
        assertThat(step.tool().destructive()).isTrue();
        assertThat(step.tool().asProposed()).isTrue();
        assertThat(step.arguments())
                .extracting(ReviewField::label)
                .containsExactlyInAnyOrder(
                        "Order",
                        "Deliver by",
                        "Pin",
                        "Card",
                        "Lines 1 › Article",
                        "Lines 2 › Article",
                        "Note",
                        "Express",
                        "Amount",
                        "Idempotency key");
        assertThat(field(card, "/amount").value().text()).isEqualTo("12,500.5");
        assertThat(field(card, "/amount").exact()).isEqualTo("12500.5");
        assertThat(field(card, "/deliverBy").value().text()).isEqualTo("Tuesday 1 December 2026, 08:30:00 UTC");
        assertThat(field(card, "/deliverBy").exact()).isEqualTo("2026-12-01T09:30:00+01:00");
        assertThat(field(card, "/note").kind()).isEqualTo(FieldKind.NULL);
        assertThat(field(card, "/pin").kind()).isEqualTo(FieldKind.SECRET);
        assertThat(field(card, "/card").kind()).isEqualTo(FieldKind.SECRET);
        assertThat(field(card, "/lines/1/sku").kind())
                .as("the same value in another place")
                .isEqualTo(FieldKind.SECRET);
        assertThat(card.toJson() + card.toText()).doesNotContain("4929").doesNotContain("77\"");
        assertThat(step.facts()).extracting(ReviewField::label).containsExactlyInAnyOrder("Total", "State");
        assertThat(step.budgets()).singleElement().satisfies(budget -> {
            assertThat(budget.name()).isEqualTo("refunds: a day");
            assertThat(budget.amount()).isEqualTo("12,500.5");
            assertThat(budget.limit()).isEqualTo("20,000");
        });
        assertThat(Objects.requireNonNull(step.summary()).warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.token()).isEqualTo("12,050.50"));
    }

    @Test
    void whereEachValueCameFromIsSaidWhereItIsKnown() {
        Gateway gateway = gateway(done(refund())).build();

        ReviewCard raw = gateway.reviews()
                .find(
                        id(gateway.propose(
                                received("process_refund", "{\"order_id\":\"ORD-1\",\"lines\":[{\"sku\":\"A\"}]}"),
                                ANN)),
                        SUE)
                .orElseThrow();
        assertThat(origin(raw, "/order_id")).isEqualTo("from the model");
        assertThat(origin(raw, "/lines/0/sku")).isEqualTo("from the model");
        assertThat(origin(raw, "/express")).isEqualTo("default");
        assertThat(origin(raw, "/amount")).isEqualTo("filled in by the tool");
        assertThat(origin(raw, "/idempotency_key")).isEqualTo("made by the gateway");

        ReviewCard bare = gateway.reviews()
                .find(id(gateway.propose(ToolCall.of("process_refund", "{\"order_id\":\"ORD-1\"}"), ANN)), SUE)
                .orElseThrow();
        assertThat(origin(bare, "/order_id"))
                .as("a tool that completes may have changed it")
                .isEqualTo("not known");

        Gateway plain = gateway(done(
                        Tool.named("note").arguments("{\"type\":\"object\"}").callableBy("agent")))
                .build();
        ReviewCard simple = plain.reviews()
                .find(id(plain.propose(ToolCall.of("note", "{\"a\":{\"b\":1}}"), ANN)), SUE)
                .orElseThrow();
        assertThat(origin(simple, "/a/b")).as("nobody else can have brought it").isEqualTo("from the model");
    }

    @Test
    void whatIsApprovedIsWhatTheCardWasMadeOf() {
        Gateway gateway = gateway(done(refund())).build();
        ProposalId id = id(gateway.propose(received("process_refund", "{\"order_id\":\"ORD-1\"}"), ANN));
        ReviewCard card = gateway.reviews().find(id, SUE).orElseThrow();

        assertThat(card.hash())
                .isEqualTo(
                        gateway.approvals().find(id, SUE).map(ReviewItem::hash).orElseThrow());
        assertThat(gateway.approvals().approve(card.id(), card.hash(), SUE)).isInstanceOf(ReviewResult.Accepted.class);
        assertThat(gateway.reviews().find(id, SUE).orElseThrow().waiting().status())
                .isEqualTo("approved, not started");
        gateway.executor().runOnce();

        ReviewCard after = gateway.reviews().find(id, SUE).orElseThrow();
        assertThat(after.waiting().phase()).isEqualTo(Phase.EXECUTED);
        assertThat(after.waiting().votes()).extracting(ReviewCard.Yes::reviewer).containsExactly("sue");
        assertThat(Objects.requireNonNull(after.steps().get(0).outcome()).text())
                .isEqualTo("R-1 Refunded.");
    }

    @Test
    void aChainIsOneCardWithItsStepsInOrder() {
        Tool first = Tool.named("create_return")
                .arguments("{\"type\":\"object\",\"properties\":{\"order_id\":{\"type\":\"string\"}}}")
                .callableBy("agent")
                .handledBy(call -> ToolResult.success().withId("RET-1"));
        Tool second = Tool.named("send_label")
                .arguments("{\"type\":\"object\",\"properties\":{\"return_id\":{\"type\":\"string\"}}}")
                .callableBy("agent")
                .acceptingResultIn("return_id")
                .handledBy(call -> ToolResult.success());
        Gateway gateway = gateway(first, second).build();
        List<Outcome> outcomes = gateway.propose(
                List.of(
                        ToolCall.of("c0", "create_return", "{\"order_id\":\"ORD-12345\"}"),
                        ToolCall.of("c1", "send_label", "{\"return_id\":{\"result_of\":0,\"pointer\":\"/id\"}}")
                                .withSummary("Sends the label for ORD-12345 and ORD-99999.")),
                ANN,
                Request.of("req_1").keyedBy("req_1"));

        ReviewCard card = gateway.reviews().find(id(outcomes.get(1)), SUE).orElseThrow();

        assertThat(card.steps()).extracting(step -> step.tool().name()).containsExactly("create_return", "send_label");
        assertThat(card.ifAStepFails()).startsWith("NOT all or nothing");
        assertThat(card.references()).singleElement().asString().contains("what step 1");
        ReviewField reference = card.steps().get(1).arguments().get(0);
        assertThat(reference.kind()).isEqualTo(FieldKind.REFERENCE);
        assertThat(reference.value().text()).isEqualTo("⟦what step 1 returns at /id⟧");
        assertThat(reference.origin()).isEqualTo(new ValueOrigin(ValueOrigin.Kind.RESULT, 1));
        assertThat(Objects.requireNonNull(card.steps().get(1).summary()).warnings())
                .as("the other step's order is known, this one is nobody's")
                .extracting(SummaryWarning::token)
                .containsExactly("ORD-99999");
        assertThat(card.waiting().awaited())
                .containsExactly("confirmation by the user who asked or approval by supervisor");
        assertThat(gateway.reviews().pending(SUE).cards())
                .as("once")
                .extracting(ReviewCard::id)
                .containsExactly(card.id());
    }

    @Test
    void nobodySeesWhatIsNotTheirs() {
        Gateway gateway = gateway(done(refund())).build();
        ProposalId id = id(gateway.propose(received("process_refund", "{\"order_id\":\"ORD-1\"}"), ANN));

        for (Caller other : List.of(STRANGER, ELSEWHERE)) {
            assertThat(gateway.reviews().find(id, other)).isEmpty();
            assertThat(gateway.reviews().pending(other).cards()).isEmpty();
        }
        ReviewCard own = gateway.reviews().find(id, ANN).orElseThrow();
        assertThat(own.waiting().may().approve()).isFalse();
        ReviewItem item = gateway.approvals().find(id, SUE).orElseThrow();
        assertThat(gateway.reviews().of(item).waiting().may().approve()).isFalse();
    }

    @Test
    void aPageReadsAboutAsMuchAsItShows() {
        AtomicInteger read = new AtomicInteger();
        Gateway gateway = gateway(done(refund())).store(counted(store, read)).build();
        List<ProposalId> all = new ArrayList<>();
        for (int i = 0; i < 260; i++) {
            all.add(id(gateway.propose(
                    received("process_refund", "{\"order_id\":\"ORD-" + i + "\"}"), ANN, Request.of("r" + i))));
        }

        CardPage first = gateway.reviews().pending(SUE);
        assertThat(first.cards()).hasSize(50);
        assertThat(read.get()).as("rows that were read").isLessThanOrEqualTo(200);
        List<ProposalId> order = new ArrayList<>();
        CardPage page = first;
        page.cards().forEach(card -> order.add(card.id()));
        while (page.next() != null) {
            page = gateway.reviews().pending(SUE, 50, page.next());
            page.cards().forEach(card -> order.add(card.id()));
        }
        assertThat(order)
                .as("newest first, each once")
                .containsExactlyInAnyOrderElementsOf(all)
                .isSortedAccordingTo((a, b) -> b.compareTo(a));
        assertThat(gateway.reviews().pending(STRANGER, 10, null).cards()).isEmpty();
        assertThatThrownBy(() -> gateway.reviews().pending(SUE, 0, null)).isInstanceOf(IllegalArgumentException.class);
    }

    private static ProposalStore counted(ProposalStore store, AtomicInteger read) {
        return (ProposalStore) Proxy.newProxyInstance(
                ProposalStore.class.getClassLoader(),
                new Class<?>[] {ProposalStore.class},
                (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(store, arguments);
                        if (result instanceof Page page) {
                            read.addAndGet(page.proposals().size());
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private ReviewStep.@Nullable ShownPreview preview(Function<Call, Preview> preview) {
        Gateway gateway = gateway(done(refund().previewedBy(preview))).build();
        ProposalId id = id(gateway.propose(
                received("process_refund", "{\"order_id\":\"ORD-1\",\"card\":\"4929-1111\"}"),
                ANN,
                Request.of("p" + preview.hashCode())));
        ReviewCard card = gateway.reviews().find(id, SUE).orElseThrow();
        assertThat(card.steps().get(0).arguments())
                .as("the card is there, whatever the preview")
                .isNotEmpty();
        assertThat(gateway.reviews().pending(SUE).cards())
                .allSatisfy(
                        listed -> assertThat(listed.steps().get(0).preview()).isNull());
        gateway.approvals().reject(id, card.hash(), SUE, "no");
        assertThat(gateway.reviews().find(id, SUE).orElseThrow().toText()).contains("Note: \"no\"");
        assertThat(gateway.reviews().find(id, SUE).orElseThrow().steps().get(0).preview())
                .isNull();
        gateway.close();
        return card.steps().get(0).preview();
    }

    @Test
    void aToolMayShowWhatItWouldChange() {
        ReviewStep.ShownPreview preview = Objects.requireNonNull(preview(call -> Preview.of("Paid", 12500.5, 0)
                .and("State", "paid", "<b>refunded</b>\u202e")
                .and("Card", "4929-1111", null)));

        assertThat(preview.unavailable()).isNull();
        assertThat(preview.rows().stream()
                        .map(row -> row.before().text() + " → " + row.after().text()))
                .containsExactly("12,500.5 (12500.5) → 0", "paid → <b>refunded</b>⟦U+202E⟧", "[redacted] → ⟦nothing⟧");
    }

    @Test
    void aPreviewThatIsSlowOrBreaksKeepsNobodyFromTheCard() {
        CountDownLatch never = new CountDownLatch(1);
        List<Boolean> interrupted = new CopyOnWriteArrayList<>();
        CountDownLatch given = new CountDownLatch(1);
        assertThat(Objects.requireNonNull(preview(call -> {
                            try {
                                never.await();
                            } catch (InterruptedException e) {
                                interrupted.add(true);
                                given.countDown();
                            }
                            return Preview.empty();
                        }))
                        .unavailable())
                .isEqualTo("it took too long");
        assertThat(given)
                .satisfies(
                        latch -> assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue());
        assertThat(interrupted).containsExactly(true);
        assertThat(why(call -> {
                    throw new AssertionError("the secret is 4711");
                }))
                .isEqualTo("the tool could not make one");
        assertThat(why(call -> null)).isEqualTo("the tool gave none");
        assertThat(why(call -> {
                    Preview preview = Preview.empty();
                    for (int i = 0; i < 51; i++) {
                        preview = preview.and("row", i, i);
                    }
                    return preview;
                }))
                .isEqualTo("the tool could not make one");
        assertThat(why(call -> Preview.of("x", Map.of("a", 1), 2))).isEqualTo("the tool could not make one");
    }

    private @Nullable String why(Function<Call, Preview> preview) {
        return Objects.requireNonNull(preview(preview)).unavailable();
    }

    @Test
    void aCallOfAToolThatHasChangedSaysSo() {
        Gateway before = gateway(done(refund())).build();
        ProposalId id = id(before.propose(received("process_refund", "{\"order_id\":\"ORD-1\"}"), ANN));

        Gateway after = gateway(done(refund().arguments(SCHEMA.replace("\"Order\"", "\"Costs nothing\""))
                        .previewedBy(call -> Preview.of("x", 1, 2))))
                .build();
        ReviewCard card = after.reviews().find(id, SUE).orElseThrow();

        assertThat(card.steps().get(0).tool().asProposed()).isFalse();
        assertThat(field(card, "/order_id").label())
                .as("no label of another contract")
                .isEqualTo("Order id");
        assertThat(card.steps().get(0).preview()).isNull();
        assertThat(card.toText()).contains("THE TOOL HAS CHANGED SINCE");
    }

    @Test
    void valuesAreReadableInTheReadersCountryAndNeverWithoutTheExactOnes() {
        Gateway gateway = gateway(done(refund())).build();
        ProposalId id = id(gateway.propose(
                received(
                        "process_refund",
                        "{\"order_id\":\"ORD-1\",\"amount\":1250,\"deliverBy\":\"2026-12-01T23:30:00Z\"}"),
                ANN));

        ReviewCard card = gateway.reviews()
                .in(Locale.GERMANY, ZoneId.of("Europe/Berlin"))
                .find(id, SUE)
                .orElseThrow();

        assertThat(field(card, "/amount").value().text()).isEqualTo("1.250");
        assertThat(field(card, "/amount").exact()).isEqualTo("1250");
        assertThat(field(card, "/deliverBy").value().text()).isEqualTo("Mittwoch 2 Dezember 2026, 00:30:00 UTC+01:00");
        assertThat(card.toText()).contains("  Amount: 1.250 ⟦exactly 1250; from the model⟧");
    }

    @Test
    void numbersOfAnySizeAreShown() {
        LocalForm readable = new LocalForm(Locale.ROOT, ZoneId.of("UTC"));
        for (String number : List.of(
                "0",
                "-1234567",
                "0.00001",
                "1e300",
                "-1.5e-290",
                "12345678901234567890123456789",
                "1" + "0".repeat(300))) {
            Object value = Objects.requireNonNull(Json.parse(number));
            String exact = Json.canonical(value);
            String words = readable.number((Number) value);
            assertThat(words.replace(",", "")).isEqualTo(exact);
        }
        assertThat(readable.date("2026-02-30")).isNull();
        assertThat(readable.date("2026-02-28T25:00:00Z")).isNull();
        assertThat(readable.date("2026-02-28")).isEqualTo("Saturday 28 February 2026");
        assertThat(readable.date("2026-02-28T10:00"))
                .isEqualTo("Saturday 28 February 2026, 10:00:00, no time zone given");
        assertThat(LocalForm.left(Duration.ofMinutes(61))).isEqualTo("1 hour 1 minute");
        assertThat(LocalForm.left(Duration.ofDays(2))).isEqualTo("2 days");
        assertThat(LocalForm.left(Duration.ofMillis(300))).isEqualTo("1 second");
        assertThat(LocalForm.left(Duration.ZERO)).isEqualTo("none");
    }

    @Test
    void whatIsTooMuchToReadIsCountedAndHidesNothingBehindIt() {
        Gateway gateway = gateway(done(
                        Tool.named("note").arguments("{\"type\":\"object\"}").callableBy("agent")))
                .build();
        List<Integer> padding = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            padding.add(i);
        }
        String arguments = Json.write(Json.of(Map.of("aa", padding)));
        ProposalId id = id(gateway.propose(
                ToolCall.of(
                        "note",
                        arguments.substring(0, arguments.length() - 1) + ",\"zz\":\"the point\",\"e\":{},\"f\":[],"
                                + "\"order_id\":1,\"orderId\":2}"),
                ANN));
        ReviewCard card = gateway.reviews().find(id, SUE).orElseThrow();

        List<ReviewField> fields = card.steps().get(0).arguments();
        assertThat(fields).hasSize(50 + 1 + 5);
        assertThat(fields.get(50).kind()).isEqualTo(FieldKind.LEFT_OUT);
        assertThat(fields.get(50).value().text()).isEqualTo("⟦2950 more values are not shown⟧");
        assertThat(fields.get(50).value().sha256()).isEqualTo(Visible.sha256(Json.write(Json.of(padding))));
        assertThat(fields.get(51).value().text()).isEqualTo("the point");
        assertThat(fields.subList(52, 54)).extracting(ReviewField::kind).containsOnly(FieldKind.EMPTY);
        assertThat(fields.subList(54, 56))
                .as("two that would read the same")
                .extracting(ReviewField::label)
                .containsExactly("order_id", "orderId");
    }

    @Test
    void whatAReviewerEditedOrHandedOnIsSaid() {
        Gateway gateway = gateway(done(
                        Tool.named("note").arguments("{\"type\":\"object\"}").callableBy("agent")))
                .build();
        ToolCall call = received("note", "{\"a\":\"one\",\"b\":2}").withSummary("Writes one and 2.");
        ReviewCard proposed =
                gateway.reviews().find(id(gateway.propose(call, ANN)), SUE).orElseThrow();

        EditResult edited = gateway.approvals()
                .edit(new Seen(proposed.id(), proposed.hash()), "{\"a\":\"one\",\"b\":3}", SUE, null);
        ReviewItem item = ((EditResult.Revised) edited).item();
        gateway.approvals().delegate(new Seen(item.id(), item.hash()), "kim", SUE, "you know them");
        ReviewCard card = gateway.reviews().find(item.id(), SUE).orElseThrow();

        assertThat(card.request().editedBy()).isEqualTo("sue");
        assertThat(origin(card, "/a")).isEqualTo("from the model");
        assertThat(origin(card, "/b")).isEqualTo("edited by a reviewer");
        assertThat(card.waiting().awaited()).singleElement().asString().contains("approval by the user kim");
        assertThat(card.toText())
                .contains("Edited by: sue; it is not what the model proposed.", "Note: \"you know them\"");
        assertThat(Objects.requireNonNull(card.steps().get(0).summary()).warnings())
                .as("the model's words are of what it proposed")
                .extracting(SummaryWarning::token)
                .containsExactly("2");
    }

    @Test
    void timeThatHasRunOutIsSaid() {
        Gateway gateway = gateway(done(refund())).build();
        ProposalId id = id(gateway.propose(received("process_refund", "{\"order_id\":\"ORD-1\"}"), ANN));
        clock.advance(Duration.ofHours(5));

        ReviewCard card = gateway.reviews().find(id, SUE).orElseThrow();

        assertThat(card.waiting().status()).isEqualTo("its time has run out");
        assertThat(card.waiting().left()).isZero();
        assertThat(card.toText()).contains("time left: none");
    }
}
