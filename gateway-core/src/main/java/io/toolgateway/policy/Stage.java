package io.toolgateway.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * One step of an approval: so many different people of these approvers. The steps of a requirement follow each other.
 *
 * @param approvers who may approve in this stage
 * @param quorum how many of them must; at least 1
 * @param escalations who may as well, and from when on
 * @since 0.1
 */
public record Stage(Approvers approvers, int quorum, List<Escalation> escalations) {

    /** Refuses a quorum below one. */
    public Stage {
        if (quorum < 1) {
            throw new IllegalArgumentException("a quorum is at least 1");
        }
        escalations = List.copyOf(escalations);
    }

    /**
     * A stage that never opens to others.
     *
     * @param approvers who may approve in this stage
     * @param quorum how many of them must; at least 1
     */
    public Stage(Approvers approvers, int quorum) {
        this(approvers, quorum, List.of());
    }

    /**
     * This stage, open to others as well.
     *
     * @param more who else may approve
     * @return a copy
     */
    public Stage admitting(Approvers more) {
        return new Stage(approvers.or(more), quorum, escalations);
    }

    Stage of(Approvers approvers) {
        return new Stage(approvers, quorum, escalations);
    }

    Stage from(int quorum) {
        return new Stage(approvers, quorum, escalations);
    }

    Stage escalating(Escalation escalation) {
        List<Escalation> more = new ArrayList<>(escalations);
        more.add(escalation);
        return new Stage(approvers, quorum, more);
    }

    /** Whether it is as hard to pass as another one: for as many, and at no time for anybody who may not pass that one. */
    boolean isAtLeast(Stage other) {
        return !approvers.isNobody()
                && quorum >= other.quorum
                && other.approvers.admitAll(approvers)
                && escalations.stream().allMatch(other::admits);
    }

    private boolean admits(Escalation later) {
        return approvers.admitAll(later.to())
                || escalations.stream()
                        .anyMatch(mine -> mine.after().compareTo(later.after()) <= 0
                                && mine.to().admitAll(later.to()));
    }
}
