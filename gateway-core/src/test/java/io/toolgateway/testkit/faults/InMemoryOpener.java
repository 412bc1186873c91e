package io.toolgateway.testkit.faults;

import io.toolgateway.store.InMemoryProposalStore;

/** A store of this process: good enough to show that the checker finds mistakes, and of no use to another process. */
public final class InMemoryOpener implements StoreOpener {

    @Override
    public Opened open(String address, Tripwire tripwire) {
        return new Opened(new InMemoryProposalStore(), () -> {});
    }
}
