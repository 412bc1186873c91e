package io.toolgateway.wire;

import io.toolgateway.json.Json;
import io.toolgateway.tool.ModelReply;
import io.toolgateway.tool.ToolDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One provider's format, bound to the tools that one model may see.
 *
 * <p>Shape: a response may have 16,777,216 characters, 256 levels and 500,000 values; each call's arguments are taken out of
 * it as the text that stood there and are judged later by the gateway's own, narrower limits.
 *
 * <p>Threads: immutable.
 *
 * @since 0.1
 */
public final class Wire {

    private final Format format;
    private final Names names;
    private final String definitions;

    Wire(Format format, Collection<ToolDefinition> tools) {
        this.format = format;
        this.names = new Names(format.nameRule(), tools);
        List<String> each = new ArrayList<>(tools.size());
        for (ToolDefinition tool : tools) {
            Map<String, @Nullable Object> schema = Json.parseObject(tool.argumentsSchema());
            requireNames(format.argumentName(), tool.name(), schema);
            each.add(format.definition(names.onWire(tool.name()), tool.description(), Out.raw(Json.write(schema))));
        }
        this.definitions = format.definitions(each);
    }

    /** One name that is not allowed, and the provider refuses the whole request. */
    private static void requireNames(@Nullable Pattern allowed, String tool, Map<String, @Nullable Object> schema) {
        if (allowed != null && schema.get("properties") instanceof Map<?, ?> properties) {
            for (Object name : properties.keySet()) {
                if (!allowed.matcher((String) name).matches()) {
                    throw new IllegalArgumentException("the tool '" + tool + "' has an argument '" + name
                            + "', and the provider refuses every request with a name that is not of the form "
                            + allowed.pattern() + "; rename it");
                }
            }
        }
    }

    /**
     * The tools as the provider wants them.
     *
     * @return a JSON array, the value of the request's member {@code tools} (Bedrock: of {@code toolConfig.tools}; MCP: of
     *     the list result's {@code tools})
     */
    public String definitions() {
        return definitions;
    }

    /**
     * Reads a whole response.
     *
     * @param response the response's body: JSON text
     * @return what was in it; a text that cannot be read is one unusable call that says where and why, and this method does
     *     not throw for any text
     */
    public Received calls(String response) {
        Turn turn = new Turn();
        try {
            format.read(Node.parse(response), turn);
        } catch (Unreadable e) {
            turn = new Turn();
            turn.fault(e.getMessage(), response);
        }
        return turn.received(names);
    }

    /** {@return a reader for the events of one streamed response} */
    public WireStream stream() {
        return new WireStream(format, names);
    }

    /**
     * Writes the answers to all calls of one turn. Providers want every call of a turn answered at once, also a call that
     * waits for a person.
     *
     * <p>The error flag is set where a reply says so and the provider has one. Ids are written back as they came and left
     * out where none came; order and name then tell which call is meant, so give the replies in the order of the calls.
     *
     * @param replies one reply for each call, in the calls' order
     * @return JSON objects, each one to be appended to the conversation, in order; for MCP one JSON-RPC response for each
     *     request
     */
    public List<String> results(List<? extends ModelReply> replies) {
        List<Answer> answers = new ArrayList<>(replies.size());
        for (ModelReply reply : replies) {
            answers.add(answer(reply));
        }
        return answers.isEmpty() ? List.of() : format.results(answers);
    }

    /**
     * Writes what calls came to that had been answered before, as waiting or in progress. Providers take one answer to a call, in
     * the turn after it; what comes later is a message of its own, to be appended once the model has had its say, and before the
     * user's next one.
     *
     * <p>The message has the user's role, as no provider has one for this and as what a tool returned must not speak with the
     * system's authority. Its text says that it comes from the application and not from the user, and holds all that comes from
     * elsewhere in one line of JSON, at most some 20,000 characters for each reply: what a tool returned is left out where it is
     * longer. Where turns have to alternate (Bedrock, Gemini), join it with the user's next message into one.
     *
     * @param replies in any number, in the order in which they came
     * @return JSON objects to be appended: one message for all replies, none for none. For MCP, where a server cannot begin to
     *     talk to the model, content blocks that are to be added to the {@code content} of the next response to any
     *     {@code tools/call} of the conversation
     */
    public List<String> late(List<? extends ModelReply> replies) {
        List<String> notices =
                replies.stream().map(this::answer).map(Notice::of).toList();
        return notices.isEmpty() ? List.of() : format.late(notices);
    }

    private Answer answer(ModelReply reply) {
        return new Answer(reply.callId(), names.onWire(reply.toolName()), reply.isError(), reply.text());
    }
}
