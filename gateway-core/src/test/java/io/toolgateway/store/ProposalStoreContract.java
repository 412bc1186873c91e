package io.toolgateway.store;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/**
 * What every store promises. A store's own test extends this and says how to open an empty one; it needs nothing but this
 * test jar, and a clock that can be set where the store can have one. Nothing in it sleeps. What hostile input does to a store is
 * asked by {@link HostileInputContract}.
 */
@Tag("S1")
public abstract class ProposalStoreContract implements StoreSetup {

    @Nested
    class Compensations extends CompensationContract {
        Compensations() {
            super(ProposalStoreContract.this);
        }
    }

    @Nested
    class ChainRuns extends ChainRunContract {
        ChainRuns() {
            super(ProposalStoreContract.this);
        }
    }

    @Nested
    class Moves extends MovesContract {
        Moves() {
            super(ProposalStoreContract.this);
        }
    }

    @Nested
    class Matrix extends MatrixContract {
        Matrix() {
            super(ProposalStoreContract.this);
        }
    }

    @Nested
    class Reviews extends ReviewContract {
        Reviews() {
            super(ProposalStoreContract.this);
        }
    }

    @Nested
    class Decisions extends DecisionContract {
        Decisions() {
            super(ProposalStoreContract.this);
        }
    }

    @Nested
    class Quorums extends QuorumContract {
        Quorums() {
            super(ProposalStoreContract.this);
        }
    }

    @Nested
    class Repeats extends RepeatContract {
        Repeats() {
            super(ProposalStoreContract.this);
        }
    }

    @Nested
    class Claims extends ClaimContract {
        Claims() {
            super(ProposalStoreContract.this);
        }
    }

    @Nested
    class Attempts extends AttemptContract {
        Attempts() {
            super(ProposalStoreContract.this);
        }
    }

    @Nested
    class Deadlines extends DeadlineContract {
        Deadlines() {
            super(ProposalStoreContract.this);
        }
    }

    @Nested
    class Sweeps extends SweepContract {
        Sweeps() {
            super(ProposalStoreContract.this);
        }
    }

    @Nested
    class Chains extends ChainContract {
        Chains() {
            super(ProposalStoreContract.this);
        }
    }

    @Nested
    class Duplicates extends DuplicateContract {
        Duplicates() {
            super(ProposalStoreContract.this);
        }
    }

    @Nested
    class Searches extends SearchContract {
        Searches() {
            super(ProposalStoreContract.this);
        }
    }

    @Nested
    class TextSearches extends TextSearchContract {
        TextSearches() {
            super(ProposalStoreContract.this);
        }
    }

    @Nested
    class RoundTrips extends RoundTripContract {
        RoundTrips() {
            super(ProposalStoreContract.this);
        }
    }

    @Nested
    class Unsettled extends UnsettledContract {
        Unsettled() {
            super(ProposalStoreContract.this);
        }
    }

    @Nested
    class Effects extends EffectContract {
        Effects() {
            super(ProposalStoreContract.this);
        }
    }

    @Nested
    class Outboxes extends OutboxContract {
        Outboxes() {
            super(ProposalStoreContract.this);
        }
    }

    @Nested
    class Inboxes extends InboxContract {
        Inboxes() {
            super(ProposalStoreContract.this);
        }
    }

    @Nested
    class Permissions extends GrantContract {
        Permissions() {
            super(ProposalStoreContract.this);
        }
    }

    @Nested
    class Announcements extends AnnouncementContract {
        Announcements() {
            super(ProposalStoreContract.this);
        }
    }

    @Nested
    class Budgets extends BudgetContract {
        Budgets() {
            super(ProposalStoreContract.this);
        }
    }

    @Nested
    class LateMessages extends LateMessageContract {
        LateMessages() {
            super(ProposalStoreContract.this);
        }
    }

    @Nested
    class BudgetRaces extends BudgetRaceContract {
        BudgetRaces() {
            super(ProposalStoreContract.this);
        }
    }

    @Nested
    class Switches extends SwitchContract {
        Switches() {
            super(ProposalStoreContract.this);
        }
    }

    @Nested
    class Events extends EventContract {
        Events() {
            super(ProposalStoreContract.this);
        }
    }

    @Nested
    class Waiting extends WaitContract {
        Waiting() {
            super(ProposalStoreContract.this);
        }
    }

    @Nested
    class StaleStates extends StaleContract {
        StaleStates() {
            super(ProposalStoreContract.this);
        }
    }

    @Nested
    class Races extends RaceContract {
        Races() {
            super(ProposalStoreContract.this);
        }
    }
}
