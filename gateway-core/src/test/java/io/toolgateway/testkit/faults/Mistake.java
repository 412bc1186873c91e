package io.toolgateway.testkit.faults;

import io.toolgateway.store.ProposalStore;
import io.toolgateway.testkit.checker.Invariant;
import java.util.function.UnaryOperator;

/** Mistakes in the protocol, made on purpose around a store that makes none. The checker has to find each. */
public enum Mistake {
    /** A late worker's result is taken under the fence of whoever holds the call now. */
    FENCE_IGNORED(FenceIgnored::new, Invariant.I12),
    /** A worker starts what it has only read. */
    CLAIM_NOT_RECORDED(ClaimNotRecorded::new, Invariant.I6),
    /** A call that must not be repeated is, after its handler broke off. */
    AMBIGUOUS_RETRIED(AmbiguousRetried::new, Invariant.I2),
    /** Whoever loses the race for a key runs the call as well. */
    LOSER_RUNS(LoserRuns::new, Invariant.I2),
    /** A worker does not look how much time went by since its claim. */
    BUDGET_IGNORED(BudgetIgnored::new, Invariant.I3),
    /** A proposal is told as stored before it is, and then is not. */
    INSERT_FORGOTTEN(InsertForgotten::new, Invariant.I14);

    private final UnaryOperator<ProposalStore> maker;
    private final Invariant broken;

    Mistake(UnaryOperator<ProposalStore> maker, Invariant broken) {
        this.maker = maker;
        this.broken = broken;
    }

    /** A store that makes the mistake. */
    public ProposalStore around(ProposalStore store) {
        return maker.apply(store);
    }

    /** What it breaks, at least. */
    public Invariant broken() {
        return broken;
    }
}
