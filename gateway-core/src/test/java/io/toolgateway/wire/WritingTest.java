package io.toolgateway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.toolgateway.json.Json;
import io.toolgateway.tool.ToolDefinition;
import io.toolgateway.wire.Samples.Reply;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Definitions and results, byte for byte. */
@Tag("P11")
class WritingTest {

    private static final String OK = "{\"status\":\"executed\",\"amount\":1.10}";
    private static final String WAITS = "{\"status\":\"pending\",\"message\":\"Waiting.\"}";
    private static final String NO = "{\"status\":\"denied\",\"message\":\"Not yours.\"}";

    @ParameterizedTest
    @EnumSource
    void definitionsAreWhatTheProviderAsksFor(WireFormat format) {
        String schema = Samples.SCHEMA;
        String one = switch (format) {
            case OPENAI_CHAT, MISTRAL, OLLAMA ->
                "{\"type\":\"function\",\"function\":{\"name\":\"process_refund\","
                        + "\"description\":\"Refund an order.\",\"parameters\":" + schema + "}}";
            case OPENAI_RESPONSES ->
                "{\"type\":\"function\",\"name\":\"process_refund\",\"description\":\"Refund an order.\","
                        + "\"parameters\":" + schema + ",\"strict\":false}";
            case ANTHROPIC ->
                "{\"name\":\"process_refund\",\"description\":\"Refund an order.\",\"input_schema\":" + schema + "}";
            case GEMINI ->
                "{\"functionDeclarations\":[{\"name\":\"process_refund\","
                        + "\"description\":\"Refund an order.\",\"parametersJsonSchema\":" + schema + "}]}";
            case MCP ->
                "{\"name\":\"process_refund\",\"description\":\"Refund an order.\",\"inputSchema\":" + schema + "}";
            case BEDROCK_CONVERSE ->
                "{\"toolSpec\":{\"name\":\"process_refund\",\"description\":\"Refund an order.\","
                        + "\"inputSchema\":{\"json\":" + schema + "}}}";
        };

        assertThat(format.wire(List.of(Samples.REFUND)).definitions()).isEqualTo("[" + one + "]");
        assertThat(Node.parse(Samples.wire(format).definitions()).isArray()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void everyCallOfATurnIsAnsweredAtOnceAndOnlyARefusalIsAnError(WireFormat format) {
        List<String> results = Samples.wire(format)
                .results(List.of(
                        new Reply(Samples.id(format, 0), "process_refund", false, OK),
                        new Reply(Samples.id(format, 1), "get_order_status", false, WAITS),
                        new Reply(format == WireFormat.MCP ? "9" : "call_2", "process_refund", true, NO)));

        assertThat(results).isEqualTo(expected(format));
    }

    private static List<String> expected(WireFormat format) {
        String ok = Json.write(OK);
        String waits = Json.write(WAITS);
        String no = Json.write(NO);
        return switch (format) {
            case OPENAI_CHAT ->
                List.of(
                        "{\"role\":\"tool\",\"tool_call_id\":\"call_0\",\"content\":" + ok + "}",
                        "{\"role\":\"tool\",\"tool_call_id\":\"call_1\",\"content\":" + waits + "}",
                        "{\"role\":\"tool\",\"tool_call_id\":\"call_2\",\"content\":" + no + "}");
            case OPENAI_RESPONSES ->
                List.of(
                        "{\"type\":\"function_call_output\",\"call_id\":\"call_0\",\"output\":" + ok + "}",
                        "{\"type\":\"function_call_output\",\"call_id\":\"call_1\",\"output\":" + waits + "}",
                        "{\"type\":\"function_call_output\",\"call_id\":\"call_2\",\"output\":" + no + "}");
            case ANTHROPIC ->
                List.of("{\"role\":\"user\",\"content\":["
                        + "{\"type\":\"tool_result\",\"tool_use_id\":\"call_0\",\"content\":" + ok + "},"
                        + "{\"type\":\"tool_result\",\"tool_use_id\":\"call_1\",\"content\":" + waits + "},"
                        + "{\"type\":\"tool_result\",\"tool_use_id\":\"call_2\",\"content\":" + no
                        + ",\"is_error\":true}]}");
            case GEMINI ->
                List.of("{\"role\":\"user\",\"parts\":["
                        + "{\"functionResponse\":{\"name\":\"process_refund\",\"response\":" + OK + "}},"
                        + "{\"functionResponse\":{\"name\":\"get_order_status\",\"response\":" + WAITS + "}},"
                        + "{\"functionResponse\":{\"id\":\"call_2\",\"name\":\"process_refund\",\"response\":" + NO
                        + "}}]}");
            case MCP -> List.of(mcp("7", OK, ok, false), mcp("\"7\"", WAITS, waits, false), mcp("9", NO, no, true));
            case BEDROCK_CONVERSE ->
                List.of("{\"role\":\"user\",\"content\":["
                        + "{\"toolResult\":{\"toolUseId\":\"call_0\",\"content\":[{\"text\":" + ok + "}]}},"
                        + "{\"toolResult\":{\"toolUseId\":\"call_1\",\"content\":[{\"text\":" + waits + "}]}},"
                        + "{\"toolResult\":{\"toolUseId\":\"call_2\",\"content\":[{\"text\":" + no
                        + "}],\"status\":\"error\"}}]}");
            case MISTRAL ->
                List.of(
                        "{\"role\":\"tool\",\"name\":\"process_refund\",\"tool_call_id\":\"call_0\",\"content\":" + ok
                                + "}",
                        "{\"role\":\"tool\",\"name\":\"get_order_status\",\"tool_call_id\":\"call_1\",\"content\":"
                                + waits + "}",
                        "{\"role\":\"tool\",\"name\":\"process_refund\",\"tool_call_id\":\"call_2\",\"content\":" + no
                                + "}");
            case OLLAMA ->
                List.of(
                        "{\"role\":\"tool\",\"tool_name\":\"process_refund\",\"content\":" + ok + "}",
                        "{\"role\":\"tool\",\"tool_name\":\"get_order_status\",\"content\":" + waits + "}",
                        "{\"role\":\"tool\",\"tool_name\":\"process_refund\",\"tool_call_id\":\"call_2\",\"content\":"
                                + no + "}");
        };
    }

    private static String mcp(String id, String object, String text, boolean error) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{\"resultType\":\"complete\",\"content\":"
                + "[{\"type\":\"text\",\"text\":" + text + "}],\"structuredContent\":" + object + ",\"isError\":"
                + error + "}}";
    }

    @Test
    void anIdThatNeverCameIsLeftOut() {
        assertThat(Samples.wire(WireFormat.OPENAI_CHAT)
                        .results(List.of(new Reply(null, "process_refund", false, OK)))
                        .get(0))
                .doesNotContain("tool_call_id");
    }

    @Test
    void anAnswerThatIsNoObjectStillReachesTheModel() {
        assertThat(Samples.wire(WireFormat.GEMINI)
                        .results(List.of(new Reply(null, "process_refund", false, "plain \"text\"")))
                        .get(0))
                .contains("\"response\":{\"message\":\"plain \\\"text\\\"\"}");
    }

    @Test
    void mcpWritesAnIdOfTheHostsAsText() {
        assertThat(Samples.wire(WireFormat.MCP)
                        .results(List.of(new Reply("a\"b", "process_refund", false, OK)))
                        .get(0))
                .contains("\"id\":\"a\\\"b\"");
    }

    @ParameterizedTest
    @EnumSource
    void noRepliesMakeNoMessage(WireFormat format) {
        assertThat(Samples.wire(format).results(List.of())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aSchemaThatIsNoObjectIsRefusedWhenBinding(WireFormat format) {
        assertThatIllegalArgumentException().isThrownBy(() -> format.wire(List.of(new ToolDefinition("a", "b", "[]"))));
    }
}
