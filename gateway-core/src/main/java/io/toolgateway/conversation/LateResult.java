package io.toolgateway.conversation;

import io.toolgateway.caller.TenantId;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.proposal.ProposalId;
import java.util.UUID;

/**
 * What a call came to after its model had been told that it waits.
 *
 * @param id the id of the message, the same each time it comes
 * @param tenant whose conversation
 * @param userId the user who asked
 * @param conversationId the host's id of the conversation
 * @param proposal the recorded proposal
 * @param outcome what it has come to, as the record has it now
 * @param attempts how often this was taken, this time included; more than once if it may have been delivered before
 * @since 0.1
 */
public record LateResult(
        UUID id,
        TenantId tenant,
        String userId,
        String conversationId,
        ProposalId proposal,
        Outcome outcome,
        int attempts) {

    /** Ids only: an outcome may hold what a tool returned. */
    @Override
    public String toString() {
        return "LateResult[" + proposal + " " + outcome.status() + " #" + attempts + "]";
    }
}
