package io.toolgateway.testkit.faults;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.caller.TenantId;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.store.ClaimRequest;
import io.toolgateway.store.Claimed;
import io.toolgateway.store.EventQuery;
import io.toolgateway.store.Grants;
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
import io.toolgateway.tool.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Hands everything on to another store; what a fault or a mistake is built on. */
public class ForwardingStore implements ProposalStore {

    protected final ProposalStore store;

    /** Hands on to a store. */
    public ForwardingStore(ProposalStore store) {
        this.store = store;
    }

    @Override
    public Insertion insert(List<NewProposal> proposals, List<SideEffect> effects) {
        return store.insert(proposals, effects);
    }

    @Override
    public List<TransitionResult> apply(List<Transition> transitions) {
        return store.apply(transitions);
    }

    @Override
    public List<Claimed> claim(ClaimRequest request) {
        return store.claim(request);
    }

    @Override
    public List<AuditEvent> sweep(SweepRequest request) {
        return store.sweep(request);
    }

    @Override
    public Optional<Proposal> find(TenantId tenant, ProposalId id) {
        return store.find(tenant, id);
    }

    @Override
    public List<Proposal> chainOf(Proposal proposal) {
        return store.chainOf(proposal);
    }

    @Override
    public Page search(ProposalQuery query) {
        return store.search(query);
    }

    @Override
    public List<Proposal> unsettled(UnsettledQuery query) {
        return store.unsettled(query);
    }

    @Override
    public long count(ProposalQuery query) {
        return store.count(query);
    }

    @Override
    public long countPending(TenantId tenant) {
        return store.countPending(tenant);
    }

    @Override
    public boolean hearsOfWork() {
        return store.hearsOfWork();
    }

    @Override
    public void record(List<AuditEvent> events) {
        store.record(events);
    }

    @Override
    public List<AuditEvent> events(EventQuery query) {
        return store.events(query);
    }

    @Override
    public boolean awaitWork(Duration atMost) throws InterruptedException {
        return store.awaitWork(atMost);
    }

    @Override
    public ToolSwitches switches() {
        return store.switches();
    }

    @Override
    public Outbox outbox() {
        return store.outbox();
    }

    @Override
    public Inbox inbox() {
        return store.inbox();
    }

    @Override
    public Grants grants() {
        return store.grants();
    }

    @Override
    public void requireSafeFor(Tool tool) {
        store.requireSafeFor(tool);
    }

    @Override
    public boolean isDurable() {
        return store.isDurable();
    }
}
