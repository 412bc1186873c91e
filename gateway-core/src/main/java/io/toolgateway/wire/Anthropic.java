package io.toolgateway.wire;

import io.toolgateway.wire.Ending.Kind;
import io.toolgateway.wire.Out.Raw;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Anthropic Messages.
 *
 * <p>Complete: at {@code content_block_stop}, if the block's JSON is whole; else when the stop reason says that the model
 * ended the turn by itself. A block that got no piece keeps the input that its start event brought, {@code {}} for a call
 * without arguments: as it stands in a response that is not streamed.
 */
final class Anthropic implements Format {

    /** As the service's own error quotes it: "Property keys should match pattern". */
    private static final Pattern ARGUMENT_NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,64}");

    private static final Map<String, Kind> ENDINGS = Map.of(
            "tool_use", Kind.NORMAL,
            "end_turn", Kind.NORMAL,
            "pause_turn", Kind.NORMAL,
            "max_tokens", Kind.LENGTH,
            "model_context_window_exceeded", Kind.LENGTH,
            "refusal", Kind.FAILED);

    @Override
    public NameRule nameRule() {
        return NameRule.PLAIN;
    }

    @Override
    public Pattern argumentName() {
        return ARGUMENT_NAME;
    }

    @Override
    public String definition(String name, String description, Raw schema) {
        return Out.object("name", name, "description", description, "input_schema", schema);
    }

    @Override
    public void read(Node response, Turn turn) {
        for (Node block : response.requiredItems("content")) {
            Draft draft = begin(block, turn);
            if (draft != null) {
                draft.done();
            }
        }
        turn.end(Ending.of(response.text("stop_reason"), ENDINGS));
    }

    private static @Nullable Draft begin(Node block, Turn turn) {
        String type = String.valueOf(block.text("type"));
        if (!type.equals("tool_use") && !type.endsWith("_tool_use")) {
            turn.at(null);
            return null;
        }
        Draft draft = type.equals("tool_use") ? Draft.ours() : new Draft(Draft.Kind.FOREIGN, type);
        return turn.add(draft)
                .identify(block.text("id"), block.text("name"))
                .arguments(block.source("input"))
                .raw(any -> block.source());
    }

    @Override
    public Events events(Turn turn) {
        return new Blocks(turn);
    }

    @Override
    public List<String> results(List<Answer> answers) {
        List<String> blocks = new ArrayList<>();
        for (Answer answer : answers) {
            blocks.add(Out.object(
                    "type",
                    "tool_result",
                    "tool_use_id",
                    answer.callId(),
                    "content",
                    answer.text(),
                    "is_error",
                    answer.isError() ? true : null));
        }
        return List.of(Out.object("role", "user", "content", Out.raw(Out.array(blocks))));
    }

    @Override
    public List<String> late(List<String> notices) {
        List<String> blocks = notices.stream()
                .map(text -> Out.object("type", "text", "text", text))
                .toList();
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
            String index = String.valueOf(event.source("index"));
            switch (String.valueOf(event.text("type"))) {
                case "message_start" -> message(event.requiredObject("message"));
                case "content_block_start" -> block(index, event.requiredObject("content_block"));
                case "content_block_delta" -> piece(open.get(index), event.requiredObject("delta"));
                case "content_block_stop" -> {
                    Draft draft = open.remove(index);
                    if (draft != null) {
                        draft.close();
                    }
                }
                case "message_delta" -> end(event.requiredObject("delta").text("stop_reason"));
                case "error" -> turn.end(Ending.failed("the provider reported an error"));
                default -> {}
            }
        }

        private void message(Node message) {
            open.clear();
            turn.begin();
            // Calls of provider-run code may stand in the message from the start.
            for (Node block : message.items("content")) {
                Draft draft = begin(block, turn);
                if (draft != null) {
                    draft.shut();
                }
            }
        }

        private void block(String index, Node block) {
            Draft draft = begin(block, turn);
            if (draft == null) {
                open.remove(index);
            } else {
                open.put(index, draft.raw(any -> JsonPieces.with(block, "input", any.arguments())));
            }
        }

        private static void piece(@Nullable Draft draft, Node delta) {
            String json = delta.string("partial_json");
            if (draft != null && json != null) {
                draft.append(json);
            }
        }

        private void end(@Nullable String stopReason) {
            if (stopReason != null) {
                turn.end(Ending.of(stopReason, ENDINGS));
            }
        }
    }
}
