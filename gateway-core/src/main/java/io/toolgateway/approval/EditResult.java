package io.toolgateway.approval;

import io.toolgateway.schema.Violation;
import java.util.List;

/**
 * What became of a reviewer's edit.
 *
 * @since 0.1
 */
public sealed interface EditResult {

    /**
     * The edited call has taken the place of the one before, and waits: to be looked at, and approved by its own hash.
     *
     * @param item the edited call
     */
    record Revised(ReviewItem item) implements EditResult {}

    /**
     * A layer refuses the edited call; the one before waits still, as it was.
     *
     * @param code a short stable code, such as {@code invalid_arguments}
     * @param reason the same in words for the person
     * @param violations where the arguments are not valid; empty if it is not about that
     */
    record NotAccepted(String code, String reason, List<Violation> violations) implements EditResult {

        /** Copies the violations. */
        public NotAccepted {
            violations = List.copyOf(violations);
        }
    }

    /**
     * The person may not edit it, or not any more; nothing changed.
     *
     * @param why as for a decision
     */
    record NotMade(ReviewResult why) implements EditResult {}
}
