package io.toolgateway.store;

/**
 * An empty store and the probe that looks into it.
 *
 * @param store the store
 * @param probe reads what it holds, not through the seam
 * @param close gives everything back
 */
public record StoreUnderTest(ProposalStore store, StatusProbe probe, Runnable close) {}
