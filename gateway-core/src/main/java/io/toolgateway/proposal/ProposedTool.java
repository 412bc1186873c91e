package io.toolgateway.proposal;

import io.toolgateway.tool.Effect;

/**
 * The tool of a proposal, as its contract was when the call was proposed.
 *
 * @param name the tool's name
 * @param version the version of its contract
 * @param effect what starting it may do
 * @param destructive whether it destroys or cannot be undone
 * @param maxAttempts how many starts it may have; 1 for a tool that must not be repeated
 * @since 0.1
 */
public record ProposedTool(String name, String version, Effect effect, boolean destructive, int maxAttempts) {

    /** Refuses more than one start of a tool that must not be repeated. */
    public ProposedTool {
        if (maxAttempts < 1 || maxAttempts > 1 && effect == Effect.NON_IDEMPOTENT) {
            throw new IllegalArgumentException(maxAttempts + " attempts of a " + effect.text() + " tool");
        }
    }
}
