package io.toolgateway.wire;

import java.util.List;

/** Mistral: OpenAI's chat format, but for results, which name the tool too. */
final class Mistral extends OpenAiChat {

    @Override
    public List<String> results(List<Answer> answers) {
        return answers.stream()
                .map(answer -> Out.object(
                        "role", "tool",
                        "name", answer.toolName(),
                        "tool_call_id", answer.callId(),
                        "content", answer.text()))
                .toList();
    }
}
