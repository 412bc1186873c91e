package io.toolgateway.wire;

import io.toolgateway.json.Json;
import io.toolgateway.tool.ModelReply;
import io.toolgateway.tool.ToolDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The same turn in every format: a refund and a look-up, whole and streamed. */
final class Samples {

    static final String SCHEMA = """
            {"type":"object","properties":{"order_id":{"type":"string"}},"required":["order_id"]}""";
    static final ToolDefinition REFUND = new ToolDefinition("process_refund", "Refund an order.", SCHEMA);
    static final ToolDefinition STATUS = new ToolDefinition("get_order_status", "Status of one order.", SCHEMA);
    static final List<ToolDefinition> TOOLS = List.of(REFUND, STATUS);

    /** Blanks, a trailing zero, 2^53 + 1 and an exponent beyond a double: all to be kept. */
    static final String REFUND_ARGUMENTS =
            "{\"order_id\": \"ORD-00001\",\"amount\":1.10,\"n\":9007199254740993,\"x\":1e400}";

    static final String STATUS_ARGUMENTS = "{\"order_id\":\"ORD-00002\"}";

    private static final String R = REFUND_ARGUMENTS;
    private static final String S = STATUS_ARGUMENTS;
    private static final String R1 = R.substring(0, 20);
    private static final String R2 = R.substring(20);

    private Samples() {}

    static Wire wire(WireFormat format) {
        return format.wire(TOOLS);
    }

    /** The id of the refund (0) and of the look-up (1) in the samples. */
    static @Nullable String id(WireFormat format, int call) {
        return switch (format) {
            case GEMINI, OLLAMA -> null;
            case MCP -> call == 0 ? "7" : "\"7\"";
            default -> "call_" + call;
        };
    }

    static Received received(WireFormat format, List<String> events) {
        WireStream stream = wire(format).stream();
        events.forEach(stream::accept);
        return stream.received();
    }

    static String whole(WireFormat format) {
        return switch (format) {
            case OPENAI_CHAT, MISTRAL -> """
                {"choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","content":null,
                 "tool_calls":[
                  {"id":"call_0","type":"function","function":{"name":"process_refund","arguments":%s}},
                  {"id":"call_1","type":"function","function":{"name":"get_order_status","arguments":%s}}]}}]}
                """.formatted(Json.write(R), Json.write(S));
            case OPENAI_RESPONSES -> """
                {"object":"response","status":"completed","output":[
                  {"type":"reasoning","id":"rs_1","summary":[]},
                  {"type":"function_call","id":"fc_0","call_id":"call_0","name":"process_refund","arguments":%s,
                   "status":"completed"},
                  {"type":"function_call","id":"fc_1","call_id":"call_1","name":"get_order_status","arguments":%s,
                   "status":"completed"}]}
                """.formatted(Json.write(R), Json.write(S));
            case ANTHROPIC -> """
                {"type":"message","stop_reason":"tool_use","content":[{"type":"text","text":"I look."},
                  {"type":"tool_use","id":"call_0","name":"process_refund","input": %s },
                  {"type":"tool_use","id":"call_1","name":"get_order_status","input":%s}]}
                """.formatted(R, S);
            case GEMINI -> """
                {"candidates":[{"finishReason":"STOP","content":{"role":"model","parts":[
                  {"functionCall":{"name":"process_refund","args":%s},"thoughtSignature":"c2ln"},
                  {"functionCall":{"name":"get_order_status","args":%s}}]}}]}
                """.formatted(R, S);
            case MCP -> mcp("7", "process_refund", R);
            case BEDROCK_CONVERSE -> """
                {"stopReason":"tool_use","output":{"message":{"role":"assistant","content":[{"text":"I look."},
                  {"toolUse":{"toolUseId":"call_0","name":"process_refund","input":%s}},
                  {"toolUse":{"toolUseId":"call_1","name":"get_order_status","input":%s}}]}}}
                """.formatted(R, S);
            case OLLAMA -> """
                {"done":true,"done_reason":"stop","message":{"role":"assistant","content":"","tool_calls":[
                  {"function":{"index":0,"name":"process_refund","arguments":%s}},
                  {"function":{"index":1,"name":"get_order_status","arguments":%s}}]}}
                """.formatted(R, S);
        };
    }

    private static String mcp(String id, String name, String arguments) {
        return """
                {"jsonrpc":"2.0","id":%s,"method":"tools/call","params":{"name":"%s","arguments":%s}}""".formatted(id, name, arguments);
    }

    /** One event of a stream. */
    record Event(int callsComplete, String json) {}

    private static Event event(int callsComplete, String json, Object... parts) {
        return new Event(callsComplete, json.formatted(parts));
    }

    static List<Event> stream(WireFormat format) {
        return switch (format) {
            case OPENAI_CHAT -> chatStream();
            case MISTRAL ->
                // Whole calls, without an index, and the end in the same chunk.
                List.of(
                        event(
                                0,
                                "{'choices':[{'index':0,'delta':{'role':'assistant','content':''}}]}"
                                        .replace('\'', '"')),
                        event(2, """
                                {"choices":[{"index":0,"finish_reason":"tool_calls","delta":{"tool_calls":[
                                {"id":"call_0","function":{"name":"process_refund","arguments":%s}},
                                {"id":"call_1","function":{"name":"get_order_status","arguments":%s}}]}}]}""", Json.write(R), Json.write(S)));
            case OPENAI_RESPONSES -> responsesStream();
            case ANTHROPIC -> anthropicStream();
            case GEMINI -> geminiStream();
            case MCP -> List.of(event(1, mcp("7", "process_refund", R)), event(2, mcp("\"7\"", "get_order_status", S)));
            case BEDROCK_CONVERSE -> bedrockStream();
            case OLLAMA -> List.of(event(0, """
                                {"done":false,"message":{"role":"assistant","content":"","tool_calls":[
                                {"function":{"name":"process_refund","arguments":%s}}]}}""", R), event(0, """
                                {"done":false,"message":{"role":"assistant","content":"","tool_calls":[
                                {"function":{"name":"get_order_status","arguments":%s}}]}}""", S), event(2, """
                                {"done":true,"done_reason":"stop","message":{"role":"assistant","content":""}}"""));
        };
    }

    private static List<Event> chatStream() {
        String delta = """
                {"choices":[{"index":0,"finish_reason":null,"delta":{"tool_calls":[%s]}}]}""";
        return List.of(
                event(0, delta, """
                        {"index":0,"id":"call_0","type":"function",
                        "function":{"name":"process_refund","arguments":""}}"""),
                event(0, delta, "{\"index\":0,\"function\":{\"arguments\":" + Json.write(R1) + "}}"),
                // The second call begins and is filled while the first is open.
                event(0, delta, """
                        {"index":1,"id":"call_1","type":"function",
                        "function":{"name":"get_order_status","arguments":""}}"""),
                event(0, delta, "{\"index\":1,\"function\":{\"arguments\":" + Json.write(S) + "}}"),
                event(0, delta, "{\"index\":0,\"function\":{\"arguments\":" + Json.write(R2) + "}}"),
                event(2, """
                        {"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}"""),
                event(2, "{\"choices\":[],\"usage\":{\"total_tokens\":9}}"),
                event(2, "[DONE]"));
    }

    private static List<Event> responsesStream() {
        String added = """
                {"type":"response.output_item.added","output_index":%d,"item":{"type":"function_call","id":"fc_%d",
                "call_id":"call_%d","name":"%s","arguments":"","status":"in_progress"}}""";
        String delta = """
                {"type":"response.function_call_arguments.delta","item_id":"fc_%d","output_index":%d,"delta":%s}""";
        String finished = """
                {"type":"response.function_call_arguments.done","item_id":"fc_%d","output_index":%d,"arguments":%s}""";
        String done = """
                {"type":"response.output_item.done","output_index":%d,"item":{"type":"function_call","id":"fc_%d",
                "call_id":"call_%d","name":"%s","arguments":%s,"status":"completed"}}""";
        return List.of(
                event(0, "{\"type\":\"response.created\",\"response\":{\"status\":\"in_progress\",\"output\":[]}}"),
                event(0, added, 0, 0, 0, "process_refund"),
                event(0, delta, 0, 0, Json.write(R1)),
                event(0, delta, 0, 0, Json.write(R2)),
                event(0, finished, 0, 0, Json.write(R)),
                event(1, done, 0, 0, 0, "process_refund", Json.write(R)),
                event(1, added, 1, 1, 1, "get_order_status"),
                event(1, delta, 1, 1, Json.write(S)),
                event(2, done, 1, 1, 1, "get_order_status", Json.write(S)),
                event(2, "{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"output\":[]}}"));
    }

    private static List<Event> anthropicStream() {
        String start = """
                {"type":"content_block_start","index":%d,"content_block":
                {"type":"tool_use","id":"call_%d","name":"%s","input":{}}}""";
        String piece = """
                {"type":"content_block_delta","index":%d,"delta":{"type":"input_json_delta","partial_json":%s}}""";
        return List.of(
                event(0, "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"content\":[]}}"),
                event(0, """
                        {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}}"""),
                event(0, "{\"type\":\"content_block_stop\",\"index\":0}"),
                event(0, start, 1, 0, "process_refund"),
                event(0, piece, 1, "\"\""),
                event(0, piece, 1, Json.write(R1)),
                event(0, "{\"type\":\"ping\"}"),
                event(0, piece, 1, Json.write(R2)),
                event(1, "{\"type\":\"content_block_stop\",\"index\":1}"),
                event(1, start, 2, 1, "get_order_status"),
                event(1, piece, 2, Json.write(S)),
                event(2, "{\"type\":\"content_block_stop\",\"index\":2}"),
                event(2, "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"}}"),
                event(2, "{\"type\":\"message_stop\"}"));
    }

    private static List<Event> geminiStream() {
        String chunk = "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"functionCall\":%s}]}}]}";
        String partial =
                "{\"partialArgs\":[{\"jsonPath\":\"$.order_id\",\"stringValue\":\"%s\"%s}],\"willContinue\":true}";
        return List.of(
                event(1, chunk, "{\"name\":\"process_refund\",\"args\":" + R + "}"),
                event(1, chunk, "{\"name\":\"get_order_status\",\"willContinue\":true}"),
                event(1, chunk, partial.formatted("ORD-0", ",\"willContinue\":true")),
                event(1, chunk, partial.formatted("0002", "")),
                event(2, chunk, "{}"),
                event(2, "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"\"}]},\"finishReason\":\"STOP\"}]}"));
    }

    private static List<Event> bedrockStream() {
        String start = """
                {"contentBlockStart":{"contentBlockIndex":%d,"start":{"toolUse":
                {"toolUseId":"call_%d","name":"%s"}}}}""";
        String piece = "{\"contentBlockDelta\":{\"contentBlockIndex\":%d,\"delta\":{\"toolUse\":{\"input\":%s}}}}";
        return List.of(
                event(0, "{\"messageStart\":{\"role\":\"assistant\"}}"),
                event(0, "{\"contentBlockDelta\":{\"contentBlockIndex\":0,\"delta\":{\"text\":\"I look.\"}}}"),
                event(0, "{\"contentBlockStop\":{\"contentBlockIndex\":0}}"),
                event(0, start, 1, 0, "process_refund"),
                event(0, piece, 1, Json.write(R1)),
                event(0, piece, 1, Json.write(R2)),
                event(1, "{\"contentBlockStop\":{\"contentBlockIndex\":1}}"),
                event(1, start, 2, 1, "get_order_status"),
                event(1, piece, 2, Json.write(S)),
                event(2, "{\"contentBlockStop\":{\"contentBlockIndex\":2}}"),
                event(2, "{\"messageStop\":{\"stopReason\":\"tool_use\"}}"));
    }

    /** A reply as the gateway makes it. */
    record Reply(@Nullable String callId, String toolName, boolean isError, String text) implements ModelReply {}
}
