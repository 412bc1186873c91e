package io.toolgateway.store;

import io.toolgateway.testkit.SettableClock;

class InMemoryHostileInputTest extends HostileInputContract {

    @Override
    public StoreUnderTest open(SettableClock clock) {
        return InMemoryProposalStoreTest.opened(clock);
    }
}
