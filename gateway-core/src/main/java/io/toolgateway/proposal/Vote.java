package io.toolgateway.proposal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One person's yes to what they saw.
 *
 * @param stage the stage it counts for, 0 for the first
 * @param reviewer the person's user id
 * @param seenHash the hash of what was shown
 * @param at when, by the store's clock
 * @param note what the person wrote, or null
 * @since 0.1
 */
public record Vote(
        int stage,
        String reviewer,
        String seenHash,
        Instant at,
        @Nullable String note) {}
