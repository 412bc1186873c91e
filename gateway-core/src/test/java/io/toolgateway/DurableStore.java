package io.toolgateway;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.caller.TenantId;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.store.ClaimRequest;
import io.toolgateway.store.Claimed;
import io.toolgateway.store.EventQuery;
import io.toolgateway.store.Grants;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.store.Inbox;
import io.toolgateway.store.Insertion;
import io.toolgateway.store.NewProposal;
import io.toolgateway.store.Outbox;
import io.toolgateway.store.Page;
import io.toolgateway.store.ProposalQuery;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.store.SideEffect;
import io.toolgateway.store.SweepRequest;
import io.toolgateway.store.ToolSwitches;
import io.toolgateway.store.Transition;
import io.toolgateway.store.TransitionResult;
import io.toolgateway.store.UnsettledQuery;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Says that it outlives the process. */
final class DurableStore implements ProposalStore {

    private final InMemoryProposalStore inner = new InMemoryProposalStore();

    @Override
    public Insertion insert(List<NewProposal> proposals, List<SideEffect> effects) {
        return inner.insert(proposals, effects);
    }

    @Override
    public List<TransitionResult> apply(List<Transition> transitions) {
        return inner.apply(transitions);
    }

    @Override
    public List<Claimed> claim(ClaimRequest request) {
        return inner.claim(request);
    }

    @Override
    public List<AuditEvent> sweep(SweepRequest request) {
        return inner.sweep(request);
    }

    @Override
    public Optional<Proposal> find(TenantId tenant, ProposalId id) {
        return inner.find(tenant, id);
    }

    @Override
    public List<Proposal> chainOf(Proposal proposal) {
        return inner.chainOf(proposal);
    }

    @Override
    public Page search(ProposalQuery query) {
        return inner.search(query);
    }

    @Override
    public List<Proposal> unsettled(UnsettledQuery query) {
        return inner.unsettled(query);
    }

    @Override
    public long count(ProposalQuery query) {
        return inner.count(query);
    }

    @Override
    public long countPending(TenantId tenant) {
        return inner.countPending(tenant);
    }

    @Override
    public boolean hearsOfWork() {
        return inner.hearsOfWork();
    }

    @Override
    public void record(List<AuditEvent> events) {
        inner.record(events);
    }

    @Override
    public List<AuditEvent> events(EventQuery query) {
        return inner.events(query);
    }

    @Override
    public boolean awaitWork(Duration atMost) throws InterruptedException {
        return inner.awaitWork(atMost);
    }

    @Override
    public ToolSwitches switches() {
        return inner.switches();
    }

    @Override
    public Outbox outbox() {
        return inner.outbox();
    }

    @Override
    public Inbox inbox() {
        return inner.inbox();
    }

    @Override
    public Grants grants() {
        return inner.grants();
    }

    @Override
    public boolean isDurable() {
        return true;
    }
}
