package io.toolgateway.wire;

import io.toolgateway.wire.Ending.Kind;
import io.toolgateway.wire.Out.Raw;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * AWS Bedrock Converse; an event is a JSON object with the event's name around it.
 *
 * <p>Complete: at {@code contentBlockStop}, if the block's JSON is whole; else when the stop reason says that the model
 * ended the turn by itself.
 */
final class BedrockConverse implements Format {

    private static final Map<String, Kind> ENDINGS = Map.of(
            "tool_use", Kind.NORMAL,
            "end_turn", Kind.NORMAL,
            "max_tokens", Kind.LENGTH,
            "model_context_window_exceeded", Kind.LENGTH,
            "guardrail_intervened", Kind.FAILED,
            "content_filtered", Kind.FAILED,
            "malformed_model_output", Kind.FAILED,
            "malformed_tool_use", Kind.FAILED);

    @Override
    public NameRule nameRule() {
        return NameRule.PLAIN;
    }

    @Override
    public String definition(String name, String description, Raw schema) {
        String inputSchema = Out.object("json", schema);
        String tool = Out.object(
                // An empty description is refused, a missing one is not.
                "name",
                name,
                "description",
                description.isEmpty() ? null : description,
                "inputSchema",
                Out.raw(inputSchema));
        return Out.object("toolSpec", Out.raw(tool));
    }

    @Override
    public void read(Node response, Turn turn) {
        Node message = response.requiredObject("output").requiredObject("message");
        for (Node block : message.requiredItems("content")) {
            Node toolUse = block.object("toolUse");
            if (toolUse == null) {
                turn.at(null);
            } else {
                begin(toolUse, turn)
                        .arguments(toolUse.source("input"))
                        .raw(any -> block.source())
                        .done();
            }
        }
        turn.end(Ending.of(response.text("stopReason"), ENDINGS));
    }

    private static Draft begin(Node toolUse, Turn turn) {
        String type = toolUse.text("type");
        Draft draft = type == null ? Draft.ours() : new Draft(Draft.Kind.FOREIGN, type);
        return turn.add(draft).identify(toolUse.text("toolUseId"), toolUse.text("name"));
    }

    @Override
    public Events events(Turn turn) {
        return new Blocks(turn);
    }

    /**
     * Success is the default and left unsaid: models other than Nova and Claude refuse the member. The answer is a text
     * block, as AWS's documents may turn the numbers of a JSON block into doubles.
     */
    @Override
    public List<String> results(List<Answer> answers) {
        List<String> blocks = new ArrayList<>();
        for (Answer answer : answers) {
            String result = Out.object(
                    "toolUseId", answer.callId(),
                    "content", Out.raw(Out.array(List.of(Out.object("text", answer.text())))),
                    "status", answer.isError() ? "error" : null);
            blocks.add(Out.object("toolResult", Out.raw(result)));
        }
        return List.of(Out.object("role", "user", "content", Out.raw(Out.array(blocks))));
    }

    @Override
    public List<String> late(List<String> notices) {
        List<String> blocks =
                notices.stream().map(text -> Out.object("text", text)).toList();
        return List.of(Out.object("role", "user", "content", Out.raw(Out.array(blocks))));
    }

    /** The open blocks of a message, by index. */
    private static final class Blocks implements Events {

        private final Turn turn;
        private final Map<String, Draft> open = new HashMap<>();

        Blocks(Turn turn) {
            this.turn = turn;
        }

        @Override
        public void accept(Node event) {
            for (String name : event.members().keySet()) {
                if (name.endsWith("Exception")) {
                    turn.end(Ending.failed("the provider reported " + name));
                }
                Node body = event.object(name);
                if (body != null) {
                    accept(name, body);
                }
            }
        }

        private void accept(String name, Node body) {
            String index = String.valueOf(body.source("contentBlockIndex"));
            switch (name) {
                case "messageStart" -> {
                    open.clear();
                    turn.begin();
                }
                case "contentBlockStart" ->
                    block(index, body.requiredObject("start").object("toolUse"));
                case "contentBlockDelta" -> piece(open.get(index), body.requiredObject("delta"));
                case "contentBlockStop" -> {
                    Draft draft = open.remove(index);
                    if (draft != null) {
                        draft.close();
                    }
                }
                case "messageStop" -> turn.end(Ending.of(body.text("stopReason"), ENDINGS));
                default -> {}
            }
        }

        private void block(String index, @Nullable Node toolUse) {
            open.remove(index);
            if (toolUse != null) {
                open.put(
                        index,
                        begin(toolUse, turn)
                                .raw(any -> Out.object(
                                        "toolUse", Out.raw(JsonPieces.with(toolUse, "input", any.arguments())))));
            }
        }

        private void piece(@Nullable Draft draft, Node delta) {
            turn.at(draft);
            Node toolUse = delta.object("toolUse");
            String json = toolUse == null ? null : toolUse.string("input");
            if (draft != null && json != null) {
                draft.append(json);
            }
        }
    }
}
