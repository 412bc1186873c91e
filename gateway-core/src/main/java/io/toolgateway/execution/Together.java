package io.toolgateway.execution;

import io.toolgateway.proposal.ChainEnding;
import io.toolgateway.proposal.ChainPosition;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Execution;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.store.Transition;
import io.toolgateway.tool.Invocation;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The writing steps of a chain that is one transaction, from the one that a worker holds on (PROTOCOL 2.10). The claim of the
 * first stands for all: those of the others, and all ends, are committed with what the handlers do.
 *
 * <p>Threads: confined to one.
 */
final class Together {

    private static final Change.Abandon ABORTED = new Change.Abandon(ReasonCode.CHAIN_ABORTED, null);

    private final Backing backing;
    private final Recheck recheck;
    private final Proposal held;
    private final List<Proposal> chain;
    private final List<Proposal> steps;
    private final List<Long> begun = new ArrayList<>();
    private Recheck.@Nullable Found stopped;

    private Together(Backing backing, Recheck recheck, Proposal held, List<Proposal> chain, List<Proposal> steps) {
        this.backing = backing;
        this.recheck = recheck;
        this.held = held;
        this.chain = chain;
        this.steps = steps;
    }

    /** What a held proposal is to be run with; empty if it is run by itself. */
    static Optional<Together> of(Backing backing, Recheck recheck, Proposal held) {
        ChainPosition chain = held.content().chain();
        boolean isOne = chain != null
                && chain.ending() == ChainEnding.TRANSACTION
                && held.content().tool().writes();
        if (chain == null || !isOne) {
            return Optional.empty();
        }
        List<Proposal> all = backing.store().chainOf(held);
        List<Proposal> steps = new ArrayList<>(all.subList(chain.index(), chain.size()));
        // What only reads after the last write runs by itself.
        while (!steps.get(steps.size() - 1).content().tool().writes()) {
            steps.remove(steps.size() - 1);
        }
        return Optional.of(new Together(backing, recheck, held, all, steps));
    }

    /** How long all of them may take. */
    Duration timeLimit() {
        return steps.stream()
                .map(step -> backing.tools().find(step.tool()))
                .flatMap(Optional::stream)
                .map(registered -> registered.tool().timeLimit())
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** Runs them; the first was checked. */
    CommittingHandler.Ending run(CommittingHandler first, Invocation invocation) {
        List<Function<List<ToolResult>, Optional<CommittingHandler.Part>>> parts = new ArrayList<>();
        parts.add(before -> begin(new CommittingHandler.Part(first, invocation)));
        steps.stream().skip(1).forEach(step -> parts.add(before -> part(step, before)));
        return first.handleAll(parts, this::ends);
    }

    private Optional<CommittingHandler.Part> begin(CommittingHandler.Part part) {
        begun.add(backing.time().nanoTime());
        return Optional.of(part);
    }

    /** Just before its start, what was asked when proposing is asked again, of each step. */
    private Optional<CommittingHandler.Part> part(Proposal step, List<ToolResult> before) {
        Recheck.Found found = step.phase() == Phase.APPROVED
                ? recheck.check(step, returned(before), any -> chain)
                : new Recheck.Found.Stop(ReasonCode.CHAIN_ABORTED);
        if (found instanceof Recheck.Found.Go go && go.handler() instanceof CommittingHandler handler) {
            Invocation invocation = new Invocation(
                    go.call(),
                    go.key(),
                    step.state().progress().attempt() + 1,
                    fence(step),
                    Holder.leaseEnd(held),
                    go.resourceVersion());
            return begin(new CommittingHandler.Part(handler, invocation));
        }
        begun.add(backing.time().nanoTime());
        stopped = found instanceof Recheck.Found.Go ? new Recheck.Found.Stop(ReasonCode.TOOL_CHANGED) : found;
        return Optional.empty();
    }

    /** As they will be recorded. */
    private Map<String, ToolResult> returned(List<ToolResult> results) {
        Map<String, ToolResult> returned = new HashMap<>();
        for (int i = 0; i < results.size(); i++) {
            returned.put(
                    steps.get(i).content().arguments().idempotencyKey(),
                    results.get(i).forRecords());
        }
        return returned;
    }

    private long fence(Proposal step) {
        return step.state().progress().fence() + (step == steps.get(0) ? 0 : 1);
    }

    private List<Transition> ends(List<ToolResult> results) {
        begun.add(backing.time().nanoTime());
        List<Transition> transitions = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Proposal step = i == 0 ? held : steps.get(i);
            if (i > 0) {
                transitions.add(transition(step, new Change.Claim(Holder.worker(held), timeLimit())));
            }
            Duration took = Duration.ofNanos(begun.get(i + 1) - begun.get(i));
            long fence = i == 0 ? Holder.fence(held) : fence(step);
            transitions.add(transition(step, new Change.Finish(fence, Execution.returned(results.get(i), took))));
        }
        return transitions;
    }

    private Transition transition(Proposal step, Change change) {
        return new Transition(
                backing.ids().next(), step.tenant(), Holder.actor(held), Map.of(step.id(), change), backing.effects());
    }

    /** Why the step that was to be run last did not start; null if it did. */
    Recheck.@Nullable Found stopped() {
        return stopped;
    }

    /** The step that was run last. */
    Proposal last() {
        return steps.get(Math.max(0, Math.min(begun.size(), steps.size()) - 1));
    }

    boolean isFirst(Proposal step) {
        return step.id().equals(held.id());
    }

    /**
     * All of them end, for one of them could not be done and everything was rolled back.
     *
     * @param failed that one
     * @param why why it could not
     * @param ofFirst what the first, which is held, is told as
     */
    Transition failed(Proposal failed, Recheck.Found.Stop why, Change.Fail ofFirst) {
        return all(
                ofFirst,
                step -> step.id().equals(failed.id()) ? new Change.Abandon(why.reason(), why.found()) : ABORTED);
    }

    /**
     * All of them end, for a handler has ended the transaction itself: what was begun may have happened.
     *
     * @param ofFirst what the first, which is held, is told as
     */
    Transition unknown(Change.Fail ofFirst) {
        int ran = Math.min(begun.size() - (stopped == null ? 0 : 1), steps.size());
        Set<ProposalId> acted = steps.subList(0, Math.max(0, ran)).stream()
                .filter(step -> step.content().tool().writes())
                .map(Proposal::id)
                .collect(Collectors.toSet());
        return all(
                ofFirst,
                step -> acted.contains(step.id()) ? new Change.Abandon(ReasonCode.OUTCOME_UNKNOWN, null) : ABORTED);
    }

    private Transition all(Change.Fail ofFirst, Function<Proposal, Change> ofOther) {
        Map<ProposalId, Change> changes = new LinkedHashMap<>();
        changes.put(held.id(), ofFirst);
        steps.stream().skip(1).forEach(step -> changes.put(step.id(), ofOther.apply(step)));
        return new Transition(backing.ids().next(), held.tenant(), Holder.actor(held), changes, backing.effects());
    }
}
