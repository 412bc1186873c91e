package io.toolgateway.testkit.faults;

import io.toolgateway.store.Insertion;
import io.toolgateway.store.NewProposal;
import io.toolgateway.store.Page;
import io.toolgateway.store.ProposalQuery;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.store.SideEffect;
import java.util.List;

/** See {@link Mistake#LOSER_RUNS}. */
final class LoserRuns extends ForwardingStore {

    LoserRuns(ProposalStore store) {
        super(store);
    }

    /** Nobody looks for an earlier call, so that every repeat comes to the race. */
    @Override
    public Page search(ProposalQuery query) {
        return query.idempotencyKey() == null ? store.search(query) : new Page(List.of(), false);
    }

    @Override
    public Insertion insert(List<NewProposal> proposals, List<SideEffect> effects) {
        Insertion insertion = store.insert(proposals, effects);
        boolean runs = insertion instanceof Insertion.Existing existing
                && existing.proposals().get(0).state().progress().lease() != null;
        return runs ? new Insertion.Stored(((Insertion.Existing) insertion).proposals(), List.of()) : insertion;
    }
}
