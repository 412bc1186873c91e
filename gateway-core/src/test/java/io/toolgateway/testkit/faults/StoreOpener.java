package io.toolgateway.testkit.faults;

import io.toolgateway.store.ProposalStore;

/**
 * Opens a store in a process of its own, by an address that was handed over as text. Has a constructor without parameters: a
 * child process is told its class's name.
 */
public interface StoreOpener {

    /**
     * Opens a store.
     *
     * @param address where it is, in whatever form the opener knows
     * @param tripwire to be told of each commit
     * @return the store, and what gives it back
     */
    Opened open(String address, Tripwire tripwire);

    /**
     * An open store.
     *
     * @param store the store
     * @param release gives everything back
     */
    record Opened(ProposalStore store, Runnable release) implements AutoCloseable {
        @Override
        public void close() {
            release.run();
        }
    }
}
