package io.toolgateway;

import io.toolgateway.SentReference.Known;
import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.ErrorKind;
import io.toolgateway.audit.EventType;
import io.toolgateway.audit.Printable;
import io.toolgateway.audit.Problem;
import io.toolgateway.audit.Subject;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.json.Json;
import io.toolgateway.json.Storable;
import io.toolgateway.outcome.Answered;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Decision;
import io.toolgateway.policy.StandingPermission;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.Origin;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.schema.Violation;
import io.toolgateway.tool.Arguments;
import io.toolgateway.tool.Call;
import io.toolgateway.tool.RegisteredTool;
import io.toolgateway.tool.ResultReference;
import io.toolgateway.tool.Secrets;
import io.toolgateway.tool.ToolCall;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One call on its way through the layers; each layer adds what the next ones need. Confined to one thread. */
final class Draft {

    private static final int ALONE = -1;
    /** A summary is of the call that its model sent, and of no other. */
    private static final String SUMMARY_BEFORE = "Changed by a reviewer. Of the call before, the model wrote: ";

    private static final int RAW_SHOWN = 4 * 1024;
    private static final int NAME_SHOWN = 128;
    /** Far longer than any provider's. */
    private static final int MAX_CALL_ID = 1_000;

    final ToolCall sent;
    final Caller caller;
    final Request request;
    private final Instant now;
    private @Nullable RegisteredTool tool;
    private @Nullable Arguments arguments;
    private @Nullable Call call;
    private @Nullable Decision decision;
    private final @Nullable Proposal again;
    private final @Nullable String editor;
    private List<Budgets.Charge> charges = List.of();
    private final int place;
    private Map<String, SentReference> references = Map.of();
    private Map<String, Known> known = Map.of();
    private Naming naming = Naming.NONE;
    private @Nullable Arguments named;
    private @Nullable String plainKey;
    private @Nullable Object resource;
    private @Nullable StandingPermission permission;
    private @Nullable Decision asked;

    Draft(ToolCall sent, Caller caller, Request request, Instant now) {
        this(sent, caller, request, now, null, ALONE, null);
    }

    /** One of the calls of a turn, the one of this number from 0. */
    Draft(ToolCall sent, Caller caller, Request request, Instant now, int place) {
        this(sent, caller, request, now, null, place, null);
    }

    private Draft(
            ToolCall sent,
            Caller caller,
            Request request,
            Instant now,
            @Nullable Proposal again,
            int place,
            @Nullable String editor) {
        this.editor = editor;
        this.place = place;
        this.sent = sent;
        this.caller = caller;
        this.request = request;
        this.now = now;
        this.again = again;
    }

    /** What was proposed before, in the same words, by someone as they are now. */
    static Draft again(Proposal earlier, Caller caller, Instant now) {
        Origin origin = earlier.content().origin();
        ToolCall same = new ToolCall(
                origin.callId(), earlier.tool(), earlier.arguments().toJson(), origin.summary(), origin.rawCall());
        return new Draft(
                same,
                caller,
                origin.request(),
                now,
                earlier,
                ALONE,
                earlier.content().editedBy());
    }

    /** What waits for people, as one of them has edited it: of whoever asked, as they are now. */
    static Draft edited(Proposal waiting, String arguments, Caller caller, String editor, Instant now) {
        Origin origin = waiting.content().origin();
        String summary = origin.summary();
        boolean isOfAnother = summary != null && !summary.startsWith(SUMMARY_BEFORE);
        ToolCall edited = new ToolCall(
                origin.callId(),
                waiting.tool(),
                arguments,
                isOfAnother ? SUMMARY_BEFORE + summary : summary,
                origin.rawCall());
        return new Draft(edited, caller, origin.request(), now, waiting, ALONE, editor);
    }

    /** The proposal that this one takes the place of, ended or to be superseded with it, or null. */
    @Nullable
    Proposal takesThePlaceOf() {
        return again;
    }

    /** The user id of the reviewer whose call this is, or null if it is as the model sent it. */
    @Nullable
    String editor() {
        return editor;
    }

    /** The proposal that waits still and is edited by this, or null. */
    @Nullable
    Proposal edits() {
        return again != null && again.status() == ProposalStatus.PENDING ? again : null;
    }

    void found(RegisteredTool tool) {
        this.tool = tool;
    }

    void has(Arguments arguments) {
        this.arguments = arguments;
        this.call = null;
    }

    /** Which call of its turn it is, from 0; less than 0 if it was proposed alone. */
    int place() {
        return place;
    }

    void naming(Naming naming) {
        this.naming = naming;
    }

    /** Some arguments refer to results of other calls; what is known of those takes their place. */
    void refers(Map<String, SentReference> references) {
        this.references = Map.copyOf(references);
        this.known = Map.copyOf(naming.of(references));
        Arguments named = arguments();
        Arguments values = arguments();
        for (Map.Entry<String, Known> reference : known.entrySet()) {
            named = named.with(reference.getKey(), reference.getValue().as().toJson());
            Object value = reference.getValue().value();
            values = value == null ? values : values.with(reference.getKey(), value);
        }
        this.named = named;
        has(values);
    }

    /** What is still open is to be found among the steps of its chain. */
    void refersToSteps(Map<String, ResultReference> steps) {
        Arguments stored = arguments();
        for (Map.Entry<String, ResultReference> reference : steps.entrySet()) {
            stored = stored.with(reference.getKey(), reference.getValue().toJson());
        }
        has(stored);
    }

    Map<String, SentReference> references() {
        return references;
    }

    boolean hasReferences() {
        return !references.isEmpty();
    }

    /** Whether an argument has to wait for another call. */
    boolean isOpen(String name) {
        Known reference = known.get(name);
        return reference != null && reference.value() == null;
    }

    boolean isOpen() {
        return hasReferences() && references.keySet().stream().anyMatch(this::isOpen);
    }

    /** The arguments in the model's words: with references in the place of what they came to. */
    Arguments named() {
        return named == null ? arguments() : named;
    }

    /** What records show: the results of other calls are in the records of those alone, unless people have to decide on them. */
    Arguments shown() {
        boolean isDecided = decision != null && decision.verdict() instanceof Verdict.RequireApproval;
        return isDecided || isOpen() ? arguments() : named();
    }

    @Nullable
    String plainKey() {
        return plainKey;
    }

    void keyed(String plainKey) {
        this.plainKey = plainKey;
    }

    void isAbout(@Nullable Object resource) {
        this.resource = resource;
    }

    /** What a write of this call changes the version of; null if that is not known. */
    @Nullable
    Object resource() {
        return resource;
    }

    void decided(Decision decision) {
        this.decision = decision;
    }

    /** Somebody has said yes to it in advance. */
    void permitted(StandingPermission permission) {
        this.asked = decision();
        this.permission = permission;
        decided(decision().permittedBy(permission));
    }

    /** It waits for people after all. */
    void unpermitted() {
        if (permission != null) {
            decided(Objects.requireNonNull(asked));
            permission = null;
        }
    }

    /** The yes that was said in advance, or null. */
    @Nullable
    StandingPermission permission() {
        return permission;
    }

    void charged(List<Budgets.Charge> charges) {
        this.charges = List.copyOf(charges);
    }

    RegisteredTool tool() {
        return Objects.requireNonNull(tool, "the allowlist comes first");
    }

    Arguments arguments() {
        return Objects.requireNonNull(arguments, "the parser comes first");
    }

    Decision decision() {
        return Objects.requireNonNull(decision, "the policy comes first");
    }

    /** What it takes out of budgets once it is stored. */
    List<Budgets.Charge> charges() {
        return charges;
    }

    Call call() {
        if (call == null) {
            call = new Call(tool().tool().name(), arguments(), caller, request);
        }
        return call;
    }

    Instant now() {
        return now;
    }

    Assessment.Refused denied(ErrorKind kind, String code, String reason) {
        Secrets secrets = arguments == null ? Secrets.NONE : tool().secrets(arguments);
        String safe = secrets.removedFrom(reason);
        return refused(new Outcome.Denied(answered(), code, safe), Problem.of(kind, code, safe), subject(), secrets);
    }

    Assessment.Refused invalid(List<Violation> violations) {
        Problem problem = new Problem(
                ErrorKind.VALIDATION,
                "invalid_arguments",
                violations.get(0).keyword() + ": " + violations.get(0).message(),
                violations.stream().map(Violation::pointer).toList());
        Outcome outcome = new Outcome.Invalid(answered(), violations);
        Arguments sentArguments = arguments;
        return sentArguments == null
                ? refused(outcome, problem, subject(), Secrets.NONE)
                : refused(
                        outcome,
                        problem,
                        subject(() -> tool().shownOfInvalid(named())),
                        tool().secretsOfInvalid(sentArguments));
    }

    private Assessment.Refused refused(Outcome outcome, Problem problem, Subject subject, Secrets secrets) {
        AuditEvent event = AuditEvent.withoutProposal(EventType.REFUSED, now, subject, decision, null, problem);
        return new Assessment.Refused(outcome, event.without(secrets));
    }

    /** Why the provider's id of the call cannot be kept, or null: it is part of the key, so it is not changed. */
    @Nullable
    String flawOfId() {
        String id = sent.id();
        if (id == null) {
            return null;
        }
        return id.length() > MAX_CALL_ID ? "more than " + MAX_CALL_ID + " characters" : Storable.flaw(id);
    }

    /** What an event of this call is about. */
    Subject subject() {
        Arguments valid = arguments;
        return subject(valid == null ? this::unread : () -> tool().shown(shown()));
    }

    private Subject subject(Supplier<@Nullable String> shown) {
        String id = sent.id() == null ? null : Storable.bounded(sent.id(), MAX_CALL_ID);
        return new Subject(caller, request, id, recordedName(), shown);
    }

    /** A name that is on no list can be anything, and no store need bear that. */
    private String recordedName() {
        if (tool != null) {
            return tool.tool().name();
        }
        String name = sent.name();
        return Printable.of(name.length() <= NAME_SHOWN ? name : name.substring(0, NAME_SHOWN));
    }

    /** What a record may show of arguments that were not read: the start of the text, if the tool is known to have no secrets. */
    private @Nullable String unread() {
        String raw = sent.arguments();
        if (raw == null || tool == null || tool.hasSecrets()) {
            return null;
        }
        String start = raw.length() <= RAW_SHOWN ? raw : raw.substring(0, RAW_SHOWN);
        // What was refused for a character that no reader of the record takes must not bring it into the record.
        return Json.write(Json.storable(start));
    }

    private Answered answered() {
        return new Answered(sent.id(), sent.name(), null, false);
    }
}
