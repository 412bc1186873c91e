package io.toolgateway.proposal;

import io.toolgateway.json.Storable;
import io.toolgateway.tool.Effect;

/**
 * The tool of a proposal, as its contract was when the call was proposed.
 *
 * @param name the tool's name
 * @param version the version of its contract
 * @param effect what starting it may do
 * @param destructive whether it destroys or cannot be undone
 * @param maxAttempts how many starts it may have; one that must not be repeated is started again only after one
 *     that was declared to have had no effect
 * @since 0.1
 */
public record ProposedTool(String name, String version, Effect effect, boolean destructive, int maxAttempts) {

    /** Refuses names that no store can hold. */
    public ProposedTool {
        Storable.required(name, "tool's name");
        Storable.required(version, "tool's version");
    }

    /** {@return true if starting it may change something} */
    public boolean writes() {
        return effect.writes();
    }
}
