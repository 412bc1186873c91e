package io.toolgateway.wire;

import io.toolgateway.tool.ModelReply;
import org.jspecify.annotations.Nullable;

/**
 * A call, or a text that may have held calls, that must not be executed.
 *
 * @param reason why
 * @param id the provider's id of the call, or null if none arrived
 * @param name the tool's name as sent, or null if none arrived
 * @param detail what happened, in words for a log, without argument values
 * @param raw what arrived of it, as received
 * @since 0.1
 */
public record UnusableCall(
        Reason reason, @Nullable String id, @Nullable String name, String detail, String raw) {

    /** Why a call must not be executed. */
    public enum Reason {
        /** The stream stopped, or began anew, before the call was complete. */
        CUT,
        /** The response reached its length limit in the call, or perhaps did. */
        LENGTH,
        /** The provider ended the turn in another way: refused, filtered, failed. */
        STOPPED,
        /** Not what the provider's format allows. */
        MALFORMED,
        /** It belongs to a second candidate of the same turn; only the first is acted on. */
        ALTERNATIVE,
        /** No tool was offered under this name, and passing the name on could hit a tool that was offered under another. */
        UNKNOWN_NAME
    }

    /**
     * An answer for the model, for a host that keeps the turn in the conversation: providers refuse a conversation in which
     * a call stands unanswered.
     *
     * @return a true text: nothing was done
     */
    public ModelReply reply() {
        String message = reason == Reason.UNKNOWN_NAME
                ? "No tool is offered under this name. Nothing was done. Call one of the tools that are offered."
                : "The call did not arrive whole. Nothing was done. Send the whole call again if it is still needed.";
        return new Answer(id, name == null ? "" : name, true, Out.object("status", "invalid", "message", message));
    }

    /** Without what was received: arguments may hold secrets. */
    @Override
    public String toString() {
        return "UnusableCall[" + reason + " " + id + " " + name + ": " + detail + "]";
    }
}
