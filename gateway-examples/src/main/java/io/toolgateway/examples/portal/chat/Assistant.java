package io.toolgateway.examples.portal.chat;

import io.toolgateway.Gateway;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.examples.portal.chat.ChatLine.From;
import io.toolgateway.examples.portal.model.Answer;
import io.toolgateway.examples.portal.model.Briefing;
import io.toolgateway.examples.portal.model.Model;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.store.StoreException;
import io.toolgateway.tool.ModelReply;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.wire.Received;
import io.toolgateway.wire.UnusableCall;
import io.toolgateway.wire.Wire;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop: the model speaks, its calls are proposed on behalf of whoever has signed in, it is told what came of them, and speaks
 * again. The model's words go to the page as its words; what became of a call goes there in the gateway's.
 */
final class Assistant {

    private static final Logger LOG = LoggerFactory.getLogger(Assistant.class);
    private static final int ROUNDS = 6;
    private static final int LONGEST_TEXT = 8_000;

    private final Gateway gateway;
    private final Model model;
    private final String company;
    private final Wire wire;

    Assistant(Gateway gateway, Model model, String company) {
        this.gateway = gateway;
        this.model = model;
        this.company = company;
        this.wire = model.provider().format().wire(gateway.tools().definitions());
    }

    /** Answers what the user said, whose line is there already. For whoever has the floor. */
    void answer(Conversation conversation, Caller caller, String text, Request request) {
        conversation.messages().add(model.provider().userMessage(text));
        speak(conversation, caller, request.inConversation(conversation.id()).saying(text));
    }

    /** Says what came late. For whoever has the floor. */
    void tellLate(Conversation conversation, Caller caller, List<Outcome> outcomes, Request request) {
        conversation.messages().addAll(wire.late(outcomes));
        conversation.add(From.GATEWAY, "", lines(outcomes, List.of(), caller));
        speak(conversation, caller, request.inConversation(conversation.id()));
    }

    /** Lets the model speak, and answers its calls, until it has none. */
    private void speak(Conversation conversation, Caller caller, Request request) {
        Briefing briefing = new Briefing(conversation.name(), caller.userId(), caller.roles(), company);
        Request keyed = request.keyedBy(request.id());
        for (int round = 0; round < ROUNDS; round++) {
            Answer answer = model.answer(briefing, List.copyOf(conversation.messages()), wire.definitions());
            if (answer instanceof Answer.Missing missing) {
                conversation.add(From.PORTAL, missing.why(), List.of());
                return;
            } else if (answer instanceof Answer.Given given && !act(conversation, given.response(), caller, keyed)) {
                return;
            }
        }
        conversation.add(
                From.PORTAL,
                "The model went on calling tools, and was stopped. What it did so far is above.",
                List.of());
    }

    /** Does what a response asks for; true if the model has to hear of it. */
    private boolean act(Conversation conversation, String response, Caller caller, Request request) {
        Received received = wire.calls(response);
        String message = model.provider().messageOf(response).orElse(null);
        if (message == null) {
            conversation.add(From.PORTAL, "The model's answer cannot be read. Nothing was done.", List.of());
            return false;
        }
        conversation.messages().add(message);
        String text = bounded(model.provider().textOf(response));
        List<ToolCall> calls = received.calls().stream()
                .map(call -> text.isEmpty() ? call : call.withSummary(text))
                .toList();
        if (calls.isEmpty() && received.unusable().isEmpty()) {
            String said = text.isEmpty() ? "(The model had nothing to say.)" : text;
            conversation.add(From.ASSISTANT, said, List.of());
            return false;
        }
        List<ModelReply> replies = new ArrayList<>();
        List<Outcome> outcomes = List.of();
        boolean reached = true;
        if (!calls.isEmpty()) {
            // Before they are made: what comes of them late may come at once.
            conversation.expectLateResults();
            try {
                outcomes = gateway.propose(calls, caller, request);
                replies.addAll(outcomes);
            } catch (StoreException e) {
                LOG.warn("the record could not be reached for {}: {}", request, e.getMessage());
                calls.forEach(call -> replies.add(new Unreached(call.id(), call.name())));
                reached = false;
            }
        }
        received.unusable().stream()
                .filter(call -> call.id() != null)
                .map(UnusableCall::reply)
                .forEach(replies::add);
        conversation.messages().addAll(wire.results(replies));
        conversation.add(From.ASSISTANT, text, lines(outcomes, calls, caller));
        if (!reached) {
            conversation.add(
                    From.PORTAL,
                    "The record cannot be reached at the moment, and it is not known whether the request got there. Look at the"
                            + " pending actions and the history before you ask again.",
                    List.of());
        }
        return reached && !replies.isEmpty();
    }

    private List<CallLine> lines(List<Outcome> outcomes, List<ToolCall> calls, Caller caller) {
        Subject subject = new Subject(gateway, caller);
        List<CallLine> lines = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            ToolCall call = i < calls.size() ? calls.get(i) : null;
            lines.add(CallLine.of(outcomes.get(i), subject.of(outcomes.get(i), call)));
        }
        return lines;
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT - 1) + "…";
    }

    /** Providers refuse a conversation in which a call stands unanswered. */
    private record Unreached(@Nullable String callId, String toolName) implements ModelReply {

        @Override
        public boolean isError() {
            return true;
        }

        @Override
        public String text() {
            return "{\"status\":\"unknown\",\"message\":\"The record could not be reached. It is not known whether this was"
                    + " stored. Do not say that it succeeded or failed.\"}";
        }
    }
}
