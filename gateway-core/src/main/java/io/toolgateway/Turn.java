package io.toolgateway;

import io.toolgateway.Assessment.Accepted;
import io.toolgateway.Assessment.Refused;
import io.toolgateway.Assessment.Repeated;
import io.toolgateway.audit.ErrorKind;
import io.toolgateway.execution.Backing;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Decision;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.ChainPosition;
import io.toolgateway.proposal.Content;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.Terms;
import io.toolgateway.store.Insertion;
import io.toolgateway.store.NewProposal;
import io.toolgateway.store.StoreException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** All calls of one model turn, taken together (SPEC A6). */
final class Turn {

    private final Layers layers;
    private final Single single;
    private final Backing backing;

    Turn(Layers layers, Single single, Backing backing) {
        this.layers = layers;
        this.single = single;
        this.backing = backing;
    }

    List<Outcome> perform(List<Assessment> calls) {
        int rest = firstOfTheRest(calls);
        List<Outcome> outcomes = new ArrayList<>(calls.size());
        calls.subList(0, rest).forEach(call -> outcomes.add(single.answer(call)));
        outcomes.addAll(together(calls.subList(rest, calls.size()), isAnyRefused(calls)));
        return outcomes;
    }

    /** Where the reads that need no approval end. */
    private static int firstOfTheRest(List<Assessment> calls) {
        int index = 0;
        while (index < calls.size() && isFree(calls.get(index))) {
            index++;
        }
        return index;
    }

    /** Refused calls among the first reads answer for themselves, but what follows them was planned on them. */
    private static boolean isFree(Assessment call) {
        return !(call instanceof Accepted accepted) || accepted.isFreeRead();
    }

    private static boolean isAnyRefused(List<Assessment> calls) {
        return calls.stream().anyMatch(Refused.class::isInstance);
    }

    private List<Outcome> together(List<Assessment> rest, boolean refused) {
        if (refused) {
            return rest.stream().map(this::notRun).toList();
        }
        List<Assessment> calls = isChain(rest) ? rest.stream().map(this::bound).toList() : rest;
        if (isAnyRefused(calls)) {
            return calls.stream().map(this::notRun).toList();
        }
        Iterator<Outcome> performed = performed(calls.stream()
                        .filter(Accepted.class::isInstance)
                        .map(Accepted.class::cast)
                        .toList())
                .iterator();
        return calls.stream()
                .map(call -> call instanceof Repeated repeated ? single.repeat(repeated) : performed.next())
                .toList();
    }

    private static boolean isChain(List<Assessment> calls) {
        return calls.stream().anyMatch(call -> call instanceof Accepted accepted && accepted.isParked());
    }

    /** A read between the steps of a chain has to see what they do, so it is bound, recorded, and waits with them. */
    private Assessment bound(Assessment call) {
        return call instanceof Accepted accepted ? layers.bound(accepted) : call;
    }

    private List<Outcome> performed(List<Accepted> calls) {
        return calls.stream().anyMatch(Accepted::isParked) && calls.size() > 1 ? chain(calls) : oneByOne(calls);
    }

    /** What the calls before have done may speak against the next one, so it is asked about again. */
    private List<Outcome> oneByOne(List<Accepted> calls) {
        List<Outcome> outcomes = new ArrayList<>(calls.size());
        for (Accepted call : calls) {
            outcomes.add(outcomes.isEmpty() ? single.perform(call) : next(call));
        }
        return outcomes;
    }

    /** What the calls before it came to must not be lost with the store. */
    private Outcome next(Accepted call) {
        try {
            return single.answer(layers.assessAgain(call));
        } catch (StoreException lost) {
            return single.unreachable(call);
        }
    }

    private Outcome notRun(Assessment call) {
        return !(call instanceof Accepted accepted)
                ? single.answer(call)
                : single.denied(
                        accepted,
                        ErrorKind.VALIDATION,
                        "turn_refused",
                        "another call of the same turn was refused, so none of the changes was made.");
    }

    private List<Outcome> chain(List<Accepted> calls) {
        Map<String, Accepted> distinct = new LinkedHashMap<>();
        calls.forEach(call -> distinct.putIfAbsent(key(call), call));
        List<Accepted> steps = new ArrayList<>(distinct.values());
        if (steps.size() == 1) {
            return calls.stream().map(single::perform).toList();
        }
        Insertion insertion = backing.store().insert(proposals(steps), List.of());
        if (insertion instanceof Insertion.Stored stored) {
            stored.events().forEach(backing.listener()::on);
        }
        return calls.stream()
                .map(call -> outcome(call, indexOf(steps, call), insertion))
                .toList();
    }

    private Outcome outcome(Accepted call, int step, Insertion insertion) {
        if (insertion instanceof Insertion.Stored stored) {
            Proposal proposal = stored.proposals().get(step);
            return single.outcome(call, proposal, false);
        }
        return single.notStored(call, insertion, step);
    }

    private List<NewProposal> proposals(List<Accepted> steps) {
        UUID chain = backing.ids().next();
        Verdict.RequireApproval verdict = verdict(steps);
        List<NewProposal> proposals = new ArrayList<>(steps.size());
        for (Accepted step : steps) {
            Decision own = step.decision();
            Terms terms =
                    new Terms(new Decision(verdict, own.rules(), own.policy(), own.version()), verdict.validFor());
            Content content =
                    single.content(step).inChain(new ChainPosition(chain, proposals.size(), steps.size()), terms);
            proposals.add(single.proposal(step, content));
        }
        return proposals;
    }

    /** Every approval that a step needs, and the earliest deadline. */
    private static Verdict.RequireApproval verdict(List<Accepted> steps) {
        return (Verdict.RequireApproval) steps.stream()
                .map(step -> step.decision().verdict())
                .reduce(Verdict::and)
                .orElseThrow();
    }

    /** Two equal calls under one key are one step. */
    private static int indexOf(List<Accepted> steps, Accepted call) {
        int index = 0;
        while (!key(steps.get(index)).equals(key(call))) {
            index++;
        }
        return index;
    }

    private static String key(Accepted call) {
        return call.binding().idempotencyKey();
    }
}
