package io.toolgateway.proposal;

import java.util.UUID;

/**
 * A proposal's place in a chain: several calls of one model turn, decided as a unit and run in order.
 *
 * @param chainId the chain
 * @param index 0 for the first step
 * @param size how many steps there are
 * @param ending what becomes of the chain if a step is not executed; the same of all steps
 * @param undoable whether this step's tool can undo what it did, should the chain end by compensation
 * @since 0.1
 */
public record ChainPosition(UUID chainId, int index, int size, ChainEnding ending, boolean undoable) {

    /** Refuses a place outside of the chain. */
    public ChainPosition {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("step " + index + " of " + size);
        }
    }

    /** {@return true if what its steps did is undone should it break} */
    boolean isUndone() {
        return ending == ChainEnding.COMPENSATION;
    }
}
