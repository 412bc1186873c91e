package io.toolgateway.store;

import io.toolgateway.caller.TenantId;
import io.toolgateway.proposal.Content;
import io.toolgateway.proposal.Proposal;

/**
 * What tells that two calls are one: at most one proposal of a user has an idempotency key.
 *
 * @param tenant whose
 * @param user the user who asked
 * @param idempotencyKey the key
 * @since 0.1
 */
public record CallKey(TenantId tenant, String user, String idempotencyKey) {

    /**
     * The key of what is proposed.
     *
     * @param content what is proposed
     * @return its key
     */
    public static CallKey of(Content content) {
        return new CallKey(
                content.origin().caller().tenant(),
                content.origin().caller().userId(),
                content.arguments().idempotencyKey());
    }

    /**
     * The key of a proposal.
     *
     * @param proposal the proposal
     * @return its key
     */
    public static CallKey of(Proposal proposal) {
        return of(proposal.content());
    }
}
