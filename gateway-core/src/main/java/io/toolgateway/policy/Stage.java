package io.toolgateway.policy;

/**
 * One step of an approval: so many different people of these approvers. The steps of a requirement follow each other.
 *
 * @param approvers who may approve in this stage
 * @param quorum how many of them must; at least 1
 * @since 0.1
 */
public record Stage(Approvers approvers, int quorum) {

    /** Refuses a quorum below one. */
    public Stage {
        if (quorum < 1) {
            throw new IllegalArgumentException("a quorum is at least 1");
        }
    }

    /** Whether it is as hard to pass as another one: for as many, and for nobody who may not pass that one. */
    boolean isAtLeast(Stage other) {
        return quorum >= other.quorum
                && other.approvers.roles().containsAll(approvers.roles())
                && (other.approvers.caller() || !approvers.caller());
    }
}
