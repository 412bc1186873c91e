package io.toolgateway.audit;

import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Condition.tool;
import static io.toolgateway.policy.Verdict.allow;
import static io.toolgateway.policy.Verdict.requireApproval;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.toolgateway.Gateway;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.execution.ExecutorOptions;
import io.toolgateway.json.Json;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Decision;
import io.toolgateway.policy.Policy;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.Execution;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.store.ProposalQuery;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.tool.Check;
import io.toolgateway.tool.Invocation;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolBuilder;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** A canary stands at a place that the schema marks, and wherever a careless host or model repeats it; no sink may sing. */
@Tag("O1")
@Tag("A11")
@Tag("I17")
class SecretCanaryTest {

    private static final String CANARY = "C4n4ry7781";
    private static final String NUMBER = "481516234";

    private static final String SCHEMA = """
            {"type":"object","additionalProperties":false,"properties":{
              "note":{"type":"string"},
              "count":{"type":"integer"},
              "password":{"type":"string","x-sensitive":true},
              "pin":{"type":"integer","x-sensitive":true},
              "card":{"type":"object","x-sensitive":true},
              "wallet":{"type":"object","properties":{"key":{"type":"string","x-sensitive":true}}},
              "people":{"type":"array","items":{"type":"object","properties":{
                "name":{"type":"string"},"ssn":{"type":"string","x-sensitive":true}}}},
              "tokens":{"type":"object","additionalProperties":{"type":"string","x-sensitive":true}},
              "deep":{"type":"object","properties":{"a":{"type":"array","items":{"type":"array","items":{
                "type":"string","x-sensitive":true}}}}},
              "either":{"anyOf":[{"type":"integer"},{"type":"string","x-sensitive":true}]}}}""";

    /** Where the canary stands in valid arguments, and which canary. */
    private static final Map<String, String> PLACES = Map.ofEntries(
            Map.entry("member", "{\"password\":\"%s\"}"),
            Map.entry("number", "{\"pin\":481516234}"),
            Map.entry("beneath a secret object", "{\"card\":{\"number\":\"%s\",\"valid\":{\"year\":2031}}}"),
            Map.entry("deep beneath a secret object", "{\"card\":{\"lines\":[{\"code\":[\"%s\"]}]}}"),
            Map.entry("nested member", "{\"wallet\":{\"key\":\"%s\"}}"),
            Map.entry("item's member", "{\"people\":[{\"name\":\"Ann\"},{\"name\":\"Bob\",\"ssn\":\"%s\"}]}"),
            Map.entry("name that is not declared", "{\"tokens\":{\"any/na~me\":\"%s\"}}"),
            Map.entry("item of an item", "{\"deep\":{\"a\":[[],[\"x\",\"%s\"]]}}"),
            Map.entry("one branch", "{\"either\":\"%s\"}"),
            Map.entry("repeated in another argument", "{\"note\":\"it is %s!\",\"password\":\"%s\"}"),
            Map.entry("with characters to be escaped", "{\"password\":\"\\\"%s\\n\\u001b\"}"),
            Map.entry("with space around it", "{\"password\":\" %s\\n\"}"));

    private enum Ending {
        SUCCESS,
        ECHO,
        FAILURE,
        TRANSIENT,
        THROWN,
        CHECK,
        CHECK_THROWN,
        POLICY,
        PERMISSION,
        ROLE,
        EXTRA_MEMBER,
        WRONG_TYPE_ELSEWHERE
    }

    private String canary = CANARY;
    private String repeated = CANARY;
    private final List<AuditEvent> heard = new ArrayList<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger("io.toolgateway");
    private final Caller agent = Caller.of("acme", "ann").withRoles("agent");
    private final Caller boss = Caller.of("acme", "sue").withRoles("boss");

    @BeforeEach
    void listen() {
        log.start();
        root.addAppender(log);
        root.setLevel(Level.TRACE);
        root.setAdditive(false);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(log);
        root.setLevel(null);
        root.setAdditive(true);
    }

    static Stream<Arguments> everyPlaceAndEnding() {
        return PLACES.entrySet().stream()
                .flatMap(place -> Stream.of(Ending.values())
                        .map(ending -> Arguments.of(place.getKey(), place.getValue(), ending)));
    }

    @ParameterizedTest(name = "{0}, {2}")
    @MethodSource("everyPlaceAndEnding")
    void aSecretInValidOrInvalidArgumentsReachesNoSink(String place, String arguments, Ending ending) {
        canary = place.equals("number") ? NUMBER : CANARY;
        repeated = place.equals("with characters to be escaped") ? "\"" + CANARY + "\n\u001b" : canary;
        String sent = arguments.replace("%s", canary);
        if (ending == Ending.EXTRA_MEMBER) {
            sent = "{\"pasword\":\"" + canary + "\"," + sent.substring(1);
        } else if (ending == Ending.WRONG_TYPE_ELSEWHERE) {
            sent = "{\"count\":\"my secret is " + canary + "\"," + sent.substring(1);
        }
        Gateway gateway = gateway(ending, sent);
        Request request = Request.of("r1").keyedBy("k1").saying("set it to " + repeated + ".");

        for (String tool : List.of("read", "write", "parked")) {
            Outcome outcome = gateway.propose(ToolCall.of("id", tool, sent), agent, request);
            assertSilent(outcome.toString(), tool);
            if (!(outcome instanceof Outcome.Executed)) {
                assertSilent(outcome.text(), tool);
            }
            gateway.propose(ToolCall.of("id", tool, sent), agent, request);
        }
        for (ReviewItem item : gateway.approvals().pending(boss)) {
            assertSilent(
                    item.toString() + item.steps().get(0).content().arguments().shown(), "review");
            gateway.approvals().approve(item.id(), item.hash(), boss);
        }
        gateway.executor().runOnce();

        assertThat(heard).hasSizeGreaterThanOrEqualTo(6);
        assertEverySinkIsSilent(gateway);
    }

    @Test
    void aSecretThatAReviewerWritesDownReachesNoSink() {
        Gateway gateway = gateway(Ending.SUCCESS, "");
        for (String key : List.of("declined", "taken back")) {
            ToolCall call = ToolCall.of("parked", "{\"password\":\"" + CANARY + "\"}");
            gateway.propose(call, agent, Request.of("r1").keyedBy(key));
        }
        List<ReviewItem> items = gateway.approvals().pending(boss);
        gateway.approvals().reject(items.get(0).id(), items.get(0).hash(), boss, CANARY + " is no password");
        gateway.approvals().withdraw(items.get(1).id(), items.get(1).hash(), agent, "it was " + CANARY);

        assertThat(heard)
                .extracting(AuditEvent::statement)
                .endsWith(new Statement.Noted("[redacted] is no password"), new Statement.Noted("it was [redacted]"));
        assertEverySinkIsSilent(gateway);
    }

    @Test
    void aSecretThatTheModelRepeatsInItsSummaryIsNeitherShownNorFound() {
        InMemoryProposalStore store = new InMemoryProposalStore();
        Gateway gateway = gateway(Ending.SUCCESS, "", store);
        ToolCall call = ToolCall.of("parked", "{\"password\":\"" + CANARY + "\"}");
        gateway.propose(call.withSummary("Sets the password to " + CANARY), agent, Request.of("r1"));
        ProposalQuery all = ProposalQuery.of(agent.tenant());

        assertThat(store.search(all.containing("password")).proposals())
                .singleElement()
                .satisfies(found ->
                        assertThat(found.content().origin().summary()).isEqualTo("Sets the password to [redacted]"));
        assertThat(store.count(all.containing(CANARY))).isZero();
    }

    @ParameterizedTest
    @MethodSource("unread")
    void whatWasNotReadIsNotShown(String tool, String arguments) {
        Gateway gateway = gateway(Ending.SUCCESS, arguments);
        gateway.switches().off("read", null, "test");

        Outcome outcome = gateway.propose(ToolCall.of("id", tool, arguments), agent, Request.of("r1"));

        assertThat(outcome.isError()).isTrue();
        assertSilent(outcome.text(), "outcome");
        assertThat(heard).hasSize(1);
        assertEverySinkIsSilent(gateway);
    }

    static Stream<Arguments> unread() {
        String valid = "{\"password\":\"" + CANARY + "\"}";
        return Stream.of("write", "parked", "no_such_tool", "read")
                .flatMap(tool -> Stream.of(
                                valid,
                                valid + "}",
                                "{\"password\":\"" + CANARY + "\",\"password\":\"" + CANARY + "\"}",
                                "{\"password\":\"" + CANARY,
                                "{\"" + CANARY + "\u0000\":1}",
                                "\"" + CANARY + "\"",
                                "[\"" + CANARY + "\"]",
                                CANARY)
                        .filter(text -> !text.equals(valid) || tool.equals("no_such_tool") || tool.equals("read"))
                        .map(text -> Arguments.of(tool, text)));
    }

    private void assertEverySinkIsSilent(Gateway gateway) {
        List<AuditEvent> recorded = gateway.timeline("r1", agent);
        assertThat(recorded).hasSameSizeAs(heard);
        for (AuditEvent event : recorded) {
            assertSilent(event.toString(), "event");
            assertSilent(CallRecord.of(event).toJson(), "call record");
            assertSilent(String.valueOf(event.subject().request().userText()), "user's text");
            Execution execution = event.execution();
            if (execution != null && execution.result() != null) {
                ToolResult result = execution.result();
                assertSilent(result.message() + result.id() + Json.write(result.data()), "result");
            }
        }
        assertSilent(RequestRecord.of(recorded).orElseThrow().toJson(), "request record");
        assertSilent(Timeline.of(recorded).toString(), "timeline");
        assertSilent(ToolTable.of(recorded, recorded.get(0).at()).toJson(), "table");
        assertThat(log.list).isNotEmpty();
        for (ILoggingEvent line : log.list) {
            assertSilent(line.getFormattedMessage(), "log");
            assertThat(line.getThrowableProxy()).isNull();
        }
    }

    private void assertSilent(String text, String sink) {
        assertThat(text).as(sink).doesNotContain(canary);
    }

    private Gateway gateway(Ending ending, String sent) {
        return gateway(ending, sent, new InMemoryProposalStore());
    }

    private Gateway gateway(Ending ending, String sent, ProposalStore store) {
        String careless = "it was " + sent + " " + repeated;
        ToolRegistry tools = ToolRegistry.of(
                careless(Tool.named("read").readOnly(), ending, careless),
                careless(Tool.named("write").idempotent(), ending, careless),
                careless(Tool.named("parked"), ending, careless));
        Policy rules = Policy.named("test", "1")
                .rule("parked", tool("parked"), requireApproval(byRole("boss")))
                .otherwise(allow());
        Policy policy = ending == Ending.POLICY
                ? request -> new Decision(Verdict.deny(careless), List.of("rule"), "test", "1")
                : rules;
        return Gateway.builder()
                .tools(tools)
                // Not long enough to try a read again.
                .executor(ExecutorOptions.defaults().answeringWithin(Duration.ofMillis(900)))
                .policy(policy)
                .store(store)
                .listener(heard::add)
                .build();
    }

    private Tool careless(ToolBuilder tool, Ending ending, String careless) {
        ToolBuilder contract = tool.arguments(SCHEMA).callableBy(ending == Ending.ROLE ? "other" : "agent");
        if (ending == Ending.CHECK) {
            contract.checkedBy(call -> Check.refused("weak", careless));
        } else if (ending == Ending.CHECK_THROWN) {
            contract.checkedBy(call -> {
                throw new IllegalStateException(careless);
            });
        } else if (ending == Ending.PERMISSION) {
            contract.permittedWhen(call -> {
                throw new IllegalStateException(careless);
            });
        }
        return contract.handledBy(call -> handle(call, ending, careless));
    }

    private ToolResult handle(Invocation call, Ending ending, String careless) {
        return switch (ending) {
            case ECHO ->
                ToolResult.success(List.of(call.arguments().asMap(), careless, Map.of(repeated, 1)))
                        .withId(repeated)
                        .withMessage(careless);
            case FAILURE -> ToolResult.failure("refused", careless);
            case TRANSIENT -> ToolResult.transientFailure("busy", careless);
            case THROWN -> throw new IllegalStateException(careless);
            default -> ToolResult.success();
        };
    }
}
