package io.toolgateway.approval;

import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.Refusal;

/**
 * What became of a person's word on an unknown outcome. A lost race is a value.
 *
 * @since 0.1
 */
public sealed interface SettleResult {

    /**
     * It stands; also the answer to the same person saying the same again.
     *
     * @param proposal as it stands
     */
    record Settled(Proposal proposal) implements SettleResult {}

    /**
     * Someone else, or the tool's own hook, settled it before, and the first word stands.
     *
     * @param proposal as it stands, with that word as its resolution
     */
    record AlreadySettled(Proposal proposal) implements SettleResult {}

    /**
     * It does not stand; nothing changed.
     *
     * @param refusal why
     * @param reason the same in words for the person
     */
    record Refused(Refusal refusal, String reason) implements SettleResult {}

    /** The person's tenant has no such proposal, or the person may not see it: one answer. */
    record NotFound() implements SettleResult {}
}
