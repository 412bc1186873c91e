package io.toolgateway.proposal;

import java.util.UUID;

/**
 * The id of a proposal. Not a secret: every look-up is authorised.
 *
 * @param value a UUID, version 7 where this library makes it
 * @since 0.1
 */
public record ProposalId(UUID value) implements Comparable<ProposalId> {

    /**
     * The id of a text.
     *
     * @param text a UUID's text
     * @return the id
     * @throws IllegalArgumentException if it is none
     */
    public static ProposalId of(String text) {
        return new ProposalId(UUID.fromString(text));
    }

    @Override
    public int compareTo(ProposalId other) {
        // Unsigned, as databases order UUIDs; UUID.compareTo is signed.
        int high = Long.compareUnsigned(value.getMostSignificantBits(), other.value.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
