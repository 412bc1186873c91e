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
        EFFECTS,
        /** Any text is an id of a tenant or a user, not only a UUID. */
        TEXT_IDS
    }

    /**
     * Opens an empty store: no proposals, events, limits, messages or switches. Called before each test, by some tests again
     * after they closed theirs; there is never a second one open, so that a store on a server may empty the tables that the
     * one before it left. What is expensive belongs to the class, for each test has a setup of its own.
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
