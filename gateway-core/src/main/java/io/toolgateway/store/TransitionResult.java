package io.toolgateway.store;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.Refusal;
import java.math.BigDecimal;
import java.util.List;

/**
 * What became of a transition. A lost race is a value.
 *
 * @since 0.1
 */
public sealed interface TransitionResult {

    /**
     * It happened.
     *
     * @param after the proposals as they stand after it and all that followed from it at once, in the transition's order
     * @param events what was recorded with it
     */
    record Applied(List<Proposal> after, List<AuditEvent> events) implements TransitionResult {}

    /**
     * It had happened before, under the same id.
     *
     * @param current the proposals as they stand
     */
    record AlreadyMine(List<Proposal> current) implements TransitionResult {}

    /**
     * It did not happen; nothing changed.
     *
     * @param refusal why
     * @param current the proposal that stood against it, as it stands
     */
    record Lost(Refusal refusal, Proposal current) implements TransitionResult {}

    /**
     * It did not happen: a limit would have been passed.
     *
     * @param key the limit
     * @param left how much is left of it; zero or more
     */
    record OverLimit(String key, BigDecimal left) implements TransitionResult {}

    /**
     * It did not happen: the tenant has no such proposal.
     *
     * @param proposal the id
     */
    record NotFound(ProposalId proposal) implements TransitionResult {}
}
