package io.toolgateway;

import io.toolgateway.audit.ErrorKind;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.json.Json;
import io.toolgateway.json.JsonLimits;
import io.toolgateway.json.Parsed;
import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Decision;
import io.toolgateway.policy.Guardrail;
import io.toolgateway.policy.History;
import io.toolgateway.policy.Policy;
import io.toolgateway.policy.PolicyRequest;
import io.toolgateway.policy.Stage;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.ArgumentsHash;
import io.toolgateway.proposal.IdSource;
import io.toolgateway.proposal.IdempotencyKey;
import io.toolgateway.proposal.ProposedArguments;
import io.toolgateway.schema.Violation;
import io.toolgateway.store.ProposalQuery;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.store.RateLimiter;
import io.toolgateway.store.StoreException;
import io.toolgateway.time.TimeSource;
import io.toolgateway.tool.Arguments;
import io.toolgateway.tool.Call;
import io.toolgateway.tool.Check;
import io.toolgateway.tool.RegisteredTool;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
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

    private static final History NOTHING_TAKEN = History.of(Map.of());

    private final ToolRegistry tools;
    private final Policy policy;
    private final Map<String, Guardrail> guardrails;
    private final RateLimiter rateLimiter;
    private final JsonLimits limits;
    private final ProposalStore store;
    private final TimeSource time;
    private final IdSource ids;
    private final Layer rateLimit = this::rateLimit;
    private final List<Layer> layers = List.of(
            this::allowlist,
            rateLimit,
            this::parse,
            this::schema,
            this::permissionForTool,
            this::permissionForResource,
            this::completion);
    private final List<Layer> judges = List.of(this::businessChecks, this::judgement);

    @FunctionalInterface
    private interface Layer {
        Assessment.@Nullable Refused pass(Draft draft);
    }

    Layers(GatewayBuilder settings, ToolRegistry tools, Policy policy, ProposalStore store) {
        this.tools = tools;
        this.policy = policy;
        this.store = store;
        this.guardrails = new LinkedHashMap<>(settings.guardrails);
        this.rateLimiter = settings.rateLimiter;
        this.limits = settings.limits;
        this.time = settings.time;
        this.ids = settings.ids;
    }

    Assessment assess(ToolCall sent, Caller caller, Request request) {
        return pass(new Draft(sent, caller, request, time.instant()), layers);
    }

    /** Asks again about a call, after others of its turn have run and may have changed what it is about. */
    Assessment assessAgain(Assessment.Accepted accepted) {
        Draft before = accepted.draft();
        List<Layer> counted =
                layers.stream().filter(layer -> layer != rateLimit).toList();
        return pass(new Draft(before.sent, before.caller, before.request, time.instant()), counted);
    }

    private Assessment pass(Draft draft, List<Layer> layers) {
        for (Layer layer : layers) {
            Assessment.Refused refused = refusal(layer, draft);
            if (refused != null) {
                return refused;
            }
        }
        for (Layer judge : judges) {
            Assessment.Refused refused = refusal(judge, draft);
            if (refused != null) {
                return repeated(draft).orElse(refused);
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

    /** What a refused call came to when it was made before: its own effect is no reason to refuse its repeat (SPEC P10). */
    private Optional<Assessment> repeated(Draft draft) {
        RegisteredTool tool = draft.tool();
        if (!tool.tool().effect().writes() || !IdempotencyKey.isRepeatable(draft.request, draft.sent.id())) {
            return Optional.empty();
        }
        String hash;
        String key;
        try {
            hash = hash(draft);
            key = key(draft);
        } catch (IllegalArgumentException withoutKey) {
            return Optional.empty();
        }
        ProposalQuery query = ProposalQuery.of(draft.caller.tenant())
                .triggeredBy(draft.caller.userId())
                .ofTool(tool.tool().name())
                .keyed(key);
        return store.search(query).proposals().stream()
                .filter(earlier -> earlier.argsHash().equals(hash))
                .findFirst()
                .map(earlier -> new Assessment.Repeated(draft.sent, draft.subject(), earlier));
    }

    /** The same for a call that was accepted: a step of a chain that was recorded before is no step again. */
    Optional<Assessment> recorded(Assessment.Accepted call) {
        ProposedArguments bound = call.binding();
        ProposalQuery query = ProposalQuery.of(call.call().caller().tenant())
                .triggeredBy(call.call().caller().userId())
                .ofTool(call.call().tool())
                .keyed(bound.idempotencyKey());
        return store.search(query).proposals().stream()
                .filter(earlier -> earlier.argsHash().equals(bound.hash()))
                .findFirst()
                .map(earlier ->
                        new Assessment.Repeated(call.sent(), call.draft().subject(), earlier));
    }

    private static String hash(Draft draft) {
        RegisteredTool tool = draft.tool();
        return ArgumentsHash.of(tool.tool().name(), tool.version(), draft.caller.tenant(), draft.arguments());
    }

    /** Not out of the hash that approvals are bound to: a tool deployed anew must not make a repeat a new call. */
    private String key(Draft draft) {
        return IdempotencyKey.of(
                draft.caller,
                draft.request,
                draft.sent.id(),
                draft.tool().tool().name(),
                ArgumentsHash.sha256(ArgumentsHash.canonical(draft.arguments())),
                ids);
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
        return rateLimiter.tryAcquire(draft.caller, draft.sent.name())
                ? null
                : draft.denied(ErrorKind.LIMIT, "rate_limited", "too many calls; try again later.");
    }

    private Assessment.@Nullable Refused parse(Draft draft) {
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

    private Assessment.@Nullable Refused schema(Draft draft) {
        RegisteredTool tool = draft.tool();
        draft.has(tool.withDefaults(draft.arguments()));
        List<Violation> violations = tool.schema().check(withPlaceholder(draft).asMap());
        return violations.isEmpty() ? null : draft.invalid(violations);
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
        // A copy: the host may have kept what it gave, and what is approved must not change any more.
        Object completed = Json.of(completion.apply(draft.call()).asMap());
        draft.has(Arguments.of(Json.asObject((Map<?, ?>) Objects.requireNonNull(completed))));
        if (draft.arguments().equals(before)) {
            return null;
        }
        List<Violation> violations =
                draft.tool().schema().check(withPlaceholder(draft).asMap());
        return violations.isEmpty() ? null : draft.invalid(violations);
    }

    private Assessment.@Nullable Refused businessChecks(Draft draft) {
        for (Function<Call, Check> check : draft.tool().tool().checks()) {
            Check result = Objects.requireNonNull(check.apply(draft.call()), "no answer is no pass");
            if (result instanceof Check.Refused refused) {
                return draft.denied(ErrorKind.VALIDATION, refused.code(), refused.message());
            }
        }
        return null;
    }

    /** Guardrails and policy see the same request and the strictest word holds, so that their order cannot matter. */
    private Assessment.@Nullable Refused judgement(Draft draft) {
        Tool tool = draft.tool().tool();
        PolicyRequest request = new PolicyRequest(tool, draft.call(), draft.now(), history(draft));
        Decision decision = policy.decide(request);
        for (Map.Entry<String, Guardrail> guardrail : guardrails.entrySet()) {
            decision =
                    decision.raisedBy(guardrail.getKey(), guardrail.getValue().inspect(request));
        }
        draft.decided(decision);
        if (decision.verdict() instanceof Verdict.Deny deny) {
            return draft.denied(ErrorKind.AUTHORIZATION, "denied_by_policy", deny.reason());
        }
        return decision.verdict() instanceof Verdict.RequireApproval approval ? named(draft, approval) : null;
    }

    /** A requirement that names nobody means the approvers of the tool's own contract. */
    private static Assessment.@Nullable Refused named(Draft draft, Verdict.RequireApproval approval) {
        if (approval.stages().stream().noneMatch(stage -> stage.approvers().isNobody())) {
            return null;
        }
        Approvers own = new Approvers(false, draft.tool().tool().approvableBy());
        if (own.isNobody()) {
            return draft.denied(
                    ErrorKind.AUTHORIZATION, "no_approver", "it needs approval, and nobody may approve it.");
        }
        List<Stage> stages = approval.stages().stream()
                .map(stage -> stage.approvers().isNobody() ? new Stage(own, stage.quorum()) : stage)
                .toList();
        Decision decision = draft.decision();
        draft.decided(new Decision(
                new Verdict.RequireApproval(stages, approval.validFor()),
                decision.rules(),
                decision.policy(),
                decision.version()));
        return null;
    }

    private History history(Draft draft) {
        Set<Duration> windows = policy.historyWindows();
        if (windows.isEmpty()) {
            return NOTHING_TAKEN;
        }
        Map<Duration, Long> counts = new HashMap<>();
        for (Duration window : windows) {
            ProposalQuery query = ProposalQuery.of(draft.caller.tenant())
                    .triggeredBy(draft.caller.userId())
                    .ofTool(draft.sent.name())
                    .createdFrom(draft.now().minus(window));
            counts.put(window, store.count(query));
        }
        return History.of(counts);
    }

    private Assessment accepted(Draft draft) {
        Assessment.Accepted accepted = new Assessment.Accepted(draft, draft.call(), null);
        return accepted.isFreeRead() ? accepted : bound(accepted);
    }

    Assessment bound(Assessment.Accepted accepted) {
        return bound(accepted, UnaryOperator.identity());
    }

    /**
     * A call with what binds it to its record: hash, key and the version of its resource.
     *
     * @param keyInTurn makes the key of a read among other calls out of its key alone
     * @return the call, or a refusal if the state of its resource could not be read
     */
    Assessment bound(Assessment.Accepted accepted, UnaryOperator<String> keyInTurn) {
        if (accepted.bound() != null) {
            return accepted;
        }
        Draft draft = accepted.draft();
        try {
            ProposedArguments bound = bind(draft, keyInTurn);
            return new Assessment.Accepted(draft, draft.call(), bound);
        } catch (Throwable unread) {
            return draft.denied(ErrorKind.PERMANENT, "check_failed", "the state of its resource could not be read.");
        }
    }

    private ProposedArguments bind(Draft draft, UnaryOperator<String> keyInTurn) {
        RegisteredTool tool = draft.tool();
        String hash = hash(draft);
        String key = keyInTurn.apply(key(draft));
        if (tool.declaresIdempotencyKey()) {
            draft.has(draft.arguments().with(ArgumentsHash.IDEMPOTENCY_KEY, key));
        }
        Function<Call, String> version = tool.tool().version();
        return new ProposedArguments(
                draft.arguments(),
                tool.shown(draft.arguments()),
                hash,
                key,
                version == null ? null : Objects.requireNonNull(version.apply(draft.call()), "no version to compare"));
    }
}
