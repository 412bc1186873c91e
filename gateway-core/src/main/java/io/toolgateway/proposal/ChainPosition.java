package io.toolgateway.proposal;

import java.util.UUID;

/**
 * A proposal's place in a chain: several calls of one model turn, decided as a unit and run in order.
 *
 * @param chainId the chain
 * @param index 0 for the first step
 * @param size how many steps there are
 * @since 0.1
 */
public record ChainPosition(UUID chainId, int index, int size) {

    /** Refuses a place outside of the chain. */
    public ChainPosition {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("step " + index + " of " + size);
        }
    }
}
