package io.toolgateway.audit;

import io.toolgateway.policy.Stage;
import io.toolgateway.proposal.Move;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.Resolution;
import io.toolgateway.proposal.Review;
import io.toolgateway.proposal.Vote;
import io.toolgateway.tool.Secrets;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a person said with a transition. Who it was is the {@link Standing#actor()}.
 *
 * <p>Threads: immutable.
 *
 * @since 0.1
 */
public sealed interface Statement {

    /**
     * Yes to what was seen, with the vote that approved or with one of those before it.
     *
     * @param stage the stage it counts for, 0 for the first
     * @param seenHash the hash of what was shown
     * @param note what was written, without secrets of the call, or null
     */
    record Voted(int stage, String seenHash, @Nullable String note) implements Statement {

        /**
         * Yes without a word.
         *
         * @param stage the stage it counts for, 0 for the first
         * @param seenHash the hash of what was shown
         */
        public Voted(int stage, String seenHash) {
            this(stage, seenHash, null);
        }

        @Override
        public Statement without(Secrets secrets) {
            return new Voted(stage, seenHash, note == null ? null : secrets.removedFrom(note));
        }

        /** Without what was written. */
        @Override
        public String toString() {
            return "Voted[" + stage + " " + seenHash + "]";
        }
    }

    /**
     * Who may approve from now on.
     *
     * @param stages all stages, as they are now
     * @param note what was written by whoever handed it on, without secrets of the call, or null
     */
    record Widened(List<Stage> stages, @Nullable String note) implements Statement {

        /** Copies the stages. */
        public Widened {
            stages = List.copyOf(stages);
        }

        @Override
        public Statement without(Secrets secrets) {
            return new Widened(stages, note == null ? null : secrets.removedFrom(note));
        }

        /** Without what was written. */
        @Override
        public String toString() {
            return "Widened" + stages;
        }
    }

    /**
     * Why it was rejected, taken back or replaced.
     *
     * @param note what was written, without secrets of the call
     */
    record Noted(String note) implements Statement {

        @Override
        public Statement without(Secrets secrets) {
            return new Noted(secrets.removedFrom(note));
        }

        /** Without what was written. */
        @Override
        public String toString() {
            return "Noted";
        }
    }

    /**
     * How an outcome that was not known was settled.
     *
     * @param kind what was found out
     * @param note what was written, without secrets of the call, or null
     */
    record Settled(Resolution.Kind kind, @Nullable String note) implements Statement {

        @Override
        public Statement without(Secrets secrets) {
            return new Settled(kind, note == null ? null : secrets.removedFrom(note));
        }

        /** Without what was written. */
        @Override
        public String toString() {
            return "Settled[" + kind + "]";
        }
    }

    /**
     * A yes that was said in advance, or taken back. Here who it was, for there is no standing.
     *
     * @param permission the standing permission
     * @param by the id of the user who said it
     * @param note what was written, or null
     */
    record OfPermission(
            UUID permission, String by, @Nullable String note) implements Statement {

        @Override
        public Statement without(Secrets secrets) {
            return new OfPermission(permission, by, note == null ? null : secrets.removedFrom(note));
        }

        /** {@return whose doing it is, as in a {@link Standing#actor()}} */
        public String actor() {
            return "user:" + by;
        }

        /** Without what was written. */
        @Override
        public String toString() {
            return "OfPermission[" + permission + " by " + by + "]";
        }
    }

    /**
     * What was said with a move.
     *
     * @param move the move
     * @param after the proposal after it
     * @return what was said, or null if nothing was
     */
    static @Nullable Statement of(Move move, Proposal after) {
        return switch (move) {
            case APPROVE, VOTE -> voted(after.state().review());
            case WIDEN ->
                new Widened(
                        after.state().review().stages(), after.state().review().note());
            case REJECT, WITHDRAW, SUPERSEDE -> noted(after.state().review().note());
            case RESOLVE -> settled(Objects.requireNonNull(after.state().resolution()));
            default -> null;
        };
    }

    private static Statement voted(Review review) {
        List<Vote> votes = review.votes();
        Vote latest = votes.get(votes.size() - 1);
        return new Voted(latest.stage(), latest.seenHash(), latest.note());
    }

    private static @Nullable Statement noted(@Nullable String note) {
        return note == null ? null : new Noted(note);
    }

    private static Statement settled(Resolution resolution) {
        return new Settled(resolution.kind(), resolution.note());
    }

    /**
     * What was written, if anything was.
     *
     * @return the note, or null
     */
    default @Nullable String note() {
        return null;
    }

    /**
     * This without the secrets of its call, in what was written.
     *
     * @param secrets the secrets of the call
     * @return the same if nothing was written
     */
    default Statement without(Secrets secrets) {
        return this;
    }
}
