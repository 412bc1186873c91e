package io.toolgateway.wire;

import io.toolgateway.tool.ModelReply;
import org.jspecify.annotations.Nullable;

/** A reply under the name that the tool has on the wire. */
record Answer(@Nullable String callId, String toolName, boolean isError, String text) implements ModelReply {

    /** The text where a provider wants an object; a text that breaks its contract is wrapped, not lost. */
    Out.Raw object() {
        try {
            if (Node.parse(text).isObject()) {
                return Out.raw(text);
            }
        } catch (Unreadable e) {
            // Wrapped below: the call has run, so its answer must reach the model.
        }
        return Out.raw(Out.object("message", text));
    }
}
