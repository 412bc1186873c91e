package io.toolgateway.testkit.faults;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.proposal.Change;
import io.toolgateway.store.ClaimRequest;
import io.toolgateway.store.Claimed;
import io.toolgateway.store.Insertion;
import io.toolgateway.store.NewProposal;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.store.SideEffect;
import io.toolgateway.store.SweepRequest;
import io.toolgateway.store.Transition;
import io.toolgateway.store.TransitionResult;
import java.util.List;

/** The failpoints around the methods of a store. */
final class TrippingStore extends ForwardingStore {

    private final Tripwire tripwire;

    TrippingStore(ProposalStore store, Tripwire tripwire) {
        super(store);
        this.tripwire = tripwire;
    }

    @Override
    public Insertion insert(List<NewProposal> proposals, List<SideEffect> effects) {
        Insertion insertion = tripwire.during(Tripwire.Operation.INSERT, () -> store.insert(proposals, effects));
        tripwire.reached(Failpoint.PROPOSE_AFTER_PROJECT);
        return insertion;
    }

    @Override
    public List<TransitionResult> apply(List<Transition> transitions) {
        boolean approves = has(transitions, Change.Approve.class);
        boolean finishes = has(transitions, Change.Finish.class);
        if (finishes) {
            tripwire.reached(Failpoint.FINISH_BEFORE);
        }
        List<TransitionResult> results = tripwire.during(operation(approves, finishes), () -> store.apply(transitions));
        if (finishes) {
            tripwire.reached(Failpoint.FINISH_AFTER);
        }
        if (approves) {
            tripwire.reached(Failpoint.APPROVE_AFTER_PROJECT);
        }
        return results;
    }

    private static Tripwire.Operation operation(boolean approves, boolean finishes) {
        if (approves) {
            return Tripwire.Operation.APPROVE;
        }
        return finishes ? Tripwire.Operation.FINISH : Tripwire.Operation.OTHER;
    }

    private static boolean has(List<Transition> transitions, Class<? extends Change> kind) {
        return transitions.stream()
                .flatMap(transition -> transition.changes().values().stream())
                .anyMatch(kind::isInstance);
    }

    @Override
    public List<Claimed> claim(ClaimRequest request) {
        tripwire.reached(Failpoint.CLAIM_BEFORE);
        List<Claimed> claimed = tripwire.during(Tripwire.Operation.CLAIM, () -> store.claim(request));
        if (!claimed.isEmpty()) {
            tripwire.reached(Failpoint.CLAIM_AFTER);
        }
        return claimed;
    }

    @Override
    public List<AuditEvent> sweep(SweepRequest request) {
        return tripwire.during(Tripwire.Operation.SWEEP, () -> store.sweep(request));
    }
}
