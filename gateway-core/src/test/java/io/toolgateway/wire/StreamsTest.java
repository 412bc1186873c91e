package io.toolgateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.json.Json;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.wire.Samples.Event;
import io.toolgateway.wire.UnusableCall.Reason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("P11")
class StreamsTest {

    @ParameterizedTest
    @EnumSource
    void aStreamCutAfterAnyEventYieldsOnlyWhatWasComplete(WireFormat format) {
        List<ToolCall> all = List.of();
        WireStream stream = Samples.wire(format).stream();
        assertThat(stream.received().calls()).isEmpty();

        for (Event event : Samples.stream(format)) {
            stream.accept(event.json());
            Received received = stream.received();

            assertThat(received.calls()).as(event.json()).hasSize(event.callsComplete());
            assertThat(received.calls().subList(0, all.size())).isEqualTo(all);
            assertThat(received.calls())
                    .as("asked again")
                    .isEqualTo(stream.received().calls());
            all = received.calls();
        }

        assertThat(all).extracting(ToolCall::name).containsExactly("process_refund", "get_order_status");
        assertThat(all).extracting(ToolCall::id).containsExactly(Samples.id(format, 0), Samples.id(format, 1));
        assertThat(all)
                .extracting(ToolCall::arguments)
                .containsExactly(Samples.REFUND_ARGUMENTS, Samples.STATUS_ARGUMENTS);
        assertThat(stream.received().unusable()).isEmpty();
    }

    /** Every call that has begun is among the calls or among the unusable, wherever the stream stops. */
    @ParameterizedTest
    @EnumSource
    void aCallThatHasBegunIsNeverLost(WireFormat format) {
        List<Event> events = Samples.stream(format);
        for (int cut = 0; cut < events.size(); cut++) {
            List<String> before =
                    events.subList(0, cut).stream().map(Event::json).toList();
            String text = String.join("", before);
            int begun = (text.contains("process_refund") ? 1 : 0) + (text.contains("get_order_status") ? 1 : 0);

            Received received = Samples.received(format, before);

            assertThat(received.calls().size() + received.unusable().size()).isEqualTo(begun);
            assertThat(received.unusable()).allSatisfy(call -> {
                assertThat(call.reason()).isEqualTo(Reason.CUT);
                assertThat(call.name()).isNotNull();
            });
        }
    }

    /** One damaged or lost event: pieces may be missing, and what is left could still be valid JSON. */
    @ParameterizedTest
    @EnumSource
    void afterADamagedEventNothingMoreIsTaken(WireFormat format) {
        List<Event> events = Samples.stream(format);
        for (int damaged = 0; damaged < events.size(); damaged++) {
            if (events.get(damaged).json().equals("[DONE]")) {
                continue;
            }
            List<String> sent = new ArrayList<>(events.stream().map(Event::json).toList());
            sent.set(damaged, sent.get(damaged).substring(1));
            int before = damaged == 0 ? 0 : events.get(damaged - 1).callsComplete();

            Received received = Samples.received(format, sent);

            assertThat(received.calls()).hasSize(before);
            assertThat(received.unusable()).extracting(UnusableCall::reason).contains(Reason.MALFORMED);
        }
    }

    @Tag("P9")
    @ParameterizedTest
    @EnumSource
    void theRawCallOfAStreamIsWhatOneResponseWouldHaveHeld(WireFormat format) {
        for (ToolCall call : Samples.received(
                        format, Samples.stream(format).stream().map(Event::json).toList())
                .calls()) {
            Node raw = Node.parse(call.raw());
            assertThat(raw.isObject()).isTrue();
            assertThat(call.raw()).contains(call.name());
            assertThat(call.raw().contains(call.arguments()) || call.raw().contains(Json.write(call.arguments())))
                    .isTrue();
        }
    }

    @Test
    void aMessageThatBeginsAnewTakesItsCallsBack() {
        List<String> events =
                Samples.stream(WireFormat.ANTHROPIC).stream().map(Event::json).toList();
        List<String> spliced = new ArrayList<>(events.subList(0, 11));
        spliced.addAll(events);

        Received received = Samples.received(WireFormat.ANTHROPIC, spliced);

        assertThat(received.calls()).extracting(ToolCall::id).containsExactly("call_0", "call_1");
        assertThat(received.unusable()).extracting(UnusableCall::id).containsExactly("call_0", "call_1");
        assertThat(received.unusable()).extracting(UnusableCall::reason).containsOnly(Reason.CUT);
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI_CHAT", "OPENAI_RESPONSES", "ANTHROPIC", "GEMINI", "BEDROCK_CONVERSE", "OLLAMA"})
    void anErrorInAStreamTakesTheTurnBack(WireFormat format) {
        List<Event> events = Samples.stream(format);
        List<String> sent = new ArrayList<>(
                events.subList(0, events.size() - 3).stream().map(Event::json).toList());
        sent.add(
                switch (format) {
                    case OPENAI_RESPONSES, ANTHROPIC ->
                        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}}";
                    case BEDROCK_CONVERSE -> "{\"modelStreamErrorException\":{\"message\":\"x\"}}";
                    default -> "{\"error\":{\"message\":\"x\"}}";
                });

        assertThat(Samples.received(format, sent).calls()).isEmpty();
    }

    /** What a token limit cuts may end where nothing has come yet; then only the stop reason tells. */
    @Test
    void anthropicsCallWithoutPiecesIsBelievedWhenTheTurnHasEndedByItself() {
        List<String> events = List.of(
                "{\"type\":\"message_start\",\"message\":{\"content\":[]}}",
                "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":"
                        + "{\"type\":\"tool_use\",\"id\":\"call_0\",\"name\":\"list_orders\",\"input\":{}}}",
                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
                        + "{\"type\":\"input_json_delta\",\"partial_json\":\"\"}}",
                "{\"type\":\"content_block_stop\",\"index\":0}");
        String end = "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"%s\"}}";

        assertThat(Samples.received(WireFormat.ANTHROPIC, events).calls()).isEmpty();
        assertThat(Samples.received(WireFormat.ANTHROPIC, with(events, end.formatted("tool_use")))
                        .calls())
                .extracting(ToolCall::arguments)
                .containsExactly("{}");
        assertThat(Samples.received(WireFormat.ANTHROPIC, with(events, end.formatted("max_tokens")))
                        .unusable())
                .extracting(UnusableCall::reason)
                .containsExactly(Reason.LENGTH);
    }

    @Test
    void anInputThatStandsInAnthropicsStartEventIsTheCallsInput() {
        List<String> events = List.of(
                "{\"type\":\"message_start\",\"message\":{\"content\":[]}}",
                "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"tool_use\","
                        + "\"id\":\"call_0\",\"name\":\"process_refund\",\"input\":{\"amount\":1.10}}}",
                "{\"type\":\"content_block_stop\",\"index\":0}",
                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"}}");

        assertThat(Samples.received(WireFormat.ANTHROPIC, events).calls())
                .extracting(ToolCall::arguments)
                .containsExactly("{\"amount\":1.10}");
    }

    /** Bedrock's start event brings no input, so nothing that was received says {@code {}}. */
    @Test
    void bedrocksCallWithoutPiecesHasNoArguments() {
        List<String> events = List.of(
                "{\"contentBlockStart\":{\"contentBlockIndex\":0,\"start\":{\"toolUse\":"
                        + "{\"toolUseId\":\"call_0\",\"name\":\"list_orders\"}}}}",
                "{\"contentBlockDelta\":{\"contentBlockIndex\":0,\"delta\":{\"toolUse\":{\"input\":\"\"}}}}",
                "{\"contentBlockStop\":{\"contentBlockIndex\":0}}");

        assertThat(Samples.received(WireFormat.BEDROCK_CONVERSE, events).calls())
                .isEmpty();
        assertThat(Samples.received(
                                WireFormat.BEDROCK_CONVERSE,
                                with(events, "{\"messageStop\":{\"stopReason\":\"tool_use\"}}"))
                        .calls())
                .extracting(ToolCall::arguments)
                .containsExactly("");
    }

    /** JSON that is not whole at the block's end is the model's error only if the turn ended by itself. */
    @Test
    void halfAnInputIsTheModelsErrorOnlyWhenTheTurnEndedByItself() {
        List<String> events = new ArrayList<>(Samples.stream(WireFormat.ANTHROPIC).stream()
                .map(Event::json)
                .toList()
                .subList(0, 6));
        events.add("{\"type\":\"content_block_stop\",\"index\":1}");
        String end = "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"%s\"}}";

        assertThat(Samples.received(WireFormat.ANTHROPIC, events).calls()).isEmpty();
        assertThat(Samples.received(WireFormat.ANTHROPIC, with(events, end.formatted("tool_use")))
                        .calls())
                .extracting(ToolCall::arguments)
                .containsExactly(Samples.REFUND_ARGUMENTS.substring(0, 20));
        assertThat(Samples.received(WireFormat.ANTHROPIC, with(events, end.formatted("max_tokens")))
                        .calls())
                .isEmpty();
    }

    @Test
    void chatCallsWithoutAnIndexOrAllWithTheSameAreToldApartByTheirIds() {
        String delta = "{\"choices\":[{\"delta\":{\"tool_calls\":[{%s\"id\":\"%s\",\"function\":"
                + "{\"name\":\"process_refund\",\"arguments\":\"{}\"}}]}}]}";
        for (String index : List.of("", "\"index\":0,")) {
            Received received = Samples.received(
                    WireFormat.OPENAI_CHAT,
                    List.of(
                            delta.formatted(index, "a"),
                            delta.formatted(index, "b"),
                            "{\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}"));

            assertThat(received.calls()).extracting(ToolCall::id).containsExactly("a", "b");
            assertThat(received.calls()).extracting(ToolCall::arguments).containsExactly("{}", "{}");
        }
    }

    /** With parallel deltas the limit may strike in a call that is not the last. */
    @Test
    void aLengthLimitTakesEveryChatCallThatIsNotWhole() {
        List<String> events = new ArrayList<>(Samples.stream(WireFormat.OPENAI_CHAT).stream()
                .map(Event::json)
                .toList()
                .subList(0, 4));
        events.add("{\"choices\":[{\"delta\":{},\"finish_reason\":\"length\"}]}");

        Received received = Samples.received(WireFormat.OPENAI_CHAT, events);

        assertThat(received.calls()).isEmpty();
        assertThat(received.unusable()).extracting(UnusableCall::reason).containsExactly(Reason.LENGTH, Reason.LENGTH);
    }

    @Test
    void aToolThatChangesWhileTheCallArrivesIsNotCalled() {
        String delta = "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":"
                + "{\"name\":\"%s\",\"arguments\":\"\"}}]}}]}";
        Received received = Samples.received(
                WireFormat.OPENAI_CHAT,
                List.of(
                        delta.formatted("get_order_status"),
                        delta.formatted("process_refund"),
                        "{\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}"));

        assertThat(received.calls()).isEmpty();
        assertThat(received.unusable()).extracting(UnusableCall::reason).containsExactly(Reason.MALFORMED);
    }

    @Test
    void vertexAssemblesNestedArgumentsWithEveryDigit() {
        Received received = gemini(
                "{'jsonPath':'$.items[0].name','stringValue':'A \\'','willContinue':true}",
                "{'jsonPath':'$.items[0].name','stringValue':'B\\''}",
                "{'jsonPath':'$.items[0].price','numberValue':1.10}",
                "{'jsonPath':'$.items[1].name','stringValue':''}",
                "{'jsonPath':'$[\\\"odd key\\\"]','boolValue':true}",
                "{'jsonPath':'$.none','nullValue':null}");

        assertThat(received.calls())
                .extracting(ToolCall::arguments)
                .containsExactly(
                        "{\"items\":[{\"name\":\"A 'B'\",\"price\":1.10},{\"name\":\"\"}],\"odd key\":true,\"none\":null}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'jsonPath':'$.a','numberValue':1}|{'jsonPath':'$.a','numberValue':2}",
                "{'jsonPath':'$.a','numberValue':1}|{'jsonPath':'$.a.b','numberValue':2}",
                "{'jsonPath':'$.a','numberValue':1}|{'jsonPath':'$.a[0]','numberValue':2}",
                "{'jsonPath':'$.a[1]','numberValue':1}",
                "{'jsonPath':'$.a[999999]','numberValue':1}",
                "{'jsonPath':'$[0]','numberValue':1}",
                "{'jsonPath':'$.a','stringValue':'x','willContinue':true}|{'jsonPath':'$.b','numberValue':1}",
                "{'jsonPath':'$.a','stringValue':'x','willContinue':true}",
                "{'jsonPath':'$.a'}",
                "{'jsonPath':'$','numberValue':1}",
                "{'jsonPath':'a','numberValue':1}",
                "{'jsonPath':'$.a..b','numberValue':1}",
                "{'numberValue':1}"
            })
    void piecesThatDoNotFitSpoilTheCall(String pieces) {
        Received received = gemini(pieces.split("\\|"));

        assertThat(received.calls()).isEmpty();
        assertThat(received.unusable()).extracting(UnusableCall::reason).containsExactly(Reason.MALFORMED);
    }

    private static Received gemini(String... pieces) {
        String chunk = "{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":%s}]}}]}";
        List<String> events = new ArrayList<>();
        events.add(chunk.formatted("{\"name\":\"process_refund\",\"willContinue\":true}"));
        for (String piece : pieces) {
            String json = piece.replace("\\'", "\u0001").replace('\'', '"').replace('\u0001', '\'');
            events.add(chunk.formatted("{\"partialArgs\":[" + json + "],\"willContinue\":true}"));
        }
        events.add(chunk.formatted("{}"));
        return Samples.received(WireFormat.GEMINI, events);
    }

    @Test
    void aGeminiCallThatNeverClosedIsCutEvenIfTheTurnSaysStop() {
        String chunk = "{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":%s}]}%s}]}";

        Received received = Samples.received(
                WireFormat.GEMINI,
                List.of(
                        chunk.formatted("{\"name\":\"process_refund\",\"willContinue\":true}", ""),
                        chunk.formatted("{\"name\":\"get_order_status\",\"args\":{}}", ",\"finishReason\":\"STOP\"")));

        assertThat(received.calls()).extracting(ToolCall::name).containsExactly("get_order_status");
        assertThat(received.unusable()).extracting(UnusableCall::reason).containsExactly(Reason.CUT);
    }

    private static List<String> with(List<String> events, String last) {
        List<String> all = new ArrayList<>(events);
        all.add(last);
        return all;
    }
}
