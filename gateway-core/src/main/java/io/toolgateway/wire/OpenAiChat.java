package io.toolgateway.wire;

import io.toolgateway.wire.Ending.Kind;
import io.toolgateway.wire.Out.Raw;
import io.toolgateway.wire.UnusableCall.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI Chat Completions.
 *
 * <p>Complete: when {@code finish_reason} arrives. A following index is no sign, as deltas of parallel calls may
 * interleave.
 */
class OpenAiChat implements Format {

    private static final Map<String, Kind> ENDINGS = Map.of(
            "tool_calls", Kind.NORMAL,
            "stop", Kind.NORMAL,
            "function_call", Kind.NORMAL,
            "length", Kind.LENGTH,
            // Mistral's words for the same two.
            "model_length", Kind.LENGTH,
            "error", Kind.FAILED,
            "content_filter", Kind.FAILED);

    @Override
    public NameRule nameRule() {
        return NameRule.PLAIN;
    }

    @Override
    public String definition(String name, String description, Raw schema) {
        return function(name, description, schema);
    }

    /** A tool's definition as Chat Completions has it, and those who took that form over. */
    static String function(String name, String description, Raw schema) {
        String function = Out.object("name", name, "description", description, "parameters", schema);
        return Out.object("type", "function", "function", Out.raw(function));
    }

    @Override
    public void read(Node response, Turn turn) {
        int position = 0;
        for (Node choice : response.requiredItems("choices")) {
            Node message = choice.requiredObject("message");
            for (Node call : message.items("tool_calls")) {
                Draft draft = turn.add(draft(call)).shut();
                if (position > 0) {
                    spoilAlternative(draft);
                }
            }
            if (position++ == 0) {
                turn.end(Ending.of(choice.text("finish_reason"), ENDINGS));
            }
        }
    }

    private static Draft draft(Node call) {
        Node function = call.object("function");
        if (function == null) {
            return foreign(call);
        }
        return Draft.ours()
                .identify(call.text("id"), function.text("name"))
                .arguments(function.stringOrSource("arguments"))
                .raw(draft -> call.source());
    }

    /** A custom tool, or whatever kind comes next. */
    private static Draft foreign(Node call) {
        Node custom = call.object("custom");
        return new Draft(Draft.Kind.FOREIGN, call.text("type"))
                .identify(call.text("id"), custom == null ? null : custom.text("name"))
                .raw(draft -> call.source());
    }

    private static void spoilAlternative(Draft draft) {
        draft.spoil(Reason.ALTERNATIVE, "only the first of several choices is acted on");
    }

    @Override
    public Events events(Turn turn) {
        return new Chunks(turn);
    }

    @Override
    public List<String> results(List<Answer> answers) {
        return answers.stream()
                .map(answer -> Out.object("role", "tool", "tool_call_id", answer.callId(), "content", answer.text()))
                .toList();
    }

    /** Puts deltas together, each call at its choice and index. */
    private static final class Chunks implements Events {

        private final Turn turn;
        private final Map<String, Draft> calls = new HashMap<>();

        Chunks(Turn turn) {
            this.turn = turn;
        }

        @Override
        public void accept(Node chunk) {
            if (chunk.source("error") != null) {
                turn.end(Ending.failed("the provider reported an error"));
            }
            for (Node choice : chunk.items("choices")) {
                String index = choice.source("index");
                boolean first = index == null || index.equals("0");
                Node delta = choice.object("delta");
                if (delta != null) {
                    delta.items("tool_calls").forEach(call -> piece(first ? "0" : index, first, call));
                }
                if (first && choice.text("finish_reason") != null) {
                    turn.end(Ending.of(choice.text("finish_reason"), ENDINGS));
                    calls.clear();
                }
            }
        }

        private void piece(@Nullable String choice, boolean first, Node call) {
            Node function = call.object("function");
            String id = call.text("id");
            String name = function == null ? null : function.text("name");
            String slot = choice + "/" + call.source("index");
            Draft draft = calls.get(slot);
            if (draft == null || begins(draft, call, id, name)) {
                draft = turn.add(function == null ? foreign(call) : assembled()).shut();
                calls.put(slot, draft);
                if (!first) {
                    spoilAlternative(draft);
                }
            }
            turn.at(draft);
            draft.identify(id, name);
            if (function != null && function.stringOrSource("arguments") != null) {
                draft.append(String.valueOf(function.stringOrSource("arguments")));
            }
        }

        /** Some servers send no index, or the same for all calls; then a new id, or failing ids a name, begins a call. */
        private static boolean begins(Draft held, Node call, @Nullable String id, @Nullable String name) {
            if (id != null && held.id() != null) {
                return !id.equals(held.id());
            }
            return call.source("index") == null && name != null;
        }

        private static Draft assembled() {
            return Draft.ours().raw(draft -> {
                String function = Out.object("name", draft.name(), "arguments", draft.arguments());
                return Out.object("id", draft.id(), "type", "function", "function", Out.raw(function));
            });
        }
    }
}
