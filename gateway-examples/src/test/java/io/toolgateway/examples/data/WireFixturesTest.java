package io.toolgateway.examples.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.json.Json;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolDefinition;
import io.toolgateway.wire.ApprovalRequest;
import io.toolgateway.wire.ForeignCall;
import io.toolgateway.wire.Received;
import io.toolgateway.wire.UnusableCall;
import io.toolgateway.wire.Wire;
import io.toolgateway.wire.WireFormat;
import io.toolgateway.wire.WireStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Recorded responses of eleven providers: each call is read exactly, and none that has not arrived whole. */
@Tag("P11")
class WireFixturesTest {

    private static final String FIXTURES = "wire/provider_fixtures.jsonl.gz";
    private static final String MCP_EXAMPLES = "wire/mcp_examples.jsonl";

    /** Formats of their own that we do not speak: Cohere's, and the transcript of a coding tool. */
    private static final Set<String> OUT = Set.of("cohere", "harness-claude-code");

    private static final Set<String> FOREIGN = Set.of("anthropic-server_tool_use", "openai-mcp_call");
    private static final String APPROVAL = "openai-mcp_approval_request";

    private final List<String> wrong = new ArrayList<>();
    private int ours;
    private int emptyInput;
    private int foreign;
    private int approvals;
    private int neverRun;
    private int cuts;

    @Test
    void recordedResponsesAreReadExactlyAndNoneIsActedOnBeforeItIsWhole() {
        List<Map<String, @Nullable Object>> rows = fixtures();

        for (Map<String, @Nullable Object> row : rows) {
            try {
                check(row);
            } catch (AssertionError e) {
                wrong.add(label(row) + ": " + e.getMessage());
            }
        }

        Figures.row(
                "wire",
                String.format(
                        "%d responses: %d calls, %d provider-run, %d approval requests, %d never to run; %d wrong; "
                                + "%d stream cuts (%d calls streamed without input: the start event's {})",
                        rows.size(), ours, foreign, approvals, neverRun, wrong.size(), cuts, emptyInput));
        assertThat(wrong).isEmpty();
        assertThat(ours).isPositive();
        assertThat(foreign).isPositive();
        assertThat(approvals).isPositive();
        assertThat(neverRun).isPositive();
        assertThat(cuts).isPositive();
    }

    @Test
    void recordedMcpMessagesAreReadAndWrittenAsTheirAuthorsWroteThem() {
        int requests = 0;
        int definitions = 0;
        for (Map<String, @Nullable Object> row : rows(MCP_EXAMPLES)) {
            Map<String, @Nullable Object> body = Json.asObject(Objects.requireNonNull(row.get("body")));
            switch (String.valueOf(row.get("type"))) {
                case "CallToolRequest" -> {
                    checkRequest(body);
                    requests++;
                }
                case "CallToolRequestParams" -> {
                    checkRequest(Map.of("jsonrpc", "2.0", "id", 7L, "method", "tools/call", "params", body));
                    requests++;
                }
                case "Tool" -> {
                    checkDefinition(body);
                    definitions++;
                }
                case "ListToolsResult" -> {
                    for (Object tool : list(body.get("tools"))) {
                        checkDefinition(Json.asObject(tool));
                        definitions++;
                    }
                }
                default -> {}
            }
        }
        Figures.row(
                "wire",
                String.format("MCP examples: %d requests and %d definitions as written", requests, definitions));
        assertThat(requests).isPositive();
        assertThat(definitions).isPositive();
    }

    private void check(Map<String, @Nullable Object> row) {
        Received received = receive(row);
        checkOurs(row, received);
        checkForeign(row, received);
        checkApprovals(row, received);
        checkNeverRun(row, received);
        if (Boolean.TRUE.equals(row.get("stream"))) {
            checkEveryCut(row, received);
        }
    }

    private void checkOurs(Map<String, @Nullable Object> row, Received received) {
        List<Map<String, @Nullable Object>> expected = expected(row).stream()
                .filter(call -> !FOREIGN.contains(call.get("kind")) && !APPROVAL.equals(call.get("kind")))
                .toList();
        assertThat(received.calls()).as(label(row)).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            ToolCall call = received.calls().get(i);
            assertThat(call.id()).as(label(row)).isEqualTo(expected.get(i).get("id"));
            assertThat(call.name()).as(label(row)).isEqualTo(expected.get(i).get("name"));
            checkArguments(row, call, expected.get(i).get("args"));
            ours++;
        }
    }

    /** Arguments that are text must be the same text; an object, the same value. */
    private void checkArguments(Map<String, @Nullable Object> row, ToolCall call, @Nullable Object expected) {
        if ("".equals(expected) && format(row) == WireFormat.ANTHROPIC) {
            // No piece was streamed; what stands in the block's start event is the call's input.
            assertThat(call.arguments()).as(label(row)).isEqualTo("{}");
            emptyInput++;
        } else if (expected instanceof String text) {
            assertThat(call.arguments()).as(label(row)).isEqualTo(text);
        } else {
            Object value = Json.parse(Objects.requireNonNull(call.arguments()));
            assertThat(Json.canonical(value)).as(label(row)).isEqualTo(Json.canonical(expected));
        }
    }

    private void checkForeign(Map<String, @Nullable Object> row, Received received) {
        for (Map<String, @Nullable Object> call : expected(row)) {
            if (FOREIGN.contains(call.get("kind"))) {
                assertThat(received.foreign())
                        .as(label(row))
                        .extracting(ForeignCall::id)
                        .contains(id(call));
                assertThat(received.calls())
                        .as(label(row))
                        .extracting(ToolCall::id)
                        .doesNotContain(id(call));
                foreign++;
            }
        }
    }

    private void checkApprovals(Map<String, @Nullable Object> row, Received received) {
        List<Map<String, @Nullable Object>> expected = expected(row).stream()
                .filter(call -> APPROVAL.equals(call.get("kind")))
                .toList();
        assertThat(received.approvals()).as(label(row)).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            ApprovalRequest request = received.approvals().get(i);
            assertThat(request.id()).isEqualTo(expected.get(i).get("id"));
            assertThat(request.name()).isEqualTo(expected.get(i).get("name"));
            assertThat(request.arguments()).isEqualTo(expected.get(i).get("args"));
            assertThat(Json.parseObject(request.reject()))
                    .containsEntry("approval_request_id", request.id())
                    .containsEntry("approve", false);
            approvals++;
        }
    }

    private void checkNeverRun(Map<String, @Nullable Object> row, Received received) {
        for (Object each : list(row.get("never_execute_incomplete"))) {
            String id = id(Json.asObject(each));
            assertThat(received.calls()).as(label(row)).extracting(ToolCall::id).doesNotContain(id);
            assertThat(received.unusable())
                    .as(label(row))
                    .extracting(UnusableCall::id)
                    .contains(id);
            neverRun++;
        }
    }

    private void checkEveryCut(Map<String, @Nullable Object> row, Received whole) {
        List<?> events = list(row.get("body"));
        WireStream stream = wire(row).stream();
        for (int cut = 0; cut <= events.size(); cut++) {
            List<ToolCall> calls = stream.received().calls();
            assertThat(whole.calls().subList(0, calls.size())).as(label(row)).isEqualTo(calls);
            for (int i = 0; i < calls.size(); i++) {
                assertThat(closedBefore(events, cut, calls.get(i), i))
                        .as(label(row) + " after " + cut)
                        .isTrue();
            }
            if (cut < events.size()) {
                stream.accept(Json.write(events.get(cut)));
                cuts++;
            }
        }
        assertThat(stream.received().calls()).isEqualTo(whole.calls());
    }

    /** Looks for the call's closing event in the plain JSON, by the formats' own words and without the code under test. */
    private static boolean closedBefore(List<?> events, int cut, ToolCall call, int position) {
        List<String> seen = events.subList(0, cut).stream().map(Json::write).toList();
        if (Json.asObject(events.get(0)).containsKey("candidates")) {
            long closings = seen.stream()
                    .filter(text -> text.contains("\"functionCall\"") && !text.contains("\"willContinue\":true}}]"))
                    .count();
            return closings > position;
        }
        String id = String.valueOf(call.id());
        return seen.stream()
                .dropWhile(text -> !text.contains(id))
                .anyMatch(text -> text.contains("\"finish_reason\":\"tool_calls\"")
                        || text.contains("\"content_block_stop\"")
                        || text.contains("\"contentBlockStop\"")
                        || text.contains("\"response.output_item.done\"") && text.contains(id));
    }

    private static void checkRequest(Map<String, @Nullable Object> request) {
        Map<String, @Nullable Object> params = Json.asObject(Objects.requireNonNull(request.get("params")));
        List<ToolCall> calls =
                WireFormat.MCP.wire(List.of()).calls(Json.write(request)).calls();

        assertThat(calls).hasSize(1);
        assertThat(calls.get(0).id()).isEqualTo(Json.write(request.get("id")));
        assertThat(calls.get(0).name()).isEqualTo(params.get("name"));
        assertThat(Json.parse(String.valueOf(calls.get(0).arguments()))).isEqualTo(params.get("arguments"));
    }

    private static void checkDefinition(Map<String, @Nullable Object> tool) {
        ToolDefinition definition = new ToolDefinition(
                String.valueOf(tool.get("name")),
                String.valueOf(tool.get("description")),
                Json.write(tool.get("inputSchema")));
        List<?> written = (List<?>) Objects.requireNonNull(
                Json.parse(WireFormat.MCP.wire(List.of(definition)).definitions()));

        assertThat(Json.asObject(written.get(0)).keySet()).containsExactly("name", "description", "inputSchema");
        assertThat(tool).containsAllEntriesOf(Json.asObject(written.get(0)));
    }

    private static Received receive(Map<String, @Nullable Object> row) {
        if (!Boolean.TRUE.equals(row.get("stream"))) {
            return wire(row).calls(Json.write(row.get("body")));
        }
        WireStream stream = wire(row).stream();
        list(row.get("body")).forEach(event -> stream.accept(Json.write(event)));
        return stream.received();
    }

    private static Wire wire(Map<String, @Nullable Object> row) {
        return format(row).wire(List.of());
    }

    private static WireFormat format(Map<String, @Nullable Object> row) {
        return switch (String.valueOf(row.get("provider"))) {
            case "amazon-bedrock" -> WireFormat.BEDROCK_CONVERSE;
            case "anthropic" -> WireFormat.ANTHROPIC;
            case "google" -> WireFormat.GEMINI;
            case "mistral" -> WireFormat.MISTRAL;
            default ->
                expected(row).stream().anyMatch(call -> "openai-chat".equals(call.get("kind")))
                        ? WireFormat.OPENAI_CHAT
                        : WireFormat.OPENAI_RESPONSES;
        };
    }

    private static List<Map<String, @Nullable Object>> fixtures() {
        return rows(FIXTURES).stream()
                .filter(row -> !OUT.contains(row.get("provider")))
                .toList();
    }

    private static List<Map<String, @Nullable Object>> rows(String file) {
        try (Stream<Map<String, @Nullable Object>> rows = Recorded.rows(file)) {
            return rows.toList();
        }
    }

    private static List<Map<String, @Nullable Object>> expected(Map<String, @Nullable Object> row) {
        List<Map<String, @Nullable Object>> calls = new ArrayList<>();
        list(row.get("expected_calls")).forEach(call -> calls.add(Json.asObject(call)));
        return calls;
    }

    private static List<?> list(@Nullable Object value) {
        return value == null ? List.of() : (List<?>) value;
    }

    private static String id(Map<String, @Nullable Object> call) {
        return String.valueOf(call.get("id"));
    }

    private static String label(Map<String, @Nullable Object> row) {
        return String.valueOf(row.get("id"));
    }
}
