package io.toolgateway.replay;

import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Condition.argument;
import static io.toolgateway.policy.Condition.calledAtLeast;
import static io.toolgateway.policy.Condition.readsOnly;
import static io.toolgateway.policy.Verdict.allow;
import static io.toolgateway.policy.Verdict.deny;
import static io.toolgateway.policy.Verdict.requireApproval;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.toolgateway.audit.ToolTable;
import io.toolgateway.caller.Caller;
import io.toolgateway.json.Json;
import io.toolgateway.policy.Policy;
import io.toolgateway.time.TimeSource;
import io.toolgateway.tool.Check;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("O6")
class ReplayTest {

    static final Path FILES = Path.of("src/test/resources/replay");

    private final ToolRegistry tools = RecordedTools.read(FILES.resolve("tools.jsonl"));
    private final Caller customer = Caller.of("acme", "cat").withRoles("customer");

    @Test
    void recordedCallsAreCountedByWhatBecomesOfThem() {
        ReplayReport report =
                Replay.of(tools, Policy.safeDefault()).as(customer).run(FILES.resolve("calls.jsonl"));

        assertThat(report.tools())
                .extracting(
                        ReplayFigures::tool,
                        ReplayFigures::calls,
                        ReplayFigures::allowed,
                        ReplayFigures::parked,
                        ReplayFigures::denied,
                        ReplayFigures::invalid,
                        ReplayFigures::unauthorized)
                .containsExactly(
                        tuple(ToolTable.UNKNOWN, 1L, 0L, 0L, 1L, 0L, 0L),
                        tuple("get_order", 4L, 2L, 0L, 0L, 2L, 0L),
                        tuple("ping", 2L, 0L, 1L, 0L, 1L, 0L),
                        tuple("refund", 3L, 0L, 2L, 1L, 0L, 1L));
        assertThat(report.total().calls()).isEqualTo(10);
        assertThat(report.total().latency().count()).isEqualTo(10);
        assertThat(report.total().recorded().successRate()).isEqualByComparingTo("0.5");
        assertThat(report.total().recorded().latency().p95()).isEqualTo(Duration.ofNanos(1_200_500_000));
        assertThat(report.badRows()).isEmpty();
        assertThat(report.expectations()).isEqualTo(9);
        assertThat(report.p0()).isEqualTo(6);
        assertThat(report.brokenExpectations()).isEmpty();
        report.requireP0();
    }

    @Test
    void aPolicyThatAllowsTooMuchFailsTheBuildAndSaysWhere() {
        Policy loose = Policy.named("loose", "1").otherwise(allow());
        ReplayReport report = Replay.of(tools, loose).as(customer).run(FILES.resolve("calls.jsonl"));

        assertThat(report.brokenP0()).extracting(Broken::line).containsExactly(5L, 7L);
        assertThatThrownBy(report::requireP0)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("2 P0 expectations broken, 0 bad rows:")
                .hasMessageContaining("calls.jsonl:5: P0 refund (c5): expected parked, got allowed")
                .hasMessageContaining("calls.jsonl:7: P0 refund (c7): expected not_allowed, got allowed");
    }

    @Test
    void aDenialForAnotherReasonThanTheExpectedOneIsBroken() {
        ReplayReport report = Replay.of(tools, Policy.named("no", "1").otherwise(deny("no")))
                .run("rows", Stream.of("""
                        {"tool":"ping","arguments":{},"expect":"denied","code":"not_permitted"}"""), new StringBuilder());

        assertThat(report.brokenExpectations())
                .containsExactly(
                        new Broken("rows", 1, "ping", "P1", "denied not_permitted", "denied denied_by_policy"));
        assertThat(report.brokenP0()).isEmpty();
        assertThat(report.total().unauthorized()).isEqualTo(1);
    }

    @Test
    void badRowsAreNamedWithTheirLineAndTheRunGoesOn() {
        ReplayReport report = Replay.of(tools, Policy.safeDefault()).run(FILES.resolve("bad-calls.jsonl"));

        assertThat(report.total().calls()).isEqualTo(1);
        assertThat(report.badRows())
                .extracting(row -> row.line() + " " + row.problem())
                .containsExactly(
                        "1 no such member: 'expct'; members of your own begin with x-",
                        "2 'expect' must be one of allowed, parked, denied, invalid, refused, not_allowed",
                        "3 'tool' is missing",
                        "4 not JSON: this is not valid JSON at character 0",
                        "5 a row is a JSON object",
                        "6 not JSON: this name stands twice in one object; send it once",
                        "7 'tool' must be a text",
                        "8 'code' and 'priority' need an 'expect'",
                        "9 'priority' must be P0 or P1",
                        "10 only a call that is expected to be denied has a 'code'",
                        "11 'roles' must be an array of texts",
                        "12 the user must have 1 to 200 characters",
                        "13 'result' must be success or failure",
                        "14 'took_ms' must be 0 to 86400000",
                        "15 'untrusted_content' must be true or false");
        assertThatThrownBy(report::requireP0).hasMessageContaining("bad-calls.jsonl:1: no such member");
    }

    @Test
    void aRecordingWithoutAnyP0ExpectationProvesNothing() {
        ReplayReport report = Replay.of(tools, Policy.safeDefault())
                .run("rows", Stream.of("{\"tool\":\"ping\",\"expect\":\"invalid\"}"), new StringBuilder());

        assertThatThrownBy(report::requireP0).hasMessageContaining("no P0 expectation");
    }

    @Test
    void neitherHandlersNorTheToolsOwnFunctionsAreCalled() {
        List<String> called = new ArrayList<>();
        ToolRegistry own = watched(called);

        ReplayReport report = Replay.of(own, Policy.named("all", "1").otherwise(allow()))
                .run(
                        "rows",
                        Stream.of("{\"tool\":\"read\",\"arguments\":{}}", "{\"tool\":\"write\",\"arguments\":{}}"),
                        new StringBuilder());

        assertThat(report.total().allowed()).isEqualTo(2);
        assertThat(called).isEmpty();
    }

    @Test
    void theToolsOwnFunctionsAreCalledOnRequestAndHandlersNever() {
        List<String> called = new ArrayList<>();
        ToolRegistry own = watched(called);

        ReplayReport report = Replay.of(own, Policy.named("all", "1").otherwise(allow()))
                .withToolFunctions()
                .run(
                        "rows",
                        Stream.of("{\"tool\":\"read\",\"arguments\":{}}", "{\"tool\":\"write\",\"arguments\":{}}"),
                        new StringBuilder());

        assertThat(report.total().allowed()).isEqualTo(2);
        assertThat(called)
                .containsExactly("permission", "completion", "check", "permission", "completion", "check", "version");
    }

    private static ToolRegistry watched(List<String> called) {
        return ToolRegistry.of(Stream.of("read", "write")
                .map(name -> {
                    var tool = Tool.named(name)
                            .callableByAnyone()
                            .permittedWhen(call -> called.add("permission"))
                            .completedBy(call -> {
                                called.add("completion");
                                return call.arguments();
                            })
                            .checkedBy(call -> {
                                called.add("check");
                                return Check.passed();
                            })
                            .versionedBy(call -> {
                                called.add("version");
                                return "1";
                            });
                    if (name.equals("read")) {
                        tool.readOnly();
                    }
                    return tool.handledBy(call -> {
                        called.add("handler");
                        return ToolResult.success();
                    });
                })
                .toArray(Tool[]::new));
    }

    @Test
    void theRegistryThatIsTriedStaysAsItWas() throws Exception {
        ToolResult mine = ToolResult.success().withId("mine");
        ToolRegistry own =
                ToolRegistry.of(Tool.named("read").readOnly().callableByAnyone().handledBy(call -> mine));

        Replay.of(own, Policy.safeDefault()).run("rows", Stream.of("{\"tool\":\"read\"}"), new StringBuilder());

        assertThat(own.find("read").orElseThrow().tool().handler().handle(null)).isSameAs(mine);
    }

    @Test
    void rulesOverCallerUntrustedContentAndGuardrailsSeeWhatTheRowSays() {
        Policy policy = Policy.named("test", "1")
                .rule("reads", readsOnly(), allow())
                .rule("small", argument("amount").atMost("500"), allow())
                .otherwise(requireApproval(byRole("supervisor")));
        ReplayReport report = Replay.of(tools, policy)
                .guardrail("strangers", request -> request.request().hasUntrustedContent() ? deny("no") : allow())
                .as(customer.withRoles("agent"))
                .run(
                        "rows",
                        Stream.of(
                                "{\"tool\":\"refund\",\"arguments\":{\"order_id\":\"ORD-00001\",\"amount\":5},\"expect\":\"allowed\"}",
                                "{\"tool\":\"refund\",\"arguments\":{\"order_id\":\"ORD-00001\",\"amount\":5},\"expect\":\"denied\",\"untrusted_content\":true}",
                                "{\"tool\":\"refund\",\"arguments\":{\"order_id\":\"ORD-00001\",\"amount\":501},\"expect\":\"parked\"}",
                                "{\"tool\":\"refund\",\"arguments\":{\"order_id\":\"ORD-00001\"},\"expect\":\"parked\"}",
                                "{\"tool\":\"refund\",\"arguments\":{\"order_id\":\"ORD-00001\"},\"caller\":{\"roles\":[]},\"expect\":\"denied\"}"),
                        new StringBuilder());

        assertThat(report.badRows()).isEmpty();
        assertThat(report.brokenExpectations()).isEmpty();
        assertThat(report.expectations()).isEqualTo(5);
    }

    @Test
    void aLongRunTellsHowFarItIsEveryFiveSeconds() {
        StringBuilder progress = new StringBuilder();
        long[] nanos = {0};
        TimeSource time = new TimeSource() {
            @Override
            public Instant instant() {
                return Instant.EPOCH.plusNanos(nanos[0]);
            }

            @Override
            public long nanoTime() {
                return nanos[0];
            }
        };

        Replay.of(tools, Policy.safeDefault())
                .time(time)
                .run(
                        "rows",
                        IntStream.rangeClosed(1, 12_000).mapToObj(i -> {
                            nanos[0] += 1_000_000;
                            return "{\"tool\":\"ping\",\"arguments\":{}}";
                        }),
                        progress);

        assertThat(progress.toString().lines())
                .containsExactly(
                        "replay: 5,000 calls, 0 broken expectations, 0 bad rows",
                        "replay: 10,000 calls, 0 broken expectations, 0 bad rows");
    }

    @Test
    void aRuleOverHistorySeesTheCallsBefore() {
        Policy often = Policy.named("often", "1")
                .rule("often", calledAtLeast(2, Duration.ofHours(1)), deny("too often"))
                .otherwise(allow());
        ReplayReport report = Replay.of(tools, often)
                .run(
                        "rows",
                        Stream.generate(() -> "{\"tool\":\"ping\",\"arguments\":{}}")
                                .limit(5),
                        new StringBuilder());

        assertThat(report.total().allowed()).isEqualTo(2);
        assertThat(report.total().denied()).isEqualTo(3);
    }

    @Test
    void packedFilesAreReadAndBytesThatAreNoTextHarmOneRowAlone(@TempDir Path dir) throws IOException {
        Path file = dir.resolve("calls.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("\n{\"tool\":\"ping\",\"arguments\":{}}\r\n{\"tool\":\"".getBytes(StandardCharsets.UTF_8));
            out.write(0xff);
            out.write("\"}\n{\"tool\":\"ping\",\"arguments\":{}}".getBytes(StandardCharsets.UTF_8));
        }

        ReplayReport report = Replay.of(tools, Policy.safeDefault()).run(file);

        assertThat(report.total().calls()).isEqualTo(2);
        assertThat(report.badRows())
                .containsExactly(new BadRow(file.toString(), 3, "not JSON: these bytes are not UTF-8"));
    }

    @Test
    void theReportIsThereAsJsonAndNoArgumentIsInIt() {
        ReplayReport report = Replay.of(tools, Policy.named("loose", "1").otherwise(allow()))
                .as(customer)
                .run(FILES.resolve("calls.jsonl"));
        Map<String, Object> json = Json.parseObject(report.toJson());

        assertThat(json).containsKeys("total", "tools", "expectations", "p0", "broken", "bad_rows");
        assertThat(Json.asObject(json.get("total")))
                .containsEntry("calls", 10L)
                .containsEntry("invalid_rate", Json.parse("0.3"))
                .containsEntry("unauthorized_rate", Json.parse("0.1"))
                .containsEntry("tool_success_rate", Json.parse("0.5"))
                .containsEntry("tool_p95_ms", Json.parse("1200.5"));
        assertThat(report.toJson() + report).doesNotContain("12345");
    }

    @Test
    void toolsThatMakeNoToolAreAllNamedAtOnce() {
        assertThatThrownBy(() -> RecordedTools.read(FILES.resolve("bad-tools.jsonl")))
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining("bad-tools.jsonl:2: a tool's name has 1 to 128 letters")
                .hasMessageContaining("bad-tools.jsonl:3: tool 'typo'")
                .hasMessageContaining("bad-tools.jsonl:4: no such effect: harmless")
                .hasMessageContaining("bad-tools.jsonl:5: a second tool named 'good'")
                .hasMessageContaining("bad-tools.jsonl:6: 'name' is missing");
        assertThatThrownBy(() -> RecordedTools.read(FILES.resolve("none.jsonl")))
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining("cannot read");
    }

    @Test
    void whatAToolsFileLeavesOutTakesTheSafeSide() {
        Tool ping = tools.find("ping").orElseThrow().tool();

        assertThat(ping.effect().text()).isEqualTo("non_idempotent");
        assertThat(ping.isDestructive()).isFalse();
        assertThat(ping.isCallableByAnyone()).isTrue();
        assertThat(ping.approvableBy()).containsExactly("reviewer");
    }
}
