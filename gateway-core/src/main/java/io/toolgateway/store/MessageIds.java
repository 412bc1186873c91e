package io.toolgateway.store;

import io.toolgateway.proposal.ArgumentsHash;
import java.util.UUID;

/** Ids of messages: the same for the same cause, so that what is sent again under an unknown commit is no second message. */
final class MessageIds {

    private static final int UUID_DIGITS = 16;
    private static final int HEX = 16;

    private MessageIds() {}

    static UUID of(String... cause) {
        String hash = ArgumentsHash.sha256(cause);
        long high = Long.parseUnsignedLong(hash.substring(0, UUID_DIGITS), HEX);
        long low = Long.parseUnsignedLong(hash.substring(UUID_DIGITS, 2 * UUID_DIGITS), HEX);
        // Version 8: made by our own rule.
        return new UUID(high & ~0xF000L | 0x8000L, low & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L);
    }
}
