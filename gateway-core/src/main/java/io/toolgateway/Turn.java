package io.toolgateway;

import io.toolgateway.Assessment.Accepted;
import io.toolgateway.Assessment.Refused;
import io.toolgateway.Assessment.Repeated;
import io.toolgateway.audit.ErrorKind;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.execution.Backing;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Decision;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.ArgumentsHash;
import io.toolgateway.proposal.ChainEnding;
import io.toolgateway.proposal.ChainPosition;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.Terms;
import io.toolgateway.store.Insertion;
import io.toolgateway.store.NewProposal;
import io.toolgateway.store.StoreException;
import io.toolgateway.tool.ToolCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** All calls of one model turn, taken together (SPEC A6). */
final class Turn {

    private static final String REFUSED = "another call of the same turn was refused, so this one was not made.";
    private static final String UNFINISHED =
            "the call before it in the same turn is not finished, so this one was not made. Make it again once that one is.";

    private final Layers layers;
    private final Binder binder;
    private final Single single;
    /** For the calls after the first that was made. */
    private final Single later;

    private final Backing backing;

    Turn(Layers layers, Binder binder, Single single, Backing backing) {
        this.layers = layers;
        this.binder = binder;
        this.single = single;
        this.later = single.afterOthers();
        this.backing = backing;
    }

    List<Outcome> perform(List<ToolCall> sent, Caller caller, Request request, long answerBy) {
        References references = new References(layers, binder);
        List<Assessment> calls = new ArrayList<>(sent.size());
        sent.forEach(call -> calls.add(references.add(call, caller, request)));
        List<Outcome> outcomes = firstReads(calls, references, answerBy);
        calls.replaceAll(references::resolved);
        List<Assessment> rest = calls.subList(outcomes.size(), calls.size());
        outcomes.addAll(together(single, rest, isAnyRefused(calls), references, answerBy));
        return outcomes;
    }

    /** Up to where the reads that need no approval end; each may refer to what those before it have returned. */
    private List<Outcome> firstReads(List<Assessment> calls, References references, long answerBy) {
        List<Outcome> outcomes = new ArrayList<>(calls.size());
        for (int place = 0; place < calls.size(); place++) {
            calls.set(place, references.resolved(calls.get(place)));
            if (!isFree(calls.get(place))) {
                break;
            }
            outcomes.add(single.answer(calls.get(place), answerBy));
            references.told(place, outcomes.get(place));
        }
        return outcomes;
    }

    /** Refused calls among the first reads answer for themselves, but what follows them was planned on them. */
    private static boolean isFree(Assessment call) {
        return call instanceof Accepted accepted ? accepted.isFreeRead() : !isParked(call);
    }

    private static boolean isAnyRefused(List<Assessment> calls) {
        return calls.stream().anyMatch(Refused.class::isInstance);
    }

    /** Whether people have to decide it, or are about to since it was made before. */
    private static boolean isParked(Assessment call) {
        return call instanceof Accepted accepted
                ? accepted.isParked()
                : call instanceof Repeated repeated && repeated.isPending();
    }

    private List<Outcome> together(
            Single teller, List<Assessment> rest, boolean refused, References references, long answerBy) {
        List<Assessment> calls = refused || rest.stream().noneMatch(Turn::isParked) ? rest : steps(rest, references);
        if (refused || isAnyRefused(calls)) {
            return calls.stream()
                    .map(call -> notRun(teller, call, "turn_refused", REFUSED))
                    .toList();
        }
        Iterator<Outcome> performed = performed(calls, references, answerBy).iterator();
        return calls.stream()
                .map(call -> call instanceof Repeated repeated ? later.repeat(repeated) : performed.next())
                .toList();
    }

    /** A read between the steps of a chain has to see what they do, so it is bound, recorded, and waits with them. */
    private List<Assessment> steps(List<Assessment> calls, References references) {
        List<Assessment> steps = new ArrayList<>(calls.size());
        StringBuilder before = new StringBuilder();
        for (Assessment call : calls) {
            if (call instanceof Accepted accepted) {
                // Nobody has said yes to it beside the others.
                accepted.draft().unpermitted();
            }
            Assessment step = call instanceof Accepted accepted ? step(accepted, before.toString(), references) : call;
            if (step instanceof Accepted accepted) {
                before.append(key(accepted));
            } else if (step instanceof Repeated repeated) {
                before.append(repeated.key());
            }
            steps.add(step);
        }
        return steps;
    }

    /** A read after other steps is another read than the same one before them, so its key is made of theirs, too. */
    private Assessment step(Accepted call, String before, References references) {
        Assessment resolved = references.resolved(call);
        return resolved instanceof Accepted accepted
                ? references.standing(accepted, bound(accepted, before, references))
                : resolved;
    }

    private Assessment bound(Accepted call, String before, References references) {
        call.draft().refersToSteps(references.stored(call.draft()));
        boolean writes = call.tool().tool().effect().writes();
        Assessment bound = binder.bound(
                call, key -> writes ? key : ArgumentsHash.sha256(key, before).substring(0, key.length()));
        return bound instanceof Accepted accepted ? binder.recorded(accepted).orElse(bound) : bound;
    }

    private List<Outcome> performed(List<Assessment> calls, References references, long answerBy) {
        List<Accepted> made = calls.stream()
                .filter(Accepted.class::isInstance)
                .map(Accepted.class::cast)
                .toList();
        return calls.stream().anyMatch(Turn::isParked) && calls.size() > 1 && !made.isEmpty()
                ? chain(made, verdict(calls))
                : oneByOne(made, references, answerBy);
    }

    /** What the calls before have done may speak against the next one, so it is asked about again. */
    private List<Outcome> oneByOne(List<Accepted> calls, References references, long answerBy) {
        List<Outcome> outcomes = new ArrayList<>(calls.size());
        while (outcomes.size() < calls.size()) {
            List<Accepted> left = calls.subList(outcomes.size(), calls.size());
            if (outcomes.isEmpty()) {
                outcomes.add(single.perform(left.get(0), answerBy));
                references.told(left.get(0).draft().place(), outcomes.get(0));
            } else if (isOpen(outcomes.get(outcomes.size() - 1))) {
                left.forEach(call -> outcomes.add(notRun(later, call, "turn_unfinished", UNFINISHED)));
            } else {
                outcomes.addAll(afterOthers(left, references, answerBy));
            }
        }
        return outcomes;
    }

    /** Whether it may still be under way, or waits for people after all, so that what was planned on it must not start. */
    private static boolean isOpen(Outcome outcome) {
        return outcome instanceof Outcome.InProgress
                || outcome instanceof Outcome.Unknown
                || outcome instanceof Outcome.Pending;
    }

    /** The outcome of the next call; where that is refused or parked by now, or the store is lost, of all that are left. */
    private List<Outcome> afterOthers(List<Accepted> left, References references, long answerBy) {
        try {
            Assessment next = references.again(left.get(0));
            if (!(next instanceof Refused) && !isParked(next)) {
                Outcome outcome = later.answer(next, answerBy);
                references.told(left.get(0).draft().place(), outcome);
                return List.of(outcome);
            }
            List<Assessment> rest = new ArrayList<>(List.of(next));
            left.subList(1, left.size()).forEach(call -> rest.add(references.again(call)));
            return together(later, rest, isAnyRefused(rest), references, answerBy);
        } catch (StoreException lost) {
            // What the calls before it came to must not be lost with the store, and no other starts without it.
            List<Outcome> outcomes = new ArrayList<>(List.of(later.unreachable(left.get(0))));
            left.subList(1, left.size())
                    .forEach(call -> outcomes.add(notRun(later, call, "turn_unfinished", UNFINISHED)));
            return outcomes;
        }
    }

    private static Outcome notRun(Single single, Assessment call, String code, String reason) {
        if (call instanceof Accepted accepted) {
            return single.denied(accepted, ErrorKind.VALIDATION, code, reason);
        }
        return call instanceof Repeated repeated ? single.repeat(repeated) : single.refuse((Refused) call);
    }

    private List<Outcome> chain(List<Accepted> calls, Verdict.RequireApproval verdict) {
        Map<String, Accepted> distinct = new LinkedHashMap<>();
        calls.forEach(call -> distinct.putIfAbsent(key(call), call));
        List<Accepted> steps = new ArrayList<>(distinct.values());
        if (steps.size() == 1 && steps.get(0).decision().verdict().equals(verdict)) {
            return calls.stream().map(single::park).toList();
        }
        if (isAnyOvertaken(steps)) {
            return calls.stream().map(this::overtaken).toList();
        }
        Optional<ChainEnding> ending = ChainEndings.of(steps, verdict, backing.store());
        if (ending.isEmpty()) {
            return calls.stream().map(this::halfDone).toList();
        }
        Insertion insertion = backing.store().insert(proposals(steps, verdict, ending.get()), backing.effects());
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

    /** Each step is bound to the version of its resource as it is now, which a write before it moves: it could never start. */
    private static boolean isAnyOvertaken(List<Accepted> steps) {
        Set<Object> written = new HashSet<>();
        for (Accepted step : steps) {
            Object resource = step.draft().resource();
            if (resource != null && written.contains(resource)) {
                return true;
            }
            if (resource != null && step.tool().tool().effect().writes()) {
                written.add(resource);
            }
        }
        return false;
    }

    private Outcome overtaken(Accepted call) {
        return single.denied(
                call,
                ErrorKind.VALIDATION,
                "same_resource",
                "two calls of this turn are about the same thing, and they need approval together: what the first one changes, the"
                        + " other one would no longer find as it was approved. Make them one by one, each in a turn of its own after"
                        + " the one before it is done.");
    }

    private Outcome halfDone(Accepted call) {
        return single.denied(
                call,
                ErrorKind.VALIDATION,
                "not_all_or_nothing",
                "the calls of this turn need approval together, and if one of them failed, what those before it did could not be"
                        + " undone. Make them one by one, each in a turn of its own after the one before it is done.");
    }

    private List<NewProposal> proposals(List<Accepted> steps, Verdict.RequireApproval verdict, ChainEnding ending) {
        UUID chain = backing.ids().next();
        List<NewProposal> proposals = new ArrayList<>(steps.size());
        for (Accepted step : steps) {
            Decision own = step.decision();
            Terms terms =
                    new Terms(new Decision(verdict, own.rules(), own.policy(), own.version()), verdict.validFor());
            boolean undoable = step.tool().tool().compensation() != null;
            ChainPosition position = new ChainPosition(chain, proposals.size(), steps.size(), ending, undoable);
            proposals.add(
                    single.proposal(step, single.content(step.shownInFull()).inChain(position, terms)));
        }
        return proposals;
    }

    /** Every approval that a call of the turn needs, and the earliest deadline. */
    private static Verdict.RequireApproval verdict(List<Assessment> calls) {
        return (Verdict.RequireApproval) calls.stream()
                .filter(Turn::isParked)
                .map(call ->
                        call instanceof Accepted accepted ? accepted.decision().verdict() : ((Repeated) call).verdict())
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
