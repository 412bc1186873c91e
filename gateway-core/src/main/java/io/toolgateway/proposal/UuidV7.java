package io.toolgateway.proposal;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;

/** UUIDs by RFC 9562 version 7; random bits are drawn in blocks, since a draw costs more than all the rest of an id. */
final class UuidV7 implements IdSource {

    private static final int BLOCK = 4096;

    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock;
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK).position(BLOCK);

    UuidV7(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public UUID next() {
        long high = clock.millis() << 16;
        long low;
        synchronized (block) {
            if (block.remaining() < Short.BYTES + Long.BYTES) {
                random.nextBytes(block.array());
                block.clear();
            }
            high |= 0x7000 | (block.getShort() & 0x0fff);
            low = (block.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        }
        return new UUID(high, low);
    }
}
