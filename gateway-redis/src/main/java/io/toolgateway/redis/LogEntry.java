package io.toolgateway.redis;

import io.toolgateway.caller.TenantId;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change of a proposal, as the log has it: it was parked, or its status changed. A proposal's id and version name the change,
 * also where it is read twice.
 *
 * <p>It is what somebody wrote to Redis, the arguments are a model's: nothing of it may be taken for an order.
 *
 * @param id its place in its stream, such as {@code 1795255200000-0}; a cluster has several streams
 * @param at when it was written, by the server's clock, to the millisecond
 * @param tool the tool's name
 * @param arguments the arguments as JSON, without the values of secrets
 * @param triggeredBy the host's id of the user who asked
 * @param conversationId the conversation, or null if none was named
 * @param validUntil the deadline, to the second
 * @param status what it has become
 * @param proposal the proposal
 * @param version counts the changes of the proposal, from 1
 * @param tenant the tenant
 * @param requestId what connects all calls of the request
 * @param createdAt when it was proposed
 * @since 0.1
 */
public record LogEntry(
        String id,
        Instant at,
        String tool,
        String arguments,
        String triggeredBy,
        @Nullable String conversationId,
        Instant validUntil,
        ProposalStatus status,
        ProposalId proposal,
        long version,
        TenantId tenant,
        String requestId,
        Instant createdAt) {

    /** Names the change and shows nothing of the call. */
    @Override
    public String toString() {
        return "LogEntry[" + id + " " + proposal + " version " + version + " " + status.text() + "]";
    }
}
