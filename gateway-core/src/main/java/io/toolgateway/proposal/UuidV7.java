package io.toolgateway.proposal;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;

/**
 * UUIDs by RFC 9562 version 7 that grow within one source, also within a millisecond and when the clock steps back (section 6.2,
 * method 2), so that stores may take their order for age. Random bits are drawn in blocks: a draw costs more than all the rest.
 */
final class UuidV7 implements IdSource {

    private static final int BLOCK = 4096;
    private static final int RAND_A = 0x0fff;
    private static final long RAND_B = 0x3fff_ffff_ffff_ffffL;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    /** A step within a millisecond is up to 2^48 wide, so that the next id cannot be told from the last. */
    private static final long STEP = (1L << 48) - 1;

    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock;
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK).position(BLOCK);
    private long millis = Long.MIN_VALUE;
    private int randA;
    private long randB;

    UuidV7(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized UUID next() {
        long now = clock.millis();
        if (now > millis) {
            millis = now;
            randA = (int) draw() & RAND_A;
            randB = draw() & RAND_B;
        } else {
            step();
        }
        return new UUID((millis << 16) | 0x7000 | randA, randB | VARIANT);
    }

    private void step() {
        randB += 1 + (draw() & STEP);
        if (randB > RAND_B) {
            randB &= RAND_B;
            randA++;
        }
        if (randA > RAND_A) {
            randA = 0;
            millis++;
        }
    }

    private long draw() {
        if (block.remaining() < Long.BYTES) {
            random.nextBytes(block.array());
            block.clear();
        }
        return block.getLong();
    }
}
