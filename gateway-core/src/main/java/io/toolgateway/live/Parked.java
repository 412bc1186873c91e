package io.toolgateway.live;

import io.toolgateway.caller.TenantId;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a view shows of a proposal that waits for people, or did; it never changes.
 *
 * @param id the proposal
 * @param tenant whose
 * @param tool the tool's name
 * @param arguments their JSON text with secrets removed
 * @param triggeredBy the user id of whoever asked
 * @param conversationId the conversation, or null
 * @param requestId the request that it belongs to
 * @param createdAt when it was stored
 * @param validUntil the moment from which it may neither be approved nor started
 * @since 0.1
 */
public record Parked(
        ProposalId id,
        TenantId tenant,
        String tool,
        String arguments,
        String triggeredBy,
        @Nullable String conversationId,
        String requestId,
        Instant createdAt,
        Instant validUntil) {

    static Parked of(Proposal proposal) {
        return new Parked(
                proposal.id(),
                proposal.tenant(),
                proposal.tool(),
                proposal.content().arguments().shown(),
                proposal.triggeredBy(),
                proposal.content().origin().request().conversationId(),
                proposal.content().origin().request().id(),
                proposal.createdAt(),
                proposal.validUntil());
    }

    /** Names only: arguments are the model's. */
    @Override
    public String toString() {
        return "Parked[" + id + " " + tool + "]";
    }
}
