package io.toolgateway.testkit.faults;

import io.toolgateway.proposal.Lifecycle;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.store.Insertion;
import io.toolgateway.store.NewProposal;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.store.SideEffect;
import java.time.Instant;
import java.util.List;

/** See {@link Mistake#INSERT_FORGOTTEN}. */
final class InsertForgotten extends ForwardingStore {

    InsertForgotten(ProposalStore store) {
        super(store);
    }

    @Override
    public Insertion insert(List<NewProposal> proposals, List<SideEffect> effects) {
        NewProposal wanted = proposals.get(0);
        if (wanted.start() != null) {
            return store.insert(proposals, effects);
        }
        Proposal parked = Lifecycle.park(wanted.id(), wanted.content(), Instant.now(), wanted.transition());
        return new Insertion.Stored(List.of(parked), List.of());
    }
}
