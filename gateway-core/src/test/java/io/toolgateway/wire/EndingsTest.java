package io.toolgateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.tool.ToolCall;
import io.toolgateway.wire.UnusableCall.Reason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How a turn ended decides which of its calls are complete. */
@Tag("P11")
class EndingsTest {

    /** The normal word of each sample, the word that ends the turn, and how many of the two calls are left. */
    @ParameterizedTest
    @CsvSource({
        "OPENAI_CHAT, tool_calls, length, LENGTH, 1",
        "OPENAI_CHAT, tool_calls, content_filter, STOPPED, 0",
        "OPENAI_CHAT, tool_calls, abort, STOPPED, 1",
        "MISTRAL, tool_calls, model_length, LENGTH, 1",
        "MISTRAL, tool_calls, error, STOPPED, 0",
        "ANTHROPIC, tool_use, max_tokens, LENGTH, 1",
        "ANTHROPIC, tool_use, model_context_window_exceeded, LENGTH, 1",
        "ANTHROPIC, tool_use, stop_sequence, STOPPED, 1",
        "ANTHROPIC, tool_use, refusal, STOPPED, 0",
        "GEMINI, STOP, MAX_TOKENS, LENGTH, 1",
        "GEMINI, STOP, SAFETY, STOPPED, 0",
        "GEMINI, STOP, MALFORMED_FUNCTION_CALL, STOPPED, 0",
        "BEDROCK_CONVERSE, tool_use, max_tokens, LENGTH, 1",
        "BEDROCK_CONVERSE, tool_use, guardrail_intervened, STOPPED, 0",
        "BEDROCK_CONVERSE, tool_use, malformed_tool_use, STOPPED, 0",
        "OLLAMA, stop, length, LENGTH, 1"
    })
    void aTurnThatDidNotEndByItselfLosesItsLastCallOrAll(
            WireFormat format, String normal, String word, Reason reason, int left) {
        String response = Samples.whole(format)
                .replaceFirst(
                        "(reason|stop_reason|stopReason|finishReason|finish_reason|done_reason)\":\"" + normal + "\"",
                        "$1\":\"" + word + "\"");
        Received whole = Samples.wire(format).calls(response);
        assertThat(whole.calls()).hasSize(left);
        assertThat(whole.unusable()).hasSize(2 - left).allSatisfy(call -> {
            assertThat(call.reason()).isEqualTo(reason);
            assertThat(call.detail()).contains(word);
        });

        List<String> events = Samples.stream(format).stream()
                .map(event -> event.json()
                        .replaceFirst(
                                "(stop_reason|stopReason|finishReason|finish_reason|done_reason)\":\"" + normal + "\"",
                                "$1\":\"" + word + "\""))
                .toList();
        Received streamed = Samples.received(format, events);
        assertThat(streamed.calls()).hasSize(left);
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI_CHAT", "ANTHROPIC", "GEMINI", "BEDROCK_CONVERSE", "OLLAMA"})
    void aResponseThatDoesNotSayHowItEndedLosesItsLastCall(WireFormat format) {
        String response = Samples.whole(format)
                .replaceFirst("\"(stop_reason|stopReason|finishReason|finish_reason|done)\":[^,]*,", "");

        Received received = Samples.wire(format).calls(response);

        assertThat(received.calls()).hasSize(1);
        assertThat(received.unusable()).extracting(UnusableCall::reason).containsExactly(Reason.STOPPED);
    }

    @Test
    void textBehindTheCallShowsThatTheLimitStruckLater() {
        String response = """
                {"stop_reason":"max_tokens","content":[
                  {"type":"tool_use","id":"call_0","name":"process_refund","input":{}},{"type":"text","text":"and th"}]}
                """;

        assertThat(Samples.wire(WireFormat.ANTHROPIC).calls(response).calls()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "completed, completed, 1",
        "completed, incomplete, 0",
        "completed, in_progress, 0",
        "incomplete, completed, 1",
        "incomplete, incomplete, 0",
        "incomplete, , 0",
        "completed, , 1",
        "in_progress, , 0",
        "failed, completed, 0",
        "cancelled, completed, 0"
    })
    void anItemOfOpenAiResponsesIsACallOnlyIfCompleted(String response, String item, int calls) {
        String status = item == null ? "" : ",\"status\":\"" + item + "\"";
        String json = """
                {"status":"%s","output":[{"type":"function_call","call_id":"call_0","name":"process_refund",
                "arguments":"{}"%s}]}""".formatted(response, status);

        Received whole = Samples.wire(WireFormat.OPENAI_RESPONSES).calls(json);
        Received streamed = Samples.received(
                WireFormat.OPENAI_RESPONSES,
                List.of(
                        "{\"type\":\"response.created\"}",
                        "{\"type\":\"response." + response + "\",\"response\":" + json + "}"));

        assertThat(whole.calls()).hasSize(calls);
        assertThat(whole.unusable()).hasSize(1 - calls);
        assertThat(streamed.calls()).hasSize(calls);
    }

    @Test
    void aFilteredResponseOfOpenAiIsTakenBackWhole() {
        String json = """
                {"status":"incomplete","incomplete_details":{"reason":"content_filter"},"output":[
                 {"type":"function_call","call_id":"call_0","name":"process_refund","arguments":"{}",
                 "status":"completed"}]}""";

        assertThat(Samples.wire(WireFormat.OPENAI_RESPONSES).calls(json).calls())
                .isEmpty();
    }

    @Test
    void aCallWithoutANameIsUnusable() {
        Received received = Samples.wire(WireFormat.OLLAMA)
                .calls("{\"done\":true,\"message\":{\"tool_calls\":[{\"function\":{\"arguments\":{}}}]}}");

        assertThat(received.calls()).isEmpty();
        assertThat(received.unusable()).extracting(UnusableCall::reason).containsExactly(Reason.MALFORMED);
    }

    @Test
    void anUnusableCallCanBeAnsweredTruthfully() {
        Wire wire = Samples.wire(WireFormat.OPENAI_CHAT);
        UnusableCall call = wire.calls(Samples.whole(WireFormat.OPENAI_CHAT).replace("\"tool_calls\",", "\"length\","))
                .unusable()
                .get(0);

        assertThat(call.reply().isError()).isTrue();
        assertThat(call.reply().text()).contains("\"status\":\"invalid\"").contains("Nothing was done");
        assertThat(wire.results(List.of(call.reply())).get(0)).contains("\"tool_call_id\":\"call_1\"");
    }

    @Test
    void callsOfEarlierMessagesOfOneStreamStand() {
        List<String> twice = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Samples.stream(WireFormat.ANTHROPIC).forEach(event -> twice.add(event.json()));
        }

        assertThat(Samples.received(WireFormat.ANTHROPIC, twice).calls())
                .extracting(ToolCall::id)
                .containsExactly("call_0", "call_1", "call_0", "call_1");
    }
}
