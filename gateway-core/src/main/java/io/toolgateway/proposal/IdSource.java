package io.toolgateway.proposal;

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
     * Ids by RFC 9562 version 7: milliseconds of the given clock, then bits of
     * {@link java.security.SecureRandom}. Each id of one source is larger than the one before, also within a millisecond.
     *
     * @param clock the time that orders the ids
     * @return the source
     */
    static IdSource uuidV7(InstantSource clock) {
        return new UuidV7(clock);
    }
}
