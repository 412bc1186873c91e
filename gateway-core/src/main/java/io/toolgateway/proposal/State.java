package io.toolgateway.proposal;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a proposal stands: everything of it that transitions change.
 *
 * @param status the status
 * @param reason why it ended so, or null
 * @param version grows by one with every transition but a heartbeat
 * @param lastTransition the transition that made this state, to settle an unknown commit
 * @param review what people did
 * @param progress how far execution has come
 * @param execution what came of the latest start, or null
 * @param resolution how an unknown outcome was settled, or null
 * @since 0.1
 */
public record State(
        ProposalStatus status,
        @Nullable ReasonCode reason,
        long version,
        UUID lastTransition,
        Review review,
        Progress progress,
        @Nullable Execution execution,
        @Nullable Resolution resolution) {

    static State first(ProposalStatus status, UUID transition, Review review, Progress progress) {
        return new State(status, null, 1, transition, review, progress, null, null);
    }

    State to(ProposalStatus status, @Nullable ReasonCode reason) {
        return new State(status, reason, version, lastTransition, review, progress, execution, resolution);
    }

    State with(Review review) {
        return new State(status, reason, version, lastTransition, review, progress, execution, resolution);
    }

    State with(Progress progress) {
        return new State(status, reason, version, lastTransition, review, progress, execution, resolution);
    }

    State with(Execution execution) {
        return new State(status, reason, version, lastTransition, review, progress, execution, resolution);
    }

    State with(Resolution resolution) {
        return new State(status, reason, version, lastTransition, review, progress, execution, resolution);
    }

    State by(UUID transition) {
        return new State(status, reason, version + 1, transition, review, progress, execution, resolution);
    }
}
