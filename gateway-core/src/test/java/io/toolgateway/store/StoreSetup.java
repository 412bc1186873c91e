package io.toolgateway.store;

import io.toolgateway.testkit.SettableClock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** What a store says of itself to be tested. */
public interface StoreSetup {

    /** What not every store can do; a test that needs it is then shown as skipped. */
    enum Capability {
        /** The store's clock is the one it was opened with. */
        VIRTUAL_CLOCK,
        /** Limits, outbox messages and revisions are kept with a transition. */
        EFFECTS
    }

    /**
     * Opens an empty store.
     *
     * @param clock its clock, where it can have one
     * @return the store
     */
    StoreUnderTest open(SettableClock clock);

    /** {@return what it can do} */
    default Set<Capability> capabilities() {
        return EnumSet.allOf(Capability.class);
    }

    /** {@return how often each race is run} */
    default int races() {
        return 1_000;
    }

    /** {@return the smallest step of time that it keeps} */
    default Duration tick() {
        return Duration.ofNanos(1);
    }
}
