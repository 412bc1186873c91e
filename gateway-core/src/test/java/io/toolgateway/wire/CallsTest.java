package io.toolgateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.json.Json;
import io.toolgateway.json.JsonLimits;
import io.toolgateway.json.Parsed;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.wire.UnusableCall.Reason;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("P11")
class CallsTest {

    @ParameterizedTest
    @EnumSource
    void callsAreReadInOrderWithTheirArgumentsToTheLastDigit(WireFormat format) {
        Received received = Samples.wire(format).calls(Samples.whole(format));

        assertThat(received.unusable()).isEmpty();
        assertThat(received.foreign()).isEmpty();
        ToolCall refund = received.calls().get(0);
        assertThat(refund.id()).isEqualTo(Samples.id(format, 0));
        assertThat(refund.name()).isEqualTo("process_refund");
        assertThat(refund.arguments()).isEqualTo(Samples.REFUND_ARGUMENTS);
        if (format != WireFormat.MCP) {
            ToolCall status = received.calls().get(1);
            assertThat(received.calls()).hasSize(2);
            assertThat(status.id()).isEqualTo(Samples.id(format, 1));
            assertThat(status.name()).isEqualTo("get_order_status");
            assertThat(status.arguments()).isEqualTo(Samples.STATUS_ARGUMENTS);
        }
    }

    @Tag("P9")
    @ParameterizedTest
    @EnumSource
    void theRawCallIsThePartOfTheResponseThatHoldsIt(WireFormat format) {
        String response = Samples.whole(format);

        for (ToolCall call : Samples.wire(format).calls(response).calls()) {
            assertThat(response).contains(call.raw());
            assertThat(Json.parse(call.raw().replace("1e400", "1"))).isNotNull();
            assertThat(call.raw()).contains(call.name()).doesNotContain("thoughtSignature");
        }
    }

    /** The envelope passes them through, and the strict parser refuses them. */
    @ParameterizedTest
    @EnumSource
    void aNameThatStandsTwiceInTheArgumentsReachesTheStrictParser(WireFormat format) {
        String twice = "{\"order_id\": \"ORD-00001\",\"order_id\":\"ORD-00009\"}";
        String response = Samples.whole(format)
                .replace(Samples.REFUND_ARGUMENTS, twice)
                .replace(Json.write(Samples.REFUND_ARGUMENTS), Json.write(twice));

        String arguments = Samples.wire(format).calls(response).calls().get(0).arguments();

        assertThat(arguments).isEqualTo(twice);
        assertThat(Json.parse(arguments, JsonLimits.DEFAULT))
                .isInstanceOfSatisfying(
                        Parsed.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(Parsed.Code.DUPLICATE_NAME));
    }

    @Test
    void argumentsThatAreNoneAreNotMadeIntoSome() {
        assertThat(chatArguments("")).isNull();
        assertThat(chatArguments(",\"arguments\":null")).isNull();
        assertThat(chatArguments(",\"arguments\":\"\"")).isEmpty();
        assertThat(chatArguments(",\"arguments\":\"null\"")).isEqualTo("null");
        assertThat(chatArguments(",\"arguments\":\"{\"")).isEqualTo("{");
    }

    private static @Nullable String chatArguments(String member) {
        String response = """
                {"choices":[{"finish_reason":"tool_calls","message":{"tool_calls":[
                {"id":"call_0","function":{"name":"process_refund"%s}}]}}]}""".formatted(member);
        return arguments(WireFormat.OPENAI_CHAT, response);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "\"{}\"", "[]"})
    void anInputThatIsNoObjectIsPassedOnAsItStands(String input) {
        String response = """
                {"stop_reason":"tool_use","content":[
                  {"type":"tool_use","id":"call_0","name":"process_refund","input":%s},{"type":"text","text":"."}]}
                """.formatted(input);

        ToolCall call =
                Samples.wire(WireFormat.ANTHROPIC).calls(response).calls().get(0);

        assertThat(call.arguments()).isEqualTo(input.equals("null") ? null : input);
        assertThat(isObject(call)).isFalse();
    }

    private static boolean isObject(ToolCall call) {
        return call.arguments() != null
                && Json.parse(call.arguments(), JsonLimits.DEFAULT) instanceof Parsed.Value value
                && value.value() instanceof Map;
    }

    /** Where the member is optional in the provider's own format, its absence is how no arguments are written. */
    @Test
    void absentIsEmptyOnlyWhereTheFormatSaysSo() {
        String gemini = """
                {"candidates":[{"finishReason":"STOP","content":{"parts":[{"functionCall":{"name":"list_orders"}}]}}]}""";
        String mcp = """
                {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_orders"}}""";
        String ollama = """
                {"done":true,"message":{"tool_calls":[{"function":{"name":"list_orders"}}]}}""";
        String bedrock = """
                {"stopReason":"tool_use","output":{"message":{"content":[
                {"toolUse":{"toolUseId":"1","name":"list_orders"}}]}}}""";

        assertThat(arguments(WireFormat.GEMINI, gemini)).isEqualTo("{}");
        assertThat(arguments(WireFormat.MCP, mcp)).isEqualTo("{}");
        assertThat(arguments(WireFormat.OLLAMA, ollama)).isNull();
        assertThat(arguments(WireFormat.BEDROCK_CONVERSE, bedrock)).isNull();
        assertThat(arguments(WireFormat.GEMINI, gemini.replace("\"list_orders\"", "\"list_orders\",\"args\":null")))
                .isEqualTo("null");
        assertThat(arguments(WireFormat.MCP, mcp.replace("\"list_orders\"", "\"list_orders\",\"arguments\":null")))
                .isEqualTo("null");
    }

    private static @Nullable String arguments(WireFormat format, String response) {
        List<ToolCall> calls = Samples.wire(format).calls(response).calls();
        assertThat(calls).hasSize(1);
        return calls.get(0).arguments();
    }

    @Test
    void missingIdsStayMissingAndRepeatedOnesRepeated() {
        String call = "{\"id\":%s,\"function\":{\"name\":\"process_refund\",\"arguments\":\"{}\"}}";
        String response = "{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"tool_calls\":["
                + String.join(
                        ",",
                        call.formatted("null"),
                        call.formatted("\"a\""),
                        call.formatted("\"a\""),
                        call.formatted("\"\""))
                + "]}}]}";

        assertThat(Samples.wire(WireFormat.OPENAI_CHAT).calls(response).calls())
                .extracting(ToolCall::id)
                .containsExactly(null, "a", "a", null);
    }

    @Test
    void whatTheProviderRunsNeverBecomesOurs() {
        Received anthropic = Samples.wire(WireFormat.ANTHROPIC).calls("""
                        {"stop_reason":"end_turn","content":[
                          {"type":"server_tool_use","id":"s1","name":"process_refund","input":{}},
                          {"type":"mcp_tool_use","id":"m1","name":"process_refund","input":{},"server_name":"x"},
                          {"type":"web_search_tool_result","tool_use_id":"s1","content":[]}]}
                        """);
        Received responses = Samples.wire(WireFormat.OPENAI_RESPONSES).calls("""
                        {"status":"completed","output":[
                          {"type":"mcp_call","id":"m1","name":"process_refund","arguments":"{}","output":"done"},
                          {"type":"web_search_call","id":"w1","status":"completed"},
                          {"type":"custom_tool_call","id":"c1","call_id":"call_1","name":"process_refund","input":"x"},
                          {"type":"mcp_list_tools","id":"l1","tools":[]}]}
                        """);
        Received bedrock = Samples.wire(WireFormat.BEDROCK_CONVERSE).calls("""
                        {"stopReason":"tool_use","output":{"message":{"content":[{"toolUse":
                          {"toolUseId":"s1","name":"process_refund","input":{},"type":"server_tool_use"}}]}}}
                        """);
        Received gemini = Samples.wire(WireFormat.GEMINI).calls("""
                        {"candidates":[{"finishReason":"STOP","content":{"parts":[
                          {"executableCode":{"language":"PYTHON","code":"1"}}]}}]}
                        """);

        assertThat(List.of(anthropic, responses, bedrock, gemini))
                .allSatisfy(received -> assertThat(received.calls()).isEmpty());
        assertThat(anthropic.foreign())
                .extracting(ForeignCall::type)
                .containsExactly("server_tool_use", "mcp_tool_use");
        assertThat(responses.foreign())
                .extracting(ForeignCall::type)
                .containsExactly("mcp_call", "web_search_call", "custom_tool_call");
        assertThat(bedrock.foreign()).extracting(ForeignCall::type).containsExactly("server_tool_use");
        assertThat(gemini.foreign()).extracting(ForeignCall::type).containsExactly("executableCode");
    }

    @Test
    void aRequestForApprovalIsADecisionToAnswerAndNoCall() {
        Received received = Samples.wire(WireFormat.OPENAI_RESPONSES).calls("""
                        {"status":"completed","output":[{"type":"mcp_approval_request","id":"mcpr_1",
                         "server_label":"links","name":"process_refund","arguments":"{\\"url\\":1.10}"}]}
                        """);

        assertThat(received.calls()).isEmpty();
        ApprovalRequest request = received.approvals().get(0);
        assertThat(request.server()).isEqualTo("links");
        assertThat(request.arguments()).isEqualTo("{\"url\":1.10}");
        assertThat(request.approve())
                .isEqualTo("{\"type\":\"mcp_approval_response\",\"approval_request_id\":\"mcpr_1\",\"approve\":true}");
        assertThat(request.reject())
                .isEqualTo("{\"type\":\"mcp_approval_response\",\"approval_request_id\":\"mcpr_1\",\"approve\":false}");
    }

    @ParameterizedTest
    @EnumSource
    void aResponseThatCannotBeReadIsSaidToBeAndYieldsNoCall(WireFormat format) {
        String whole = Samples.whole(format);
        Wire wire = Samples.wire(format);

        for (String bad : List.of("", "not json", "[]", "null", "{\"x\":1}", whole + "x", whole.substring(0, 60))) {
            Received received = wire.calls(bad);

            assertThat(received.calls()).isEmpty();
            assertThat(received.unusable()).hasSize(1);
            assertThat(received.unusable().get(0).reason()).isEqualTo(Reason.MALFORMED);
            assertThat(received.unusable().get(0).detail()).isNotBlank().doesNotContain("ORD-");
            assertThat(received.unusable().get(0).raw()).isEqualTo(bad);
        }
    }

    @Test
    void anEnvelopeThatSaysTwoThingsIsNotRead() {
        Received received = Samples.wire(WireFormat.ANTHROPIC).calls("""
                        {"stop_reason":"tool_use","content":[{"type":"tool_use","id":"call_0","name":"get_order_status",
                          "name":"process_refund","input":{}}]}
                        """);

        assertThat(received.calls()).isEmpty();
        assertThat(received.unusable().get(0).detail()).contains("'name' stands twice");
    }

    @Test
    void mcpTellsIdsApartByTypeAndRefusesWhatItCannotAnswer() {
        Wire wire = Samples.wire(WireFormat.MCP);
        String request = """
                {"jsonrpc":"2.0","id":%s,"method":"tools/call","params":{"name":"process_refund","arguments":{}}}""";

        assertThat(wire.calls(request.formatted("7")).calls())
                .extracting(ToolCall::id)
                .containsExactly("7");
        assertThat(wire.calls(request.formatted("\"7\"")).calls())
                .extracting(ToolCall::id)
                .containsExactly("\"7\"");
        assertThat(wire.calls(request.formatted("null")).calls()).isEmpty();
        assertThat(wire.calls(request.replace("\"id\":%s,", "")).unusable())
                .extracting(UnusableCall::reason)
                .containsExactly(Reason.MALFORMED);
        assertThat(wire.calls("[" + request.formatted("7") + "]")
                        .unusable()
                        .get(0)
                        .detail())
                .contains("batches");
        assertThat(wire.calls("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}"))
                .isEqualTo(new Received(List.of(), List.of(), List.of(), List.of()));
    }

    @Test
    void onlyTheFirstOfSeveralCandidatesIsActedOn() {
        String choice = """
                {"index":%d,"finish_reason":"tool_calls","message":{"tool_calls":[{"id":"call_%d",
                "function":{"name":"process_refund","arguments":"{}"}}]}}""";
        Received chat = Samples.wire(WireFormat.OPENAI_CHAT)
                .calls("{\"choices\":[" + choice.formatted(0, 0) + "," + choice.formatted(1, 1) + "]}");
        String candidate = """
                {"index":%d,"finishReason":"STOP","content":{"parts":[
                {"functionCall":{"id":"call_%d","name":"process_refund","args":{}}}]}}""";
        Received gemini = Samples.wire(WireFormat.GEMINI)
                .calls("{\"candidates\":[" + candidate.formatted(0, 0) + "," + candidate.formatted(1, 1) + "]}");

        for (Received received : List.of(chat, gemini)) {
            assertThat(received.calls()).extracting(ToolCall::id).containsExactly("call_0");
            assertThat(received.unusable()).extracting(UnusableCall::id).containsExactly("call_1");
            assertThat(received.unusable().get(0).reason()).isEqualTo(Reason.ALTERNATIVE);
        }
    }

    @Test
    void nothingThatIsPrintedHoldsArguments() {
        Received received = Samples.wire(WireFormat.OPENAI_RESPONSES).calls("""
                        {"status":"completed","output":[
                          {"type":"function_call","call_id":"1","name":"process_refund","arguments":"SECRET"},
                          {"type":"function_call","call_id":"2","name":"a.b","arguments":"SECRET"},
                          {"type":"mcp_call","id":"3","name":"x","arguments":"SECRET"},
                          {"type":"mcp_approval_request","id":"4","name":"x","arguments":"SECRET"}]}
                        """);

        assertThat(received.calls()).hasSize(1);
        assertThat(received.unusable()).hasSize(1);
        assertThat(received.foreign()).hasSize(1);
        assertThat(received.approvals()).hasSize(1);
        assertThat(received.toString()).doesNotContain("SECRET");
    }
}
