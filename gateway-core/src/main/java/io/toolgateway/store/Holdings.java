package io.toolgateway.store;

import io.toolgateway.caller.TenantId;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a store holds still, or will find out to have moved, while a {@link UnitOfWork} judges: for those who write a store.
 *
 * <p>Threads: confined to one.
 *
 * @since 0.1
 */
public interface Holdings {

    /** {@return the store's clock, read when what is held was held already} */
    Instant now();

    /**
     * A proposal that was asked for.
     *
     * @param id its id
     * @return the proposal, of whichever tenant; null if there is none
     */
    @Nullable
    Proposal find(ProposalId id);

    /**
     * The proposal under a key that was asked for.
     *
     * @param key the key
     * @return the proposal; null if the key is free
     */
    @Nullable
    Proposal find(CallKey key);

    /**
     * Whether a tool is switched off.
     *
     * @param tool its name
     * @param tenant for whom
     * @return true if it is off for this tenant or for all
     */
    boolean isOff(String tool, TenantId tenant);

    /**
     * Whether the step before it has been executed.
     *
     * @param proposal a step of a chain
     * @return true if it has
     */
    boolean isItsTurn(Proposal proposal);

    /**
     * Whether a step before it ended otherwise than executed.
     *
     * @param proposal a step of a chain
     * @return true if it can never run
     */
    boolean isChainBroken(Proposal proposal);

    /**
     * The chain of a step that was asked for, where it is not one that may stay half done. For an undo that was asked for, what it
     * undoes can be {@linkplain #find(ProposalId) found} as well.
     *
     * @param step a step of a chain
     * @return all its steps, in their order
     */
    List<Proposal> chainOf(Proposal step);

    /**
     * What has been taken out of a limit that was asked for.
     *
     * @param limit its key
     * @return the sum; zero if nothing was
     */
    BigDecimal reserved(String limit);

    /**
     * Refuses what this store cannot hold, such as ids of another kind than its columns.
     *
     * @param proposal as it would be stored
     * @throws IllegalArgumentException says what it is and what is expected
     */
    default void requireStorable(Proposal proposal) {}
}
