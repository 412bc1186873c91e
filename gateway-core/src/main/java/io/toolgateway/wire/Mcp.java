package io.toolgateway.wire;

import io.toolgateway.json.Json;
import io.toolgateway.wire.Ending.Kind;
import io.toolgateway.wire.Out.Raw;
import io.toolgateway.wire.UnusableCall.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Model Context Protocol: a client's {@code tools/call} request in, the JSON-RPC response out.
 *
 * <p>A call's id is the JSON text of the request's id, so that {@code 7} and {@code "7"} are answered as they came. A
 * request without {@code arguments} has none, and so {@code {}}: the member is optional in the protocol's schema. Requests
 * of other methods are the host's and hold no calls. Tool annotations are left out: a definition does not say them.
 *
 * <p>Complete: always, a message is whole.
 */
final class Mcp implements Format {

    @Override
    public NameRule nameRule() {
        return NameRule.MCP;
    }

    @Override
    public String definition(String name, String description, Raw schema) {
        return Out.object("name", name, "description", description, "inputSchema", schema);
    }

    @Override
    public void read(Node message, Turn turn) {
        if (message.isArray()) {
            throw new Unreadable("batches are no part of the protocol since 2025-06-18");
        }
        if (!"2.0".equals(message.text("jsonrpc"))) {
            throw new Unreadable("not a JSON-RPC 2.0 message");
        }
        if (!"tools/call".equals(message.text("method"))) {
            return;
        }
        Node params = message.requiredObject("params");
        Node arguments = params.member("arguments");
        String id = id(message.member("id"));
        Draft draft = turn.add(Draft.ours())
                .identify(id, params.text("name"))
                .arguments(arguments == null ? "{}" : arguments.source())
                .raw(any -> message.source());
        if (id == null) {
            draft.spoil(Reason.MALFORMED, "a request needs an id, a text or a whole number; this cannot be answered");
        }
        draft.done();
        turn.end(new Ending(Kind.NORMAL, ""));
    }

    private static @Nullable String id(@Nullable Node id) {
        return id != null && (id.isString() || id.isInteger()) ? id.source() : null;
    }

    @Override
    public Events events(Turn turn) {
        return message -> read(message, turn);
    }

    /** {@code resultType} is what 2026-07-28 requires and what earlier clients pass over. */
    @Override
    public List<String> results(List<Answer> answers) {
        return answers.stream().map(Mcp::result).toList();
    }

    /** A response is all that a server may say, so the notices go along with the next one; they are for the model alone. */
    @Override
    public List<String> late(List<String> notices) {
        Raw forTheModel = Out.raw("{\"audience\":[\"assistant\"]}");
        return notices.stream()
                .map(text -> Out.object("type", "text", "text", text, "annotations", forTheModel))
                .toList();
    }

    private static String result(Answer answer) {
        String text = Out.object("type", "text", "text", answer.text());
        String result = Out.object(
                "resultType", "complete",
                "content", Out.raw("[" + text + "]"),
                "structuredContent", answer.object(),
                "isError", answer.isError());
        return Out.object("jsonrpc", "2.0", "id", id(answer.callId()), "result", Out.raw(result));
    }

    /** An id that did not come from here is written as a text, so that the response is JSON whatever it is. */
    private static Raw id(@Nullable String callId) {
        return Out.raw(Node.isWhole(callId) ? String.valueOf(callId) : Json.write(callId));
    }
}
