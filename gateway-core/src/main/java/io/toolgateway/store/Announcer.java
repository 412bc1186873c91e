package io.toolgateway.store;

import io.toolgateway.proposal.Move;
import io.toolgateway.proposal.Proposal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is sent about the moves of proposals. {@link UnitOfWork} asks it in the transaction of each move, so that a message is
 * sent if the move is made and only then. What it throws is logged, and keeps no move back.
 *
 * <p>Threads: must be safe for concurrent use; asked while a store holds its locks, so it must be quick and pure.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Announcer {

    /**
     * What is sent about a move.
     *
     * @param news the move
     * @return messages of topics of the proposal's tenant, each with an id that is the same for the same move; empty if there is
     *     nothing to say
     */
    List<SideEffect.Send> announce(News news);

    /**
     * A move that is being made.
     *
     * @param move the move
     * @param before the proposal as it stood, or null if the move stores it
     * @param after the proposal after it
     * @param at when, by the store's clock
     * @param isAnswer whether it is the end of what {@code propose} has started, and is answering with now
     */
    record News(Move move, @Nullable Proposal before, Proposal after, Instant at, boolean isAnswer) {}
}
