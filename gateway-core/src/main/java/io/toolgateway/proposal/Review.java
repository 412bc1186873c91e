package io.toolgateway.proposal;

import io.toolgateway.policy.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people did with a proposal.
 *
 * @param stages whose approval is needed, in order; empty if a policy allowed it
 * @param votes who has said yes so far
 * @param approvedHash the hash that was approved; null until then
 * @param decidedBy {@code user:<id>}, {@code policy:<rules>@<version>}, {@code grant:<id>}, or of an undo {@code chain:<id>};
 *     null until decided
 * @param reviewedBy the user id of the person who decided, or null
 * @param reviewedAt when that was, by the store's clock, or null
 * @param note what that person wrote, or while it waits whoever has handed it on, or null
 * @since 0.1
 */
public record Review(
        List<Stage> stages,
        List<Vote> votes,
        @Nullable String approvedHash,
        @Nullable String decidedBy,
        @Nullable String reviewedBy,
        @Nullable Instant reviewedAt,
        @Nullable String note) {

    /** Copies the lists. */
    public Review {
        stages = List.copyOf(stages);
        votes = List.copyOf(votes);
    }

    static Review awaiting(List<Stage> stages) {
        return new Review(stages, List.of(), null, null, null, null, null);
    }

    static Review decidedByPolicy(String actor, String approvedHash) {
        return new Review(List.of(), List.of(), approvedHash, actor, null, null, null);
    }

    /**
     * The stage that is being voted on.
     *
     * @return its index, or the number of stages if all are complete
     */
    public int currentStage() {
        int stage = 0;
        while (stage < stages.size() && votesIn(stage) >= stages.get(stage).quorum()) {
            stage++;
        }
        return stage;
    }

    /**
     * Whether a person has voted in a stage.
     *
     * @param stage the stage's index
     * @param userId the person
     * @return true if so
     */
    public boolean hasVoted(int stage, String userId) {
        return votes.stream()
                .anyMatch(vote -> vote.stage() == stage && vote.reviewer().equals(userId));
    }

    /** Whether one more vote is all that is missing. */
    boolean lacksOneVote() {
        int stage = currentStage();
        return stage == stages.size() - 1 && votesIn(stage) == stages.get(stage).quorum() - 1;
    }

    private long votesIn(int stage) {
        return votes.stream().filter(vote -> vote.stage() == stage).count();
    }

    Review with(Vote vote) {
        List<Vote> more = new ArrayList<>(votes);
        more.add(vote);
        return new Review(stages, more, approvedHash, decidedBy, reviewedBy, reviewedAt, note);
    }

    Review widened(List<Stage> wider, @Nullable String note) {
        return new Review(wider, votes, approvedHash, decidedBy, reviewedBy, reviewedAt, note);
    }

    Review decided(@Nullable String approvedHash, String userId, Instant at, @Nullable String note) {
        return new Review(stages, votes, approvedHash, "user:" + userId, userId, at, note);
    }
}
