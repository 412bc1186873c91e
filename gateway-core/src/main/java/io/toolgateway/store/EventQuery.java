package io.toolgateway.store;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.Standing;
import io.toolgateway.caller.TenantId;
import io.toolgateway.json.Storable;
import io.toolgateway.proposal.ProposalId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which events of one tenant to read back, in the order in which they happened.
 *
 * @param tenant the tenant; there is no query across tenants
 * @param requestId only those of a request, or null
 * @param proposal only those of a proposal, or null
 * @param from only those at a moment or later, or null
 * @since 0.1
 */
public record EventQuery(
        TenantId tenant,
        @Nullable String requestId,
        @Nullable ProposalId proposal,
        @Nullable Instant from) {

    /** Refuses a request that no store can hold, so that none has to be asked for it. */
    public EventQuery {
        if (requestId != null) {
            Storable.required(requestId, "request id");
        }
    }

    /**
     * The timeline of a user's request.
     *
     * @param tenant the tenant
     * @param requestId the request
     * @return the query
     */
    public static EventQuery ofRequest(TenantId tenant, String requestId) {
        return new EventQuery(tenant, requestId, null, null);
    }

    /**
     * The history of a proposal.
     *
     * @param tenant the tenant
     * @param proposal the proposal
     * @return the query
     */
    public static EventQuery ofProposal(TenantId tenant, ProposalId proposal) {
        return new EventQuery(tenant, null, proposal, null);
    }

    /**
     * All that happened since a moment.
     *
     * @param tenant the tenant
     * @param from the moment
     * @return the query
     */
    public static EventQuery since(TenantId tenant, Instant from) {
        return new EventQuery(tenant, null, null, from);
    }

    /**
     * Whether an event is meant: the meaning of the query, for stores that have no other.
     *
     * @param event an event
     * @return true if it is
     */
    public boolean matches(AuditEvent event) {
        Standing standing = event.standing();
        return event.subject().caller().tenant().equals(tenant)
                && (requestId == null
                        || requestId.equals(event.subject().request().id()))
                && (proposal == null || (standing != null && proposal.equals(standing.proposal())))
                && (from == null || !event.at().isBefore(from));
    }
}
