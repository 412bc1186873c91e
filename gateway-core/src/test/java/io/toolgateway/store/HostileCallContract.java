package io.toolgateway.store;

import static io.toolgateway.testkit.People.ACME;
import static io.toolgateway.testkit.People.ANN;
import static io.toolgateway.testkit.People.SAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.EventType;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.json.Json;
import io.toolgateway.json.JsonLimits;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.proposal.Content;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.schema.Violation;
import io.toolgateway.testkit.Looking;
import io.toolgateway.tool.ToolCall;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a model, a user or a stranger sends to do harm: refused with a clear word, or stored as it is. */
@Tag("S3")
@Tag("P2")
abstract class HostileCallContract extends StoreContract {

    private static final String NUMBER = "numbers may have 1000 characters and exponents up to 308";
    private static final String HALF = "half of a surrogate pair is not accepted; send whole characters";
    private static final String NUL = "the character U+0000 is not accepted";

    HostileCallContract(StoreSetup setup) {
        super(setup);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("{\"a\":\"x\\u0000\"}", "/a", NUL),
                Arguments.of("{\"a\\u0000\":1}", "/a\u0000", NUL),
                Arguments.of("{\"a\":\"\u0000\"}", "/a", "this is not valid JSON at character 6"),
                Arguments.of("{\"a\":\"\\ud800\"}", "/a", HALF),
                Arguments.of("{\"a\":[\"\\udc00\"]}", "/a/0", HALF),
                Arguments.of("{\"a\":\"\\udc00\\ud800\"}", "/a", HALF),
                Arguments.of("{\"a\":\"\uD800\"}", "/a", HALF),
                Arguments.of("{\"\uDC00\":1}", "/\uDC00", HALF),
                Arguments.of("{\"a\":1e100000}", "/a", NUMBER),
                Arguments.of("{\"a\":-1e-20000}", "/a", NUMBER),
                Arguments.of("{\"a\":1e9999999999}", "/a", NUMBER),
                Arguments.of("{\"a\":1" + "0".repeat(400) + "}", "/a", NUMBER),
                Arguments.of("{\"a\":0." + "1".repeat(1_100) + "}", "/a", NUMBER),
                Arguments.of("{\"a\":NaN}", "/a", "this is not valid JSON at character 8"),
                Arguments.of("{\"a\":-Infinity}", "/a", "this is not valid JSON at character 14"),
                Arguments.of(
                        "{\"a\":\"" + "x".repeat(10_000_000) + "\"}",
                        "",
                        "the text is longer than 262144 bytes; send less"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void argumentsThatNoStoreCanHoldAreRefused(String arguments, String pointer, String message) {
        OpenDesk desk = new OpenDesk(store);
        Request request = Request.of("req-1");

        Outcome outcome = desk.gateway.propose(ToolCall.of("park", arguments), ANN, request);

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Invalid.class, invalid -> {
            Violation first = invalid.violations().get(0);
            assertThat(first.message()).isEqualTo(message);
            assertThat(first.pointer()).isEqualTo(pointer);
        });
        AuditEvent event = onlyEvent(request);
        assertThat(event.type()).isEqualTo(EventType.REFUSED);
        assertThat(event.problem().message()).isEqualTo("json: " + message);
        String shown = event.subject().shownArguments();
        assertThat(shown).isNotNull().hasSizeLessThan(5_000);
        assertThat(Json.parse(shown)).asString().doesNotContain("\u0000");
        assertThat(store.count(ProposalQuery.of(ACME))).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e308",
                "-1e-308",
                "1.5e-300",
                "9007199254740993",
                "0.1000000000000000055511151231257827",
                "12e2"
            })
    void anExactNumberRunsAsItWasSent(String number) {
        requireRuns("{\"n\":" + number + "}", Map.of("n", Json.number(new BigDecimal(number))));
    }

    @Test
    void aNegativeZeroIsZeroAndLongNumbersKeepTheirDigits() {
        requireRuns("{\"n\":-0.0,\"m\":-0e-300}", Map.of("n", 0L, "m", 0L));
        String digits = "7".repeat(300) + "." + "3".repeat(600);
        requireRuns("{\"n\":" + digits + "}", Map.of("n", new BigDecimal(digits)));
    }

    private void requireRuns(String sent, Map<String, ?> arguments) {
        OpenDesk desk = new OpenDesk(store);
        Outcome parked = desk.gateway.propose(ToolCall.of("park", sent), ANN);
        assertThat(desk.stored(parked).arguments().asMap()).isEqualTo(arguments);

        assertThat(desk.approvedAndRun(parked.proposalId())).isInstanceOf(Outcome.Executed.class);

        assertThat(desk.ran.get(0).asMap()).isEqualTo(arguments);
    }

    /** A host may let in numbers that no database has a type for: what runs is exact all the same. */
    @ParameterizedTest
    @ValueSource(strings = {"1e100000", "-1e-99999", "1e16384", "1e-16384", "-1.5"})
    void numbersOfWiderLimitsRunAsTheyWereSent(String start) {
        String number = start.equals("-1.5") ? start + "7".repeat(99_989) + "e-99999" : start;
        OpenDesk desk = new OpenDesk(store, new JsonLimits(1 << 20, 64, 10_000, 100_000, 100_000));
        Outcome parked = desk.gateway.propose(ToolCall.of("park", "{\"n\":" + number + "}"), ANN);

        desk.approvedAndRun(parked.proposalId());

        assertThat(desk.ran.get(0).decimal("n")).isEqualByComparingTo(number);
    }

    @ParameterizedTest
    @FieldSource("io.toolgateway.store.HostileTexts#STORABLE")
    void anyOtherTextIsStoredAsItIs(String text) {
        OpenDesk desk = new OpenDesk(store);
        desk.version = text;
        String id = "x" + text;
        Caller caller =
                ANN.withRoles(id, "b").withAttribute(text, text).through(id).at(id);
        Request request =
                Request.of(id).inConversation(id).keyedBy(id).saying(text).withUntrustedContent();
        String arguments = Json.write(Map.of(text, List.of(text, Map.of("in", text))));
        ToolCall call = new ToolCall(text, "park", arguments, text, text);

        Outcome parked = desk.gateway.propose(call, caller, request);

        Content content = desk.stored(parked).content();
        assertThat(content.arguments().values().toJson()).isEqualTo(arguments);
        assertThat(content.arguments().shown()).isEqualTo(arguments);
        assertThat(content.arguments().resourceVersion()).isEqualTo(text);
        assertThat(content.origin().caller()).isEqualTo(caller);
        assertThat(content.origin().request()).isEqualTo(request);
        assertThat(content.origin().callId()).isEqualTo(text);
        assertThat(content.origin().summary()).isEqualTo(text);
        assertThat(content.origin().rawCall()).isEqualTo(text);
        assertThat(onlyEvent(request).subject().request()).isEqualTo(request);
        assertThat(desk.gateway.propose(call, caller, request).proposalId()).isEqualTo(parked.proposalId());
    }

    @ParameterizedTest
    @MethodSource("io.toolgateway.store.HostileTexts#unstorable")
    void wordsAreMendedForTheRecord(String text, String flaw, String mended) {
        OpenDesk desk = new OpenDesk(store);
        Request request = Request.of("req-1").saying(text);

        Outcome parked = desk.gateway.propose(new ToolCall("call", "park", "{}", text, text), ANN, request);

        Proposal stored = desk.stored(parked);
        assertThat(stored.content().origin().request().userText()).isEqualTo(mended);
        assertThat(stored.content().origin().summary()).isEqualTo(mended);
        assertThat(stored.content().origin().rawCall()).isEqualTo(mended);
        Looking.reject(desk.gateway.approvals(), parked.proposalId(), SAM, text);
        assertThat(desk.stored(parked).state().review().note()).isEqualTo(mended);
    }

    @ParameterizedTest
    @MethodSource("io.toolgateway.store.HostileTexts#unstorable")
    void aCallsIdIsNotMendedButRefused(String id, String flaw, String mended) {
        OpenDesk desk = new OpenDesk(store);
        Request request = Request.of("req-1");

        for (String tool : List.of("read", "run", "park")) {
            Outcome outcome = desk.gateway.propose(ToolCall.of(id, tool, "{}"), ANN, request);

            requireDenied(outcome, "invalid_call_id", "the call's id has " + flaw + ", which no store can hold.");
            assertThat(outcome.callId()).isEqualTo(id);
        }
        assertThat(desk.ran).isEmpty();
        assertThat(store.events(EventQuery.ofRequest(ACME, "req-1")))
                .extracting(event -> event.subject().callId())
                .containsExactly(mended, mended, mended);
        requireDenied(
                desk.gateway.propose(ToolCall.of(id, "no_such", "{}"), ANN),
                "unknown_tool",
                "there is no tool of this name.");
    }

    @Test
    void aCallsIdThatIsTooLongIsRefused() {
        OpenDesk desk = new OpenDesk(store);

        requireDenied(
                desk.gateway.propose(ToolCall.of("x".repeat(10_000_000), "run", "{}"), ANN),
                "invalid_call_id",
                "the call's id has more than 1000 characters.");
        assertThat(desk.gateway.propose(ToolCall.of("x".repeat(1_000), "run", "{}"), ANN))
                .isInstanceOf(Outcome.Executed.class);
    }

    @ParameterizedTest
    @MethodSource("io.toolgateway.store.HostileTexts#unstorable")
    void aVersionThatCannotBeComparedLaterIsRefused(String version, String flaw, String mended) {
        OpenDesk desk = new OpenDesk(store);
        desk.version = version;

        requireDenied(
                desk.gateway.propose(ToolCall.of("park", "{}"), ANN),
                "check_failed",
                "the version of its resource has " + flaw + ", which no store can hold.");
        assertThat(store.count(ProposalQuery.of(ACME))).isZero();
    }

    /** Quadratic work would take minutes. */
    @Test
    void aMillionBadCharactersAreMendedInNoTime() {
        OpenDesk desk = new OpenDesk(store);
        String bad = "\u0000".repeat(1_000_000);

        Outcome parked = desk.gateway.propose(new ToolCall(null, "park", "{}", null, bad), ANN);

        assertThat(desk.stored(parked).content().origin().rawCall()).isEqualTo("\uFFFD".repeat(1_000_000));
    }

    @Test
    void whatAUserWroteIsStoredWhateverItsLength() {
        OpenDesk desk = new OpenDesk(store);
        Request request = Request.of("req-1").saying("wörds ".repeat(1_700_000));

        Outcome parked = desk.gateway.propose(ToolCall.of("park", "{}"), ANN, request);

        assertThat(desk.stored(parked).content().origin().request().userText()).isEqualTo(request.userText());
    }

    private AuditEvent onlyEvent(Request request) {
        List<AuditEvent> events = store.events(EventQuery.ofRequest(ACME, request.id()));
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    private static void requireDenied(Outcome outcome, String code, String reason) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Denied.class, denied -> {
            assertThat(denied.code()).isEqualTo(code);
            assertThat(denied.reason()).isEqualTo(reason);
        });
    }
}
