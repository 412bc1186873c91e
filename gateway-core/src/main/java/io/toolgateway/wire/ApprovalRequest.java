package io.toolgateway.wire;

import org.jspecify.annotations.Nullable;

/**
 * OpenAI asks whether it may call a tool of a remote MCP server by itself.
 *
 * <p>The host can decide, by its own rules or by asking a person. The gateway does not execute such a call and cannot check
 * the state it was made against.
 *
 * @param id the request's id, which the answer names
 * @param server the label of the MCP server, or null
 * @param name the tool's name on that server; not a name of the registry
 * @param arguments the arguments' JSON text as received, or null
 * @param raw the whole request as received
 * @since 0.1
 */
public record ApprovalRequest(
        String id,
        @Nullable String server,
        String name,
        @Nullable String arguments,
        String raw) {

    /** {@return the item that lets the provider run the call: a JSON object for the next request's input} */
    public String approve() {
        return answer(true);
    }

    /** {@return the item that keeps the provider from running the call: a JSON object for the next request's input} */
    public String reject() {
        return answer(false);
    }

    private String answer(boolean approve) {
        return Out.object("type", "mcp_approval_response", "approval_request_id", id, "approve", approve);
    }

    /** Names only: arguments may hold secrets. */
    @Override
    public String toString() {
        return "ApprovalRequest[" + id + " " + server + " " + name + "]";
    }
}
