package io.toolgateway.postgres;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A removal of history, as it is on record: see {@link HistoryArchive}.
 *
 * @param number the how-many-th, from 1, without gaps
 * @param proposals how many proposals were to be removed, and had verified
 * @param events how many events
 * @param copyHash SHA-256 of the copy that was closed before, 64 lower-case hex digits; null if there was none
 * @param by the database's user who removed them
 * @param at when it was recorded, by the database's clock
 * @param hash 64 lower-case hex digits over all of it and the removal before it; no secret
 * @since 0.1
 */
public record AuditRemoval(
        long number, long proposals, long events, @Nullable String copyHash, String by, Instant at, String hash) {

    /** Refuses null. */
    public AuditRemoval {
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(hash, "hash");
    }
}
