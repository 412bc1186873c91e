package io.toolgateway.wire;

import io.toolgateway.wire.Ending.Kind;
import io.toolgateway.wire.Out.Raw;
import java.util.List;
import java.util.Map;

/**
 * Ollama's {@code /api/chat}. Ids are young: older servers send none, and results are matched by order and name.
 *
 * <p>Complete: when the message with {@code done} arrives.
 */
final class Ollama implements Format {

    private static final Map<String, Kind> ENDINGS = Map.of("stop", Kind.NORMAL, "length", Kind.LENGTH);

    @Override
    public NameRule nameRule() {
        return NameRule.PLAIN;
    }

    @Override
    public String definition(String name, String description, Raw schema) {
        return OpenAiChat.function(name, description, schema);
    }

    @Override
    public void read(Node response, Turn turn) {
        response.requiredObject("message");
        take(response, turn);
        turn.end(Ending.of(null, ENDINGS));
    }

    @Override
    public Events events(Turn turn) {
        return chunk -> take(chunk, turn);
    }

    private static void take(Node chunk, Turn turn) {
        if (chunk.source("error") != null) {
            turn.end(Ending.failed("the provider reported an error"));
        }
        Node message = chunk.object("message");
        for (Node call : message == null ? List.<Node>of() : message.items("tool_calls")) {
            Node function = call.requiredObject("function");
            turn.add(Draft.ours())
                    .identify(call.text("id"), function.text("name"))
                    .arguments(function.source("arguments"))
                    .raw(any -> call.source())
                    .shut();
        }
        if (chunk.isTrue("done")) {
            // Servers before done_reason ended every turn alike.
            String reason = chunk.text("done_reason");
            turn.end(Ending.of(reason == null ? "stop" : reason, ENDINGS));
        }
    }

    @Override
    public List<String> results(List<Answer> answers) {
        return answers.stream()
                .map(answer -> Out.object(
                        "role", "tool",
                        "tool_name", answer.toolName(),
                        "tool_call_id", answer.callId(),
                        "content", answer.text()))
                .toList();
    }
}
