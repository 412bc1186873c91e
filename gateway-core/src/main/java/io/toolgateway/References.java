package io.toolgateway;

import io.toolgateway.Assessment.Accepted;
import io.toolgateway.Assessment.Refused;
import io.toolgateway.Assessment.Repeated;
import io.toolgateway.SentReference.Known;
import io.toolgateway.audit.ErrorKind;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.outcome.Outcomes;
import io.toolgateway.tool.ResultReference;
import io.toolgateway.tool.ToolCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the calls of one turn take from each other's results (SPEC A6). Confined to one thread. */
final class References {

    private static final String CODE = "reference_unresolved";

    private final Layers layers;
    private final Binder binder;
    private final List<Assessment> calls = new ArrayList<>();
    private final Map<Integer, Outcome> told = new HashMap<>();

    References(Layers layers, Binder binder) {
        this.layers = layers;
        this.binder = binder;
    }

    /** The next call of the turn, its references named but open. */
    Assessment add(ToolCall sent, Caller caller, Request request) {
        Assessment assessed = layers.assess(sent, caller, request, calls.size(), found -> named(found, Map.of()));
        calls.add(assessed);
        return assessed;
    }

    /** What a call has come to. */
    void told(int place, Outcome outcome) {
        told.put(place, outcome);
    }

    /** What became of a call meanwhile: it may be bound, or found to be a repeat. */
    Assessment standing(Accepted before, Assessment call) {
        calls.set(before.draft().place(), call);
        return call;
    }

    /**
     * A call with the results that are known by now in the place of its references, asked about by all layers once more.
     *
     * @return the same if nothing more is known; a refusal if something it refers to is not there, or not to be had
     */
    Assessment resolved(Assessment call) {
        return call instanceof Accepted accepted && accepted.draft().isOpen()
                ? standing(accepted, resolved(accepted, call))
                : call;
    }

    /** A call asked about once more, after others of its turn have run. */
    Assessment again(Accepted call) {
        return standing(call, call.draft().hasReferences() ? resolved(call, null) : layers.assessAgain(call));
    }

    private Assessment resolved(Accepted call, @Nullable Assessment ifNothingIsKnown) {
        Draft draft = call.draft();
        Optional<Assessment> earlier = binder.madeBefore(draft);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, SentReference> reference : draft.references().entrySet()) {
            Outcome outcome = outcome(reference.getValue().call());
            if (outcome == null) {
                continue;
            }
            String name = reference.getKey();
            if (!(outcome instanceof Outcome.Executed executed)) {
                return refused(draft, "'" + name + "' is to be what another call returns, which is not done.");
            }
            Optional<Object> value =
                    new ResultReference("", reference.getValue().pointer()).in(executed.result());
            if (value.isEmpty()) {
                return refused(
                        draft, "'" + name + "' is to be what another call has returned, and there is no such value.");
            }
            values.put(name, value.get());
        }
        return values.isEmpty() && ifNothingIsKnown != null
                ? ifNothingIsKnown
                : layers.assessAgain(call, found -> named(found, values));
    }

    private static Assessment refused(Draft draft, String why) {
        return draft.denied(ErrorKind.VALIDATION, CODE, why);
    }

    /** Null as long as a call of this turn that was accepted has not been made. */
    private @Nullable Outcome outcome(int place) {
        Outcome known = told.get(place);
        if (known != null) {
            return known;
        }
        Assessment call = calls.get(place);
        return call instanceof Repeated repeated
                ? Outcomes.of(repeated.earlier())
                : call instanceof Refused refused ? refused.outcome() : null;
    }

    private Map<String, Known> named(Map<String, SentReference> references, Map<String, Object> values) {
        Map<String, Known> known = new LinkedHashMap<>();
        references.forEach((name, reference) -> known.put(
                name, new Known(new ResultReference(name(reference.call()), reference.pointer()), values.get(name))));
        return known;
    }

    /** The same however the turn is run, so that a repeat has the same key: of a read with how many like it came before. */
    private String name(int place) {
        Draft draft = draft(calls.get(place));
        if (draft == null) {
            return "";
        }
        String key = binder.plainKey(draft);
        long before = draft.tool().tool().effect().writes()
                ? 0
                : calls.subList(0, place).stream()
                        .map(References::draft)
                        .filter(other -> other != null && binder.plainKey(other).equals(key))
                        .count();
        return before == 0 ? key : key + "." + before;
    }

    /** The references of a step that are still open, by the keys of the steps that they name. */
    Map<String, ResultReference> stored(Draft draft) {
        Map<String, ResultReference> stored = new LinkedHashMap<>();
        draft.references().forEach((name, reference) -> {
            if (draft.isOpen(name)) {
                Assessment call = calls.get(reference.call());
                stored.put(
                        name, new ResultReference(((Accepted) call).binding().idempotencyKey(), reference.pointer()));
            }
        });
        return stored;
    }

    private static @Nullable Draft draft(Assessment call) {
        if (call instanceof Accepted accepted) {
            return accepted.draft();
        }
        return call instanceof Repeated repeated ? repeated.draft() : null;
    }
}
