package io.toolgateway.approval;

import io.toolgateway.proposal.Proposal;
import io.toolgateway.schema.Violation;
import io.toolgateway.store.NewProposal;
import java.util.List;

/**
 * Makes a revision of what waits out of arguments that a reviewer has edited: all layers judge it, for whoever asked. Made by the
 * gateway.
 *
 * <p>Threads: safe for concurrent use.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Revising {

    /**
     * Judges an edited call.
     *
     * @param waiting the proposal that waits
     * @param arguments the edited arguments as JSON text
     * @param editor the user id of the reviewer
     * @return what is to be stored in its place, or why not
     */
    Answer revise(Proposal waiting, String arguments, String editor);

    /** What the layers say of an edited call. */
    sealed interface Answer {

        /**
         * It may take the place of what waits.
         *
         * @param revision the proposal to be stored
         */
        record Fine(NewProposal revision) implements Answer {}

        /**
         * A layer refuses it.
         *
         * @param code a short stable code, such as {@code invalid_arguments}
         * @param reason the same in words
         * @param violations where the arguments are not valid; empty if it is not about that
         */
        record Refused(String code, String reason, List<Violation> violations) implements Answer {

            /** Copies the violations. */
            public Refused {
                violations = List.copyOf(violations);
            }
        }
    }
}
