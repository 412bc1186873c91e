package io.toolgateway.approval;

import io.toolgateway.proposal.Refusal;

/**
 * What became of a person's decision. A lost race is a value.
 *
 * @since 0.1
 */
public sealed interface ReviewResult {

    /**
     * The decision stands; also the answer to the same person deciding the same again.
     *
     * @param item as it stands; still pending if more votes are needed
     */
    record Accepted(ReviewItem item) implements ReviewResult {}

    /**
     * Someone, or time, decided before.
     *
     * @param item as it stands
     */
    record AlreadyDecided(ReviewItem item) implements ReviewResult {

        /** {@return who decided, what, and when, in words for the person} */
        public String reason() {
            return Reasons.decided(item);
        }
    }

    /**
     * The decision does not stand; nothing changed.
     *
     * @param refusal why
     * @param reason the same in words for the person: of who may not decide it, whose it is to decide
     */
    record Refused(Refusal refusal, String reason) implements ReviewResult {}

    /** The person's tenant has no such proposal. */
    record NotFound() implements ReviewResult {}
}
