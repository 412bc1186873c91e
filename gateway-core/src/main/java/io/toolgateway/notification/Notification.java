package io.toolgateway.notification;

import io.toolgateway.caller.Audience;
import io.toolgateway.caller.TenantId;
import io.toolgateway.proposal.ProposalId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That something has happened to a proposal. Ids and facts only: never an argument, a summary, a note or a result, which may hold
 * secrets and other people's words. Whoever wants to know more looks at the proposal, as somebody who may.
 *
 * @param id the same each time it is delivered, on every channel
 * @param kind what it tells of
 * @param tenant whose proposal
 * @param proposal its id; of a chain that of its first step, where it is about the chain
 * @param tool the tool's name
 * @param askedBy the user id of whoever asked
 * @param audience whom it is for; nobody else of the tenant, and nobody of another
 * @param occurredAt when it happened, by the store's clock; of a reminder when it fell due
 * @param validUntil when the time to decide and to start runs out
 * @param detail a fixed word that says more, such as {@code approved} or a reason's code, or null
 * @since 0.1
 */
public record Notification(
        UUID id,
        NotificationKind kind,
        TenantId tenant,
        ProposalId proposal,
        String tool,
        String askedBy,
        Audience audience,
        Instant occurredAt,
        Instant validUntil,
        @Nullable String detail) {

    Notification toAudience(Audience other) {
        return new Notification(id, kind, tenant, proposal, tool, askedBy, other, occurredAt, validUntil, detail);
    }
}
