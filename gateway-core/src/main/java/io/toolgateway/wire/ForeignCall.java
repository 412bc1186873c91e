package io.toolgateway.wire;

import org.jspecify.annotations.Nullable;

/**
 * A call that the gateway has no part in: run by the provider itself, or of a kind that only the host knows.
 *
 * @param type the provider's word for it, such as {@code server_tool_use}, {@code mcp_call}, {@code web_search_call}
 * @param id the provider's id, or null if it has none
 * @param name the tool's name, or null if it has none
 * @param raw the JSON text as received
 * @since 0.1
 */
public record ForeignCall(
        String type, @Nullable String id, @Nullable String name, String raw) {

    /** Without what was received: arguments may hold secrets. */
    @Override
    public String toString() {
        return "ForeignCall[" + type + " " + id + " " + name + "]";
    }
}
