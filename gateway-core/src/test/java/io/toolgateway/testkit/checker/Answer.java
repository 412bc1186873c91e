package io.toolgateway.testkit.checker;

import io.toolgateway.proposal.ProposalId;
import org.jspecify.annotations.Nullable;

/**
 * What a client was told.
 *
 * @param client who
 * @param act what it asked for
 * @param token the call it was about
 * @param proposal the id it was told, or null
 * @param told the answer
 * @param hash what a reviewer was shown and approved, or null
 */
public record Answer(
        String client,
        Act act,
        String token,
        @Nullable ProposalId proposal,
        Told told,
        @Nullable String hash) {

    /** What a client can ask for. */
    public enum Act {
        /** To run a call. */
        PROPOSE,
        /** To approve it. */
        APPROVE,
        /** To reject it. */
        REJECT
    }

    /** What a client can be told; no answer is an answer too. */
    public enum Told {
        /** The handler returned. */
        EXECUTED,
        /** It is on its way. */
        IN_PROGRESS,
        /** It waits for people. */
        PENDING,
        /** It was refused, and nothing was stored for it. */
        DENIED,
        /** A person said no. */
        REJECTED,
        /** Its time ran out. */
        EXPIRED,
        /** It did not happen. */
        FAILED,
        /** It may have happened. */
        UNKNOWN,
        /** The decision stands. */
        ACCEPTED,
        /** Someone else was first, or it cannot be decided. */
        NOT_DECIDED,
        /** The store did not answer. */
        LOST
    }
}
