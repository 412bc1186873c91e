package io.toolgateway.wire;

import io.toolgateway.wire.Ending.Kind;
import io.toolgateway.wire.Out.Raw;
import io.toolgateway.wire.UnusableCall.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI Responses.
 *
 * <p>Complete: when {@code response.output_item.done}, or the response's own end, brings the item with the status
 * {@code completed}. {@code function_call_arguments.done} is not enough: an item cut by the token limit gets one too.
 */
final class OpenAiResponses implements Format {

    private static final Map<String, Kind> ENDINGS = Map.of(
            "completed", Kind.NORMAL,
            "incomplete", Kind.LENGTH,
            "failed", Kind.FAILED,
            "cancelled", Kind.FAILED);

    @Override
    public NameRule nameRule() {
        return NameRule.PLAIN;
    }

    /** Left out, {@code strict} would be true here: OpenAI would then make every optional argument a required one. */
    @Override
    public String definition(String name, String description, Raw schema) {
        return Out.object(
                "type", "function",
                "name", name,
                "description", description,
                "parameters", schema,
                "strict", false);
    }

    @Override
    public void read(Node response, Turn turn) {
        response.requiredItems("output");
        turn.begin();
        new Items(turn).end(response);
    }

    @Override
    public Events events(Turn turn) {
        return new Items(turn);
    }

    @Override
    public List<String> results(List<Answer> answers) {
        return answers.stream()
                .map(answer ->
                        Out.object("type", "function_call_output", "call_id", answer.callId(), "output", answer.text()))
                .toList();
    }

    @Override
    public List<String> late(List<String> notices) {
        List<String> parts = notices.stream()
                .map(text -> Out.object("type", "input_text", "text", text))
                .toList();
        return List.of(Out.object("type", "message", "role", "user", "content", Out.raw(Out.array(parts))));
    }

    /** The items of a response, by their place in its output. */
    private static final class Items implements Events {

        private final Turn turn;
        private final Map<String, Draft> calls = new HashMap<>();

        Items(Turn turn) {
            this.turn = turn;
        }

        @Override
        public void accept(Node event) {
            switch (String.valueOf(event.text("type"))) {
                case "response.created" -> {
                    calls.clear();
                    turn.begin();
                }
                case "response.output_item.added" -> take(place(event), event.requiredObject("item"));
                case "response.function_call_arguments.delta" -> append(place(event), event.text("delta"));
                case "response.output_item.done" -> done(place(event), event.requiredObject("item"), true);
                case "response.completed", "response.incomplete", "response.failed", "response.cancelled" ->
                    end(event.requiredObject("response"));
                case "error" -> turn.end(Ending.failed("the provider reported an error"));
                default -> {}
            }
        }

        void end(Node response) {
            String status = response.text("status");
            int place = 0;
            for (Node item : response.items("output")) {
                done(Integer.toString(place++), item, "completed".equals(status));
            }
            turn.at(null);
            turn.end(filtered(response) ? Ending.failed("filtered") : Ending.of(status, ENDINGS));
            calls.clear();
        }

        private static boolean filtered(Node response) {
            Node details = response.object("incomplete_details");
            return details != null && "content_filter".equals(details.text("reason"));
        }

        private static String place(Node event) {
            return String.valueOf(event.source("output_index"));
        }

        private void append(String place, @Nullable String piece) {
            Draft draft = calls.get(place);
            if (draft != null && piece != null && draft.state() == Draft.State.OPEN) {
                draft.append(piece);
            }
        }

        private @Nullable Draft take(String place, Node item) {
            Draft draft = draft(item);
            if (draft != null) {
                calls.put(place, turn.add(draft));
            }
            return draft;
        }

        private void done(String place, Node item, boolean sure) {
            Draft draft = calls.containsKey(place) ? calls.get(place) : take(place, item);
            if (draft == null || draft.state() == Draft.State.DONE) {
                return;
            }
            String status = item.text("status");
            draft.identify(id(item), item.text("name"))
                    .arguments(item.stringOrSource("arguments"))
                    .raw(any -> item.source());
            if (status == null ? sure : status.equals("completed")) {
                draft.done();
            } else {
                draft.spoil(Reason.LENGTH, "the item's status is not 'completed'");
            }
        }

        private static @Nullable Draft draft(Node item) {
            String type = String.valueOf(item.text("type"));
            Draft draft = switch (type) {
                case "function_call" -> Draft.ours();
                case "mcp_approval_request" -> new Draft(Draft.Kind.APPROVAL, item.text("server_label"));
                default -> type.endsWith("_call") ? new Draft(Draft.Kind.FOREIGN, type) : null;
            };
            return draft == null
                    ? null
                    : draft.identify(id(item), item.text("name")).raw(any -> item.source());
        }

        /** A call is answered by its {@code call_id}, an approval request by its item's {@code id}. */
        private static @Nullable String id(Node item) {
            return "function_call".equals(item.text("type")) ? item.text("call_id") : item.text("id");
        }
    }
}
