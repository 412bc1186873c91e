package io.toolgateway.tool;

import org.jspecify.annotations.Nullable;

/**
 * What goes back to the model for one of its calls, before a provider's format is put around it.
 *
 * @since 0.1
 */
public interface ModelReply {

    /** {@return the provider's id of the call this answers, or null if it had none} */
    @Nullable
    String callId();

    /** {@return the tool's name as the model called it} */
    String toolName();

    /** {@return true if the call was refused or failed; never true for a call that waits} */
    boolean isError();

    /** {@return the answer as the text of a JSON object with at least {@code status} and {@code message}} */
    String text();
}
