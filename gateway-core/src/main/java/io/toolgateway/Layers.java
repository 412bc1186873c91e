package io.toolgateway;

import io.toolgateway.audit.ErrorKind;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.json.Json;
import io.toolgateway.json.JsonLimits;
import io.toolgateway.json.Parsed;
import io.toolgateway.limit.RateLimiter;
import io.toolgateway.proposal.ArgumentsHash;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.schema.CompiledSchema;
import io.toolgateway.schema.Violation;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.store.StoreException;
import io.toolgateway.time.TimeSource;
import io.toolgateway.tool.Arguments;
import io.toolgateway.tool.Call;
import io.toolgateway.tool.Check;
import io.toolgateway.tool.RegisteredTool;
import io.toolgateway.tool.ResultReference;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The layers that a call passes, in the order of SPEC P5; the first that refuses ends it. Completion stands after permission
 * and before the business checks: it may read what only the owner may learn of.
 */
final class Layers {

    private static final Logger LOG = LoggerFactory.getLogger(Layers.class);
    private static final Arguments NO_KEY = Arguments.NONE.with(ArgumentsHash.IDEMPOTENCY_KEY, "0".repeat(32));

    /** A raw call holds its arguments, maybe escaped, and little else; a longer one would only fill the record. */
    private static final int RAW_FACTOR = 4;

    private static final long NANOS_OF_A_SECOND = 1_000_000_000;

    private final ToolRegistry tools;
    private final Judge judge;
    private final Binder binder;
    private final Budgets budgets;
    private final RateLimiter rateLimiter;
    private final JsonLimits limits;
    private final ProposalStore store;
    private final TimeSource time;
    private final Layer rateLimit = this::rateLimit;
    private final List<Layer> layers = List.of(
            this::allowlist,
            rateLimit,
            this::parse,
            Layers::marks,
            this::schema,
            this::permissionForTool,
            this::permissionForResource,
            this::completion);
    private final List<Layer> judges = List.of(this::businessChecks, this::judgement, this::budgets);

    @FunctionalInterface
    private interface Layer {
        Assessment.@Nullable Refused pass(Draft draft);
    }

    Layers(GatewayBuilder settings, ToolRegistry tools, ProposalStore store, Judge judge, Binder binder) {
        this.tools = tools;
        this.judge = judge;
        this.binder = binder;
        this.budgets = new Budgets(settings.budgets, tools);
        this.store = store;
        this.rateLimiter = settings.rateLimiter;
        this.limits = settings.limits;
        this.time = settings.time;
    }

    Assessment assess(ToolCall sent, Caller caller, Request request) {
        return pass(new Draft(sent, caller, request, time.instant()), layers);
    }

    /** One of the calls of a turn, which may refer to those before it. */
    Assessment assess(ToolCall sent, Caller caller, Request request, int place, Naming naming) {
        Draft draft = new Draft(sent, caller, request, time.instant(), place);
        draft.naming(naming);
        return pass(draft, layers);
    }

    /** What was proposed before and has ended, judged anew by all layers. */
    Assessment assessAgain(Proposal earlier, Caller caller) {
        return pass(Draft.again(earlier, caller, time.instant()), layers);
    }

    /** What a reviewer has made of what waits. Who asked has been counted when it was proposed. */
    Assessment assessEdited(Proposal waiting, String arguments, Caller caller, String editor) {
        String restored = Edited.restored(arguments, waiting, limits);
        Draft draft = Draft.edited(waiting, restored, caller, editor, time.instant());
        return pass(draft, uncounted());
    }

    private List<Layer> uncounted() {
        return layers.stream().filter(layer -> layer != rateLimit).toList();
    }

    /** Asks again about a call, after others of its turn have run and may have changed what it is about. */
    Assessment assessAgain(Assessment.Accepted accepted) {
        return assessAgain(accepted, Naming.NONE);
    }

    Assessment assessAgain(Assessment.Accepted accepted, Naming naming) {
        Draft before = accepted.draft();
        Draft draft = new Draft(before.sent, before.caller, before.request, time.instant(), before.place());
        draft.naming(naming);
        return pass(draft, uncounted());
    }

    private Assessment pass(Draft draft, List<Layer> layers) {
        for (Layer layer : layers) {
            Assessment.Refused refused = refusal(layer, draft);
            if (refused != null) {
                return refused;
            }
        }
        for (Layer layer : judges) {
            Assessment.Refused refused = refusal(layer, draft);
            if (refused != null) {
                return binder.repeated(draft).orElse(refused);
            }
        }
        return accepted(draft);
    }

    /** Whatever a function of the host's throws, an Error or a checked exception in disguise too, it is no yes. */
    private static Assessment.@Nullable Refused refusal(Layer layer, Draft draft) {
        try {
            return layer.pass(draft);
        } catch (StoreException lost) {
            throw lost;
        } catch (Throwable unanswered) {
            LOG.warn("a call could not be judged: {}", unanswered.getClass().getName());
            return draft.denied(ErrorKind.PERMANENT, "check_failed", "the call could not be checked.");
        }
    }

    private Assessment.@Nullable Refused allowlist(Draft draft) {
        Optional<RegisteredTool> tool = tools.find(draft.sent.name());
        if (tool.isEmpty()) {
            return draft.denied(ErrorKind.VALIDATION, "unknown_tool", "there is no tool of this name.");
        }
        draft.found(tool.get());
        return store.switches().isOff(draft.sent.name(), draft.caller.tenant())
                ? draft.denied(ErrorKind.TRANSIENT, "tool_off", "this tool is switched off at the moment.")
                : null;
    }

    private Assessment.@Nullable Refused rateLimit(Draft draft) {
        return rateLimiter.tryAcquire(draft.caller, draft.sent.name()) instanceof RateLimiter.Answer.Refused refused
                ? draft.denied(ErrorKind.LIMIT, "rate_limited", "too many calls; try again " + when(refused) + ".")
                : null;
    }

    /** Rounded up: who comes back then is not refused once more. */
    private static String when(RateLimiter.Answer.Refused refused) {
        Duration wait = refused.retryAfter();
        if (wait == null) {
            return "later";
        }
        long seconds = wait.plusNanos(NANOS_OF_A_SECOND - 1).toSeconds();
        return seconds == 1 ? "in a second" : "in " + seconds + " seconds";
    }

    private Assessment.@Nullable Refused parse(Draft draft) {
        String flaw = draft.flawOfId();
        if (flaw != null) {
            return draft.denied(ErrorKind.VALIDATION, "invalid_call_id", "the call's id has " + flaw + ".");
        }
        String text = draft.sent.arguments();
        if (text == null) {
            return draft.invalid(List.of(new Violation("", "json", "", "a JSON object with the arguments is needed")));
        }
        String raw = draft.sent.raw();
        if (raw != null && raw.length() > RAW_FACTOR * (long) limits.maxBytes()) {
            return draft.invalid(List.of(new Violation("", "json", "", "the call as a whole is too long; send less")));
        }
        Parsed parsed = Json.parse(text, limits);
        if (parsed instanceof Parsed.Refused refused) {
            return draft.invalid(List.of(new Violation(refused.pointer(), "json", "", refused.message())));
        }
        if (!(((Parsed.Value) parsed).value() instanceof Map<?, ?> members)) {
            return draft.invalid(List.of(new Violation("", "type", "", "the arguments must be a JSON object")));
        }
        Arguments arguments = Arguments.of(Json.asObject(members));
        // The system makes the key; one that the model sent is dropped and stands in the raw call alone. No hash has
        // it.
        draft.has(arguments.without(ArgumentsHash.IDEMPOTENCY_KEY));
        return null;
    }

    /** A mark where a secret was is none: what a reviewer has not seen they can leave, or give anew. */
    private static Assessment.@Nullable Refused marks(Draft draft) {
        Proposal edited = draft.edits();
        return edited == null
                ? null
                : Edited.mark(draft.arguments(), edited.arguments())
                        .map(place -> draft.invalid(List.of(
                                new Violation(place, "secret", "", "a secret stays where it is, or is given anew"))))
                        .orElse(null);
    }

    private Assessment.@Nullable Refused schema(Draft draft) {
        RegisteredTool tool = draft.tool();
        draft.has(tool.withDefaults(draft.arguments()));
        List<Violation> violations = draft.arguments().asMap().keySet().stream().anyMatch(name -> refers(draft, name))
                ? violationsBesideReferences(draft)
                : tool.schema().check(withPlaceholder(draft).asMap());
        return violations.isEmpty() ? null : draft.invalid(violations);
    }

    /** Elsewhere than where the tool accepts one, an object may have members of these names for reasons of its own. */
    private static boolean refers(Draft draft, String name) {
        Object value = draft.arguments().value(name);
        return draft.tool().tool().acceptsResultIn().contains(name)
                ? ResultReference.isIn(value)
                : ResultReference.isWhole(value);
    }

    private static List<Violation> violationsBesideReferences(Draft draft) {
        RegisteredTool tool = draft.tool();
        Map<String, SentReference> references = new LinkedHashMap<>();
        List<Violation> flaws = new ArrayList<>();
        draft.arguments().asMap().forEach((name, value) -> {
            if (refers(draft, name)) {
                boolean isAccepted = tool.tool().acceptsResultIn().contains(name);
                SentReference.Read read = SentReference.read(name, value, isAccepted, draft.place());
                if (read instanceof SentReference.Read.Fine fine) {
                    references.put(name, fine.reference());
                } else if (read instanceof SentReference.Read.Flawed flawed) {
                    flaws.add(flawed.violation());
                }
            }
        });
        draft.refers(references);
        draft.has(tool.withDefaults(draft.arguments()));
        CompiledSchema schema = draft.isOpen() || !flaws.isEmpty() ? tool.referringSchema() : tool.schema();
        Stream<Violation> others = schema.check(withPlaceholder(draft).asMap()).stream()
                .map(violation -> ofResult(violation, references.keySet()))
                .filter(violation ->
                        flaws.stream().noneMatch(flaw -> isIn(violation.pointer(), first(flaw.pointer()))));
        return Stream.concat(flaws.stream(), others)
                .sorted(Comparator.comparing(Violation::pointer))
                .toList();
    }

    /** Names inside of a result are no names that the model has sent. */
    private static Violation ofResult(Violation violation, Set<String> names) {
        return names.stream()
                .map(name -> Json.child("", name))
                .filter(place -> isIn(violation.pointer(), place))
                .findFirst()
                .map(place -> new Violation(place, violation.keyword(), violation.schemaPointer(), violation.message()))
                .orElse(violation);
    }

    private static boolean isIn(String pointer, String place) {
        return (pointer + "/").startsWith(place + "/");
    }

    private static String first(String pointer) {
        int end = pointer.indexOf('/', 1);
        return end < 0 ? pointer : pointer.substring(0, end);
    }

    /** The key is made from the completed arguments; until then any key of its form stands in its place. */
    private static Arguments withPlaceholder(Draft draft) {
        return draft.tool().declaresIdempotencyKey()
                ? draft.arguments().with(ArgumentsHash.IDEMPOTENCY_KEY, NO_KEY.text(ArgumentsHash.IDEMPOTENCY_KEY))
                : draft.arguments();
    }

    private Assessment.@Nullable Refused permissionForTool(Draft draft) {
        return draft.tool().admits(draft.caller)
                ? null
                : draft.denied(ErrorKind.AUTHORIZATION, "not_permitted", "this user may not call this tool.");
    }

    private Assessment.@Nullable Refused permissionForResource(Draft draft) {
        if (draft.isOpen()) {
            // Asked once it is known what it is about, just before the start.
            return null;
        }
        boolean permitted;
        try {
            permitted = draft.tool().tool().permission().test(draft.call());
        } catch (Throwable unanswered) {
            permitted = false;
        }
        return permitted
                ? null
                : draft.denied(
                        ErrorKind.AUTHORIZATION, "not_found", "there is no such thing, or it is not this user's.");
    }

    private Assessment.@Nullable Refused completion(Draft draft) {
        Function<Call, Arguments> completion = draft.tool().tool().completion();
        if (completion == null) {
            return null;
        }
        Arguments before = draft.arguments();
        Map<String, @Nullable Object> given = completion.apply(draft.call()).asMap();
        try {
            // A copy: the host may have kept what it gave, and what is approved must not change any more.
            draft.has(Arguments.of(Json.asObject(Objects.requireNonNull(Json.of(given)))));
        } catch (IllegalArgumentException noJson) {
            return draft.denied(
                    ErrorKind.PERMANENT, "check_failed", "the completed arguments have " + noJson.getMessage() + ".");
        }
        if (draft.arguments().equals(before)) {
            return null;
        }
        List<Violation> violations =
                draft.tool().schema().check(withPlaceholder(draft).asMap());
        return violations.isEmpty() ? null : draft.invalid(violations);
    }

    private Assessment.@Nullable Refused businessChecks(Draft draft) {
        if (draft.isOpen()) {
            return null;
        }
        for (Function<Call, Check> check : draft.tool().tool().checks()) {
            Check result = Objects.requireNonNull(check.apply(draft.call()), "no answer is no pass");
            if (result instanceof Check.Refused refused) {
                return draft.denied(ErrorKind.VALIDATION, refused.code(), refused.message());
            }
        }
        return null;
    }

    private Assessment.@Nullable Refused judgement(Draft draft) {
        return judge.judge(draft);
    }

    private Assessment.@Nullable Refused budgets(Draft draft) {
        return budgets.charge(draft);
    }

    private Assessment accepted(Draft draft) {
        Assessment.Accepted accepted = new Assessment.Accepted(draft, draft.call(), null);
        return accepted.isFreeRead() || draft.isOpen() ? accepted : binder.bound(accepted);
    }
}
