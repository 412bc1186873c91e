package io.toolgateway.examples.benchmarks.postgres;

import io.toolgateway.caller.Caller;
import io.toolgateway.caller.TenantId;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Execution;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.store.ClaimRequest;
import io.toolgateway.store.Claimed;
import io.toolgateway.store.Insertion;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.store.Transition;
import io.toolgateway.store.TransitionResult;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** Makes proposals in any state, in batches, past the gateway: to be measured, or as a measurement of the store alone. */
final class Stock {

    private static final int BATCH = 250;
    private static final Duration LEASE = Duration.ofSeconds(60);

    private final ProposalStore store;
    private final People people;
    private final Proposing proposing;
    private final List<String> hashes = new ArrayList<>();
    private int number;

    /** Parks one call for each tenant, to make others like them. */
    Stock(Subject subject, People people) {
        this.store = subject.store();
        this.people = people;
        List<Proposal> templates = new ArrayList<>();
        for (int i = 0; i < People.TENANTS; i++) {
            Caller agent = people.agentOf(i);
            ProposalId id = subject.park(agent);
            templates.add(store.find(agent.tenant(), id).orElseThrow());
            hashes.add(subject.hash(id, people.reviewer(agent.tenant().value())));
        }
        this.proposing = new Proposing(templates);
    }

    Proposing proposing() {
        return proposing;
    }

    /** The hash that a reviewer of a tenant has seen: all have the same arguments. */
    String hash(TenantId tenant) {
        return hashes.get(people.tenants().indexOf(tenant.value()));
    }

    List<Proposal> parked(int count) {
        List<Proposal> all = new ArrayList<>();
        while (all.size() < count) {
            int size = Math.min(BATCH, count - all.size());
            Insertion insertion = store.insert(proposing.next(number, size), List.of());
            number += size;
            all.addAll(((Insertion.Stored) insertion).proposals());
        }
        return all;
    }

    List<Proposal> approved(int count) {
        return changed(parked(count), one -> {
            Caller reviewer = people.reviewer(one.tenant().value());
            return new Change.Approve(
                    reviewer, one.argsHash(), one.state().version());
        });
    }

    /** Claims up to so many; gives what was claimed. */
    List<Proposal> claimed(int limit) {
        return store.claim(new ClaimRequest(
                        proposing.id(), UUID.randomUUID().toString(), Set.of(Subject.PARKED), limit, LEASE))
                .stream()
                .map(Claimed::proposal)
                .toList();
    }

    List<Proposal> finished(List<Proposal> held) {
        Execution execution = Execution.returned(ToolResult.success("REF-1"), Duration.ofMillis(1));
        return changed(
                held, one -> new Change.Finish(one.state().progress().fence(), execution));
    }

    /** Approves, claims and finishes. */
    void lived(int count) {
        for (int done = 0; done < count; done += BATCH) {
            int size = Math.min(BATCH, count - done);
            approved(size);
            finished(claimed(size));
        }
    }

    @FunctionalInterface
    private interface Wanted {
        Change of(Proposal proposal);
    }

    private List<Proposal> changed(List<Proposal> before, Wanted wanted) {
        List<Proposal> after = new ArrayList<>(before.size());
        for (int from = 0; from < before.size(); from += BATCH) {
            List<Proposal> some = before.subList(from, Math.min(from + BATCH, before.size()));
            List<Transition> transitions = some.stream()
                    .map(one -> Transition.of(proposing.id(), one.tenant(), "benchmark", one.id(), wanted.of(one)))
                    .toList();
            for (TransitionResult result : store.apply(transitions)) {
                if (!(result instanceof TransitionResult.Applied applied)) {
                    throw new IllegalStateException("not applied: " + Objects.toString(result));
                }
                after.addAll(applied.after());
            }
        }
        return after;
    }
}
