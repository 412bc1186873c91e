package io.toolgateway.wire;

import io.toolgateway.wire.Ending.Kind;
import io.toolgateway.wire.Out.Raw;
import io.toolgateway.wire.UnusableCall.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Google Gemini and Vertex AI.
 *
 * <p>Complete: a part without {@code willContinue}, or the part that ends those with it. A call without {@code args} has
 * none, and so {@code {}}: the member is optional in Google's format, and a function without parameters gets none.
 */
final class Gemini implements Format {

    private static final Map<String, Kind> ENDINGS =
            Map.of("STOP", Kind.NORMAL, "MAX_TOKENS", Kind.LENGTH, "FINISH_REASON_UNSPECIFIED", Kind.UNKNOWN);

    @Override
    public NameRule nameRule() {
        return NameRule.GEMINI;
    }

    /** {@code parameters} would take a part of OpenAPI's schema only; this member takes JSON Schema, whole. */
    @Override
    public String definition(String name, String description, Raw schema) {
        return Out.object("name", name, "description", description, "parametersJsonSchema", schema);
    }

    @Override
    public String definitions(List<String> each) {
        return Out.array(List.of(Out.object("functionDeclarations", Out.raw(Out.array(each)))));
    }

    @Override
    public void read(Node response, Turn turn) {
        if (response.object("promptFeedback") == null) {
            response.requiredItems("candidates");
        }
        Parts parts = new Parts(turn);
        parts.accept(response);
        parts.stop();
    }

    @Override
    public Events events(Turn turn) {
        return new Parts(turn);
    }

    @Override
    public List<String> results(List<Answer> answers) {
        List<String> parts = new ArrayList<>();
        for (Answer answer : answers) {
            String response = Out.object("id", answer.callId(), "name", answer.toolName(), "response", answer.object());
            parts.add(Out.object("functionResponse", Out.raw(response)));
        }
        return List.of(Out.object("role", "user", "parts", Out.raw(Out.array(parts))));
    }

    @Override
    public List<String> late(List<String> notices) {
        List<String> parts =
                notices.stream().map(text -> Out.object("text", text)).toList();
        return List.of(Out.object("role", "user", "parts", Out.raw(Out.array(parts))));
    }

    /** The parts of the first candidate; one call at a time is open. */
    private static final class Parts implements Events {

        private final Turn turn;
        private @Nullable Draft open;
        private PartialArguments partial = new PartialArguments();

        Parts(Turn turn) {
            this.turn = turn;
        }

        @Override
        public void accept(Node chunk) {
            if (chunk.source("error") != null) {
                turn.end(Ending.failed("the provider reported an error"));
            }
            int position = 0;
            for (Node candidate : chunk.items("candidates")) {
                String index = candidate.source("index");
                candidate(candidate, index == null ? position == 0 : index.equals("0"));
                position++;
            }
        }

        /** A whole response without a reason to stop. */
        void stop() {
            turn.end(Ending.of(null, ENDINGS));
        }

        private void candidate(Node candidate, boolean first) {
            Node content = candidate.object("content");
            for (Node part : content == null ? List.<Node>of() : content.items("parts")) {
                if (first) {
                    part(part);
                } else if (part.object("functionCall") != null) {
                    Node call = part.requiredObject("functionCall");
                    turn.add(Draft.ours().raw(any -> call.source()))
                            .identify(call.text("id"), call.text("name"))
                            .spoil(Reason.ALTERNATIVE, "only the first of several candidates is acted on");
                }
            }
            String reason = candidate.text("finishReason");
            if (first && reason != null) {
                // Every reason but these names a fault: safety, recitation, a malformed call.
                turn.end(
                        ENDINGS.containsKey(reason)
                                ? Ending.of(reason, ENDINGS)
                                : new Ending(
                                        Kind.FAILED, Ending.of(reason, ENDINGS).detail()));
                open = null;
            }
        }

        private void part(Node part) {
            Node call = part.object("functionCall");
            if (call != null) {
                call(call);
                return;
            }
            for (String type : List.of("executableCode", "toolCall")) {
                Node foreign = part.object(type);
                if (foreign != null) {
                    turn.add(new Draft(Draft.Kind.FOREIGN, type))
                            .identify(foreign.text("id"), foreign.text("toolType"))
                            .raw(any -> part.source());
                }
            }
            if (part.text("text") != null) {
                turn.at(null);
            }
        }

        private void call(Node call) {
            boolean more = call.isTrue("willContinue");
            if (open == null || call.text("name") != null) {
                begin(call, more);
            }
            Draft draft = Objects.requireNonNull(open);
            turn.at(draft);
            draft.identify(call.text("id"), call.text("name"));
            pieces(draft, call);
            if (!more) {
                close(draft);
            }
        }

        private void begin(Node call, boolean more) {
            if (open != null) {
                open.spoil(Reason.CUT, "another call began before this one was complete");
            }
            partial = new PartialArguments();
            open = turn.add(Draft.ours().raw(more ? Parts::assembled : any -> call.source()));
        }

        private void pieces(Draft draft, Node call) {
            try {
                Node args = call.member("args");
                if (args != null) {
                    partial.whole(args.source());
                }
                call.items("partialArgs").forEach(partial::accept);
                draft.arguments(partial.json());
            } catch (Unreadable e) {
                draft.spoil(Reason.MALFORMED, e.getMessage());
            }
        }

        private void close(Draft draft) {
            open = null;
            if (partial.isOpen()) {
                draft.spoil(Reason.MALFORMED, "a text in the arguments was not completed");
            }
            draft.done();
        }

        private static String assembled(Draft draft) {
            return Out.object(
                    "id", draft.id(), "name", draft.name(), "args", Out.raw(String.valueOf(draft.arguments())));
        }
    }
}
