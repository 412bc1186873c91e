package io.toolgateway.proposal;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;

/**
 * Makes ids: of proposals, chains and transitions. A seam for tests.
 *
 * <p>Threads: must be safe for concurrent use.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface IdSource {

    /**
     * Makes an id that no one else makes.
     *
     * @return a new id
     */
    UUID next();

    /**
     * Ids by RFC 9562 version 7: milliseconds of the given clock, then 74 bits of {@link SecureRandom}.
     *
     * @param clock the time that orders the ids
     * @return the source
     */
    static IdSource uuidV7(InstantSource clock) {
        SecureRandom random = new SecureRandom();
        return () -> {
            long millis = clock.millis();
            long high = (millis << 16) | 0x7000 | (random.nextInt() & 0x0fff);
            long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
            return new UUID(high, low);
        };
    }
}
