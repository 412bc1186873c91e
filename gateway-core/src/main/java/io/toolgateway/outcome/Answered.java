package io.toolgateway.outcome;

import io.toolgateway.proposal.ProposalId;
import org.jspecify.annotations.Nullable;

/**
 * Which call an outcome answers.
 *
 * @param callId the provider's id of the call, or null
 * @param tool the tool's name as the model called it
 * @param proposal the recorded proposal; null of a call that was refused or only read
 * @param replayed true if the call had been made before and is answered with what was done then
 * @param edited the arguments as JSON text, without secrets, if a reviewer has changed them; null if the call is as it was made
 * @since 0.1
 */
public record Answered(
        @Nullable String callId,
        String tool,
        @Nullable ProposalId proposal,
        boolean replayed,
        @Nullable String edited) {

    /**
     * A call that nobody has changed.
     *
     * @param callId the provider's id of the call, or null
     * @param tool the tool's name as the model called it
     * @param proposal the recorded proposal; null of a call that was refused or only read
     * @param replayed true if the call had been made before and is answered with what was done then
     */
    public Answered(@Nullable String callId, String tool, @Nullable ProposalId proposal, boolean replayed) {
        this(callId, tool, proposal, replayed, null);
    }
}
