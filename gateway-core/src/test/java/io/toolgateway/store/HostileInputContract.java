package io.toolgateway.store;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** What every store makes of texts, numbers and results that were made to break it. To be extended as {@link ProposalStoreContract}. */
@Tag("S1")
public abstract class HostileInputContract implements StoreSetup {

    @Nested
    class HostileCalls extends HostileCallContract {
        HostileCalls() {
            super(HostileInputContract.this);
        }
    }

    @Nested
    class HostileResults extends HostileResultContract {
        HostileResults() {
            super(HostileInputContract.this);
        }
    }

    @Nested
    class HostileQueries extends HostileQueryContract {
        HostileQueries() {
            super(HostileInputContract.this);
        }
    }
}
