package io.toolgateway.testkit;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.EventType;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.TenantId;
import io.toolgateway.proposal.ChainEnding;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.store.ClaimRequest;
import io.toolgateway.store.Claimed;
import io.toolgateway.store.Insertion;
import io.toolgateway.store.NewProposal;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.store.SideEffect;
import io.toolgateway.store.SweepRequest;
import io.toolgateway.store.Transition;
import io.toolgateway.store.TransitionResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Drives proposals along through a store. What must work and does not is an {@link AssertionError}. */
public final class Scenario {

    /** The tools of {@link Proposals}. */
    public static final Set<String> TOOLS = Set.of("process_refund", "create_support_ticket");

    private final ProposalStore store;

    /** A scenario on a store. */
    public Scenario(ProposalStore store) {
        this.store = store;
    }

    /** Stores one proposal. */
    public Proposal insert(ProposalBuilder proposal) {
        return insert(List.of(proposal.build())).get(0);
    }

    /** Stores the steps of a chain. */
    public List<Proposal> insertChain(ProposalBuilder... steps) {
        return insert(Proposals.chain(steps));
    }

    private List<Proposal> insert(List<NewProposal> proposals) {
        Insertion insertion = store.insert(proposals, List.of());
        if (insertion instanceof Insertion.Stored stored) {
            return stored.proposals();
        }
        throw new AssertionError("not stored: " + insertion);
    }

    /** Stores a parked proposal and has one person approve it. */
    public Proposal approved(ProposalBuilder proposal, Caller reviewer) {
        Proposal parked = insert(proposal);
        return made(parked, Changes.approve(parked, reviewer));
    }

    /** Stores a proposal, has Sam approve it, and a worker claim it. */
    public Proposal running(ProposalBuilder proposal) {
        return made(approved(proposal, People.SAM), Changes.claim("worker-1"));
    }

    /** Stores the steps of a chain and has one person approve them all. */
    public List<Proposal> approvedChain(Caller reviewer, ProposalBuilder... steps) {
        List<Proposal> parked = insertChain(steps);
        return applied(store.apply(List.of(together(parked, step -> Changes.approve(step, reviewer))))
                        .get(0))
                .after();
    }

    /** The same of a chain that ends so. */
    public List<Proposal> approvedChain(ChainEnding ending, Caller reviewer, ProposalBuilder... steps) {
        List<Proposal> parked = insert(Proposals.chain(ending, steps));
        return applied(store.apply(List.of(together(parked, step -> Changes.approve(step, reviewer))))
                        .get(0))
                .after();
    }

    /** Makes a change that breaks a chain; gives the undos that it has ordered, in their order. */
    public List<Proposal> undosAfter(Proposal proposal, Change change) {
        return undos(applied(apply(proposal, change)).events());
    }

    /** The undos that some events have ordered, in their order. */
    public List<Proposal> undos(List<AuditEvent> events) {
        return events.stream()
                .filter(event -> event.type() == EventType.UNDO_ORDERED)
                .map(event -> Objects.requireNonNull(event.standing()).proposal())
                .map(id -> store.find(events.get(0).subject().caller().tenant(), id)
                        .orElseThrow())
                .toList();
    }

    /** One transition that makes a change of each of some proposals of one tenant. */
    public static Transition together(List<Proposal> proposals, Function<Proposal, Change> change) {
        Map<ProposalId, Change> changes = new LinkedHashMap<>();
        proposals.forEach(proposal -> changes.put(proposal.id(), change.apply(proposal)));
        TenantId tenant = proposals.get(0).tenant();
        return new Transition(SequentialIds.IDS.next(), tenant, "user:" + People.SAM.userId(), changes, List.of());
    }

    /** Tries a change. */
    public TransitionResult apply(Proposal proposal, Change change, SideEffect... effects) {
        return apply(SequentialIds.IDS.next(), proposal, change, effects);
    }

    /** Tries a change under this id of the transition. */
    public TransitionResult apply(UUID transition, Proposal proposal, Change change, SideEffect... effects) {
        Transition wanted =
                new Transition(transition, proposal.tenant(), "test", Map.of(proposal.id(), change), List.of(effects));
        return store.apply(List.of(wanted)).get(0);
    }

    /** Makes a change that must be possible. */
    public Proposal made(Proposal proposal, Change change, SideEffect... effects) {
        return applied(apply(proposal, change, effects)).after().get(0);
    }

    /** The result as that of a transition that happened. */
    public static TransitionResult.Applied applied(TransitionResult result) {
        if (result instanceof TransitionResult.Applied applied) {
            return applied;
        }
        throw new AssertionError("not applied: " + result);
    }

    /** A worker with all tools asks for work. */
    public List<Claimed> claim(int limit) {
        return store.claim(new ClaimRequest(SequentialIds.IDS.next(), "worker-1", TOOLS, limit, Changes.LEASE));
    }

    /** The sweeper runs once. */
    public List<AuditEvent> sweep() {
        return store.sweep(new SweepRequest(SequentialIds.IDS.next(), 1_000, Changes.GRACE));
    }

    /** The proposal as it stands. */
    public Proposal now(Proposal proposal) {
        return store.find(proposal.tenant(), proposal.id()).orElseThrow();
    }
}
