package io.toolgateway.proposal;

import java.time.Instant;

/**
 * A worker's hold on a proposal while it runs.
 *
 * @param owner the worker
 * @param until when the hold ends, by the store's clock
 * @since 0.1
 */
public record Lease(String owner, Instant until) {}
