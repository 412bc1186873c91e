package io.toolgateway.testkit.simulation;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.caller.TenantId;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.store.ClaimRequest;
import io.toolgateway.store.Claimed;
import io.toolgateway.store.Insertion;
import io.toolgateway.store.NewProposal;
import io.toolgateway.store.Page;
import io.toolgateway.store.ProposalQuery;
import io.toolgateway.store.SideEffect;
import io.toolgateway.store.StoreException;
import io.toolgateway.store.SweepRequest;
import io.toolgateway.store.Transition;
import io.toolgateway.store.TransitionResult;
import io.toolgateway.testkit.faults.ForwardingStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The shared store as one host reaches it: before and after every call others may come first, the host may stand still or die,
 * and the answer may get lost.
 */
final class HostsStore extends ForwardingStore {

    private final Host host;
    private final World world;

    HostsStore(Host host, World world) {
        super(world.store());
        this.host = host;
        this.world = world;
    }

    @Override
    public Insertion insert(List<NewProposal> proposals, List<SideEffect> effects) {
        return call("insert", () -> store.insert(proposals, effects), this::told);
    }

    @Override
    public List<TransitionResult> apply(List<Transition> transitions) {
        return call("apply", () -> waking(store.apply(transitions)), results -> told(transitions, results));
    }

    @Override
    public List<Claimed> claim(ClaimRequest request) {
        List<Claimed> claimed = call("claim", () -> store.claim(request), this::told);
        claimed.forEach(one -> Actor.current().asked = new Asked(
                one.proposal().arguments().text(Shop.TOKEN),
                one.proposal().state().progress().fence()));
        return claimed;
    }

    @Override
    public List<AuditEvent> sweep(SweepRequest request) {
        return call("sweep", () -> store.sweep(request), this::swept);
    }

    @Override
    public Optional<Proposal> find(TenantId tenant, ProposalId id) {
        Optional<Proposal> read = call("find", () -> store.find(tenant, id), found -> "");
        read.ifPresent(this::tamper);
        return read;
    }

    @Override
    public List<Proposal> chainOf(Proposal proposal) {
        return call("chainOf", () -> store.chainOf(proposal), found -> "");
    }

    @Override
    public Page search(ProposalQuery query) {
        return call("search", () -> store.search(query), found -> "");
    }

    @Override
    public void record(List<AuditEvent> events) {
        call(
                "record",
                () -> {
                    store.record(events);
                    return events;
                },
                recorded -> recorded.get(0).type().text());
    }

    /** Workers go on with what a client has begun, as beside any store but one in memory. */
    @Override
    public boolean isDurable() {
        return true;
    }

    private <T> T call(String what, Supplier<T> work, Function<T, String> told) {
        world.step(host);
        if (world.dice().chance(world.conditions().failBefore())) {
            world.trace().note(() -> what + ": fails, not done");
            throw new StoreException("not done", null);
        }
        T answer = work.get();
        world.trace().note(() -> {
            String said = told.apply(answer);
            return said.isEmpty() ? "" : what + ": " + said;
        });
        if (answer instanceof List<?> none && none.isEmpty()) {
            return answer;
        }
        world.step(host);
        if (world.dice().chance(world.conditions().failAfter())) {
            world.trace().note(() -> what + ": fails, done");
            throw new StoreException("no answer", null);
        }
        return answer;
    }

    /** Whoever waits for work hears of it, at the next look at the latest. */
    private List<TransitionResult> waking(List<TransitionResult> results) {
        boolean isReady = results.stream()
                .filter(TransitionResult.Applied.class::isInstance)
                .flatMap(result -> ((TransitionResult.Applied) result).after().stream())
                .anyMatch(after -> after.phase() == Phase.APPROVED || after.phase() == Phase.EXECUTED);
        if (isReady) {
            world.wakeWorkers();
        }
        results.stream()
                .filter(TransitionResult.Applied.class::isInstance)
                .forEach(result -> ((TransitionResult.Applied) result).after().forEach(this::tamper));
        return results;
    }

    /** What was read or decided just now is not what is stored any more. */
    private void tamper(Proposal row) {
        if (world.dice().chance(world.conditions().tampering())) {
            store.find(row.tenant(), row.id())
                    .filter(now -> !now.status().isFinal() && now.phase() != Phase.RUNNING)
                    .ifPresent(world.surroundings()::tamper);
        }
    }

    private String told(Insertion insertion) {
        if (insertion instanceof Insertion.Stored stored) {
            stored.proposals()
                    .forEach(one -> world.trace().name(one.id(), one.arguments().text(Shop.TOKEN)));
            return "stored " + stored.proposals().stream().map(this::brief).toList();
        }
        return insertion.getClass().getSimpleName();
    }

    private String told(List<Transition> transitions, List<TransitionResult> results) {
        if (transitions.size() > 1) {
            return "word of " + transitions.size();
        }
        Change change = transitions.get(0).changes().values().iterator().next();
        String what = change.getClass().getSimpleName();
        TransitionResult result = results.get(0);
        if (result instanceof TransitionResult.Applied applied) {
            return what + " " + applied.after().stream().map(this::brief).toList();
        }
        if (result instanceof TransitionResult.Lost lost) {
            return what + " lost, " + lost.refusal() + " " + brief(lost.current());
        }
        return what + " " + result.getClass().getSimpleName();
    }

    private String told(List<Claimed> claimed) {
        return claimed.isEmpty()
                ? ""
                : claimed.stream()
                        .map(one -> brief(one.proposal()) + " for " + one.budget())
                        .toList()
                        .toString();
    }

    private String swept(List<AuditEvent> events) {
        return events.isEmpty()
                ? ""
                : events.stream()
                        .map(event -> event.type().text() + " "
                                + Optional.ofNullable(event.standing())
                                        .map(standing -> world.trace().of(standing.proposal()))
                                        .orElse(""))
                        .toList()
                        .toString();
    }

    private String brief(Proposal proposal) {
        return proposal.arguments().text(Shop.TOKEN) + " " + proposal.phase() + " v" + proposal.version() + " f"
                + proposal.state().progress().fence()
                + (proposal.status() == ProposalStatus.PENDING ? " until " + proposal.validUntil() : "");
    }
}
