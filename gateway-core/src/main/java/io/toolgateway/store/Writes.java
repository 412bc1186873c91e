package io.toolgateway.store;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.proposal.Move;
import io.toolgateway.proposal.Proposal;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a {@link UnitOfWork} decided, in its order: for those who write a store. All of it is stored, or nothing.
 *
 * <p>Threads: confined to one.
 *
 * @since 0.1
 */
public interface Writes {

    /**
     * A new proposal.
     *
     * @param proposal the proposal, version 1
     * @param event the event of its first transition
     */
    void inserted(Proposal proposal, AuditEvent event);

    /**
     * A transition of a proposal.
     *
     * @param before as it was held
     * @param after as it is to be stored; it must still be as before, and before its deadline where the move asks for that
     * @param move the move
     * @param event its event; null for a heartbeat, which has none
     */
    void updated(Proposal before, Proposal after, Move move, @Nullable AuditEvent event);

    /**
     * What was decided is right only if this one still is as it was held. Nothing to do for a store that holds it still.
     *
     * @param other a proposal that was looked at and is not changed with it
     */
    default void judgedBy(Proposal other) {}

    /**
     * What has been taken out of a limit, with what this unit takes.
     *
     * @param limit its key, and how long it has to be kept
     * @param sum the new sum
     */
    void reserved(LimitKey limit, BigDecimal sum);

    /**
     * A message for the outbox; one whose id is there already is passed over.
     *
     * @param message the message
     */
    void sent(SideEffect.Send message);
}
