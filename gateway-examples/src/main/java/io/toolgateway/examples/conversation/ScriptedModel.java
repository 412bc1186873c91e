package io.toolgateway.examples.conversation;

import io.toolgateway.json.Json;
import io.toolgateway.wire.WireFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stands where a provider's API would: answers in the provider's form, by what the last message of the conversation says. Nothing
 * leaves the machine.
 */
final class ScriptedModel {

    private static final String ORDER = "{\"order_id\":\"ORD-00002\",\"amount\":900}";

    private final WireFormat format;

    ScriptedModel(WireFormat format) {
        this.format = format;
    }

    /** The body of the provider's response to this conversation. */
    String answer(List<String> messages) {
        String last = messages.get(messages.size() - 1);
        // The members of a tool's answer stand as text in a text.
        if (last.contains("\\\"status\\\":\\\"pending\\\"")) {
            return says(
                    "I have prepared the refund. A supervisor has to approve it; I will tell you what comes of it.");
        } else if (last.contains("[Notice from the application.")) {
            return says(
                    last.contains("\\\"status\\\":\\\"executed\\\"")
                            ? "Good news: the 900 dollars of ORD-00002 have been refunded."
                            : "I am sorry: the refund of ORD-00002 was not made.");
        }
        return calls();
    }

    private String calls() {
        return format == WireFormat.ANTHROPIC ? """
                {"role": "assistant", "stop_reason": "tool_use", "content": [
                  {"type": "tool_use", "id": "toolu_1", "name": "refund", "input": %s}]}""".formatted(ORDER) : """
                {"choices": [{"index": 0, "finish_reason": "tool_calls", "message":
                  {"role": "assistant", "content": null, "tool_calls": [{"id": "call_1", "type": "function",
                    "function": {"name": "refund", "arguments": %s}}]}}]}""".formatted(Json.write(ORDER));
    }

    private String says(String text) {
        String json = Json.write(text);
        return format == WireFormat.ANTHROPIC
                ? "{\"role\": \"assistant\", \"stop_reason\": \"end_turn\", \"content\": [{\"type\": \"text\", \"text\": "
                        + json + "}]}"
                : "{\"choices\": [{\"index\": 0, \"finish_reason\": \"stop\", \"message\":"
                        + " {\"role\": \"assistant\", \"content\": " + json + "}}]}";
    }

    /** The model's own message in a response, which is what a host keeps. */
    String message(String response) {
        Map<String, @Nullable Object> body = Json.parseObject(response);
        if (format == WireFormat.ANTHROPIC) {
            return Json.write(Map.of("role", "assistant", "content", Objects.requireNonNull(body.get("content"))));
        }
        Object first = Json.asArray(Objects.requireNonNull(body.get("choices"))).get(0);
        return Json.write(Json.asObject(Objects.requireNonNull(first)).get("message"));
    }
}
