package io.toolgateway.store;

/**
 * An empty store and the probe that looks into it.
 *
 * @param store the store
 * @param probe reads what it holds, not through the seam
 * @param close gives back what this store took for itself: its threads and connections, not the server
 */
public record StoreUnderTest(ProposalStore store, StatusProbe probe, Runnable close) {}
