package io.toolgateway.redis;

/**
 * What had to be repaired so far, by this process.
 *
 * @param madeAnew how often the view, or its log, was lost and made anew from the record; in a cluster, for each shard
 * @param caughtUp how many versions were missing in the view and were found in the record: their commit was not followed by what
 *     shows them, as when a process dies in between
 * @param corrected how many proposals were shown otherwise than they stand, which only damage in Redis explains
 * @since 0.1
 */
public record ViewRepairs(long madeAnew, long caughtUp, long corrected) {}
