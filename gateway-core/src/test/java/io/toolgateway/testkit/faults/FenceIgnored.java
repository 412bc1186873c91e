package io.toolgateway.testkit.faults;

import io.toolgateway.caller.TenantId;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.store.Transition;
import io.toolgateway.store.TransitionResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** See {@link Mistake#FENCE_IGNORED}. */
final class FenceIgnored extends ForwardingStore {

    FenceIgnored(ProposalStore store) {
        super(store);
    }

    @Override
    public List<TransitionResult> apply(List<Transition> transitions) {
        return store.apply(transitions.stream().map(this::underAnyFence).toList());
    }

    private Transition underAnyFence(Transition wanted) {
        Map<ProposalId, Change> changes = new LinkedHashMap<>();
        wanted.changes().forEach((id, change) -> changes.put(id, underAnyFence(wanted.tenant(), id, change)));
        return new Transition(wanted.id(), wanted.tenant(), wanted.actor(), changes, wanted.effects());
    }

    private Change underAnyFence(TenantId tenant, ProposalId id, Change change) {
        if (!(change instanceof Change.Finish finish)) {
            return change;
        }
        long current = store.find(tenant, id).orElseThrow().state().progress().fence();
        return new Change.Finish(current, finish.execution());
    }
}
