package io.toolgateway.tool;

import io.toolgateway.json.Storable;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link Tool}; each method says one thing of the contract, {@link #handledBy} ends it.
 *
 * <p>Threads: confined to one thread.
 *
 * @since 0.1
 */
public final class ToolBuilder {

    private static final int MOST_STARTS = 10;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,128}");
    private static final String NO_ARGUMENTS = "{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}";

    final String name;
    String description = "";
    String argumentsSchema = NO_ARGUMENTS;

    @Nullable
    String returns;

    @Nullable
    String errors;

    Effect effect = Effect.NON_IDEMPOTENT;
    boolean destructive;

    @Nullable
    BigDecimal maxCost;

    Set<String> callableBy = Set.of();
    boolean callableByAnyone;
    Set<String> approvableBy = Set.of();
    Duration timeLimit = Duration.ofSeconds(30);
    int maxStarts = 4;
    FailureClassifier failures = FailureClassifier.standard();
    boolean onCallersThread;
    Set<String> acceptsResultIn = Set.of();
    Predicate<Call> permission = call -> true;
    List<Function<Call, Check>> checks = List.of();

    @Nullable
    Function<Call, Arguments> completion;

    @Nullable
    Function<Call, String> version;

    @Nullable
    Function<Call, ? extends Map<String, ?>> materialState;

    @Nullable
    Compensation compensation;

    @Nullable
    Reconciler reconciler;

    @Nullable
    Function<Call, Preview> preview;

    ToolBuilder(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a tool's name has 1 to 128 letters, digits, underscores, dots or hyphens: '" + name + "'");
        }
        this.name = name;
    }

    /** A copy that nobody else holds, so that a tool never changes after it was made. */
    private ToolBuilder(ToolBuilder made) {
        this.name = made.name;
        this.description = made.description;
        this.argumentsSchema = made.argumentsSchema;
        this.returns = made.returns;
        this.errors = made.errors;
        this.effect = made.effect;
        this.destructive = made.destructive;
        this.maxCost = made.maxCost;
        this.callableBy = made.callableBy;
        this.callableByAnyone = made.callableByAnyone;
        this.approvableBy = made.approvableBy;
        this.timeLimit = made.timeLimit;
        this.maxStarts = made.maxStarts;
        this.failures = made.failures;
        this.onCallersThread = made.onCallersThread;
        this.acceptsResultIn = made.acceptsResultIn;
        this.permission = made.permission;
        this.checks = made.checks;
        this.completion = made.completion;
        this.version = made.version;
        this.materialState = made.materialState;
        this.compensation = made.compensation;
        this.reconciler = made.reconciler;
        this.preview = made.preview;
    }

    /**
     * Tells the model what the tool does and when to use it.
     *
     * @param description plain language
     * @return this
     */
    public ToolBuilder describedAs(String description) {
        this.description = Objects.requireNonNull(description, "description");
        return this;
    }

    /**
     * Sets the schema of the arguments. Left out, the tool takes none.
     *
     * @param jsonSchema JSON Schema text, 2020-12 or draft 7, of type object
     * @return this
     */
    public ToolBuilder arguments(String jsonSchema) {
        this.argumentsSchema = Objects.requireNonNull(jsonSchema, "jsonSchema");
        return this;
    }

    /**
     * Tells the model what comes back.
     *
     * @param returns plain language
     * @return this
     */
    public ToolBuilder returning(String returns) {
        this.returns = Objects.requireNonNull(returns, "returns");
        return this;
    }

    /**
     * Tells the model what the tool's errors mean.
     *
     * @param errors plain language
     * @return this
     */
    public ToolBuilder failingWith(String errors) {
        this.errors = Objects.requireNonNull(errors, "errors");
        return this;
    }

    /**
     * Declares that the tool changes nothing.
     *
     * @return this
     */
    public ToolBuilder readOnly() {
        this.effect = Effect.READ_ONLY;
        return this;
    }

    /**
     * Declares that the tool writes and that its handler honours {@link Invocation#idempotencyKey()}, so that it may be
     * started again.
     *
     * @return this
     */
    public ToolBuilder idempotent() {
        this.effect = Effect.IDEMPOTENT;
        return this;
    }

    /**
     * Declares that the tool destroys or cannot be undone.
     *
     * @return this
     */
    public ToolBuilder destructive() {
        this.destructive = true;
        return this;
    }

    /**
     * Says what one call may cost at most.
     *
     * @param maxCost in the currency the host accounts in
     * @return this
     */
    public ToolBuilder costingAtMost(BigDecimal maxCost) {
        this.maxCost = Storable.required(maxCost, "cost");
        return this;
    }

    /**
     * Names the roles that may call the tool. Left out, nobody may.
     *
     * @param roles role names
     * @return this
     */
    public ToolBuilder callableBy(String... roles) {
        this.callableBy = roles(roles);
        return this;
    }

    /**
     * Lets every authenticated caller call the tool, whatever the role.
     *
     * @return this
     */
    public ToolBuilder callableByAnyone() {
        this.callableByAnyone = true;
        return this;
    }

    /**
     * Names the roles that approve the tool where a policy asks for approval without naming any.
     *
     * @param roles role names
     * @return this
     */
    public ToolBuilder approvableBy(String... roles) {
        this.approvableBy = roles(roles);
        return this;
    }

    private static Set<String> roles(String... roles) {
        List.of(roles).forEach(role -> Storable.required(role, "role"));
        return Set.copyOf(new TreeSet<>(List.of(roles)));
    }

    /**
     * Says how long one start may take at most: after that its thread is interrupted, it is kept alive no longer, and what it did
     * counts as not known. Default 30 s.
     *
     * @param timeLimit more than zero
     * @return this
     */
    public ToolBuilder within(Duration timeLimit) {
        if (timeLimit.isNegative() || timeLimit.isZero()) {
            throw new IllegalArgumentException("the time limit must be more than zero");
        }
        this.timeLimit = Storable.required(timeLimit, "time limit");
        return this;
    }

    /**
     * Says how often one call may be started at most. After the first start it is started again only where another may help
     * ({@link Failure}) and is safe: after a failure that the handler returned, which says that nothing was changed, or, of a tool
     * that reads or is {@link #idempotent}, after an exception or a worker's death. Default 4, as SPEC E4 has it.
     *
     * @param starts 1 to 10
     * @return this
     */
    public ToolBuilder startedAtMost(int starts) {
        if (starts < 1 || starts > MOST_STARTS) {
            throw new IllegalArgumentException("a call is started at most 1 to " + MOST_STARTS + " times");
        }
        this.maxStarts = starts;
        return this;
    }

    /**
     * Says what kind of failure the tool's exceptions and returned failures are; where the classifier does not know,
     * {@link FailureClassifier#standard()} says it.
     *
     * @param classifier the host's
     * @return this
     */
    public ToolBuilder classifyingFailuresBy(FailureClassifier classifier) {
        this.failures = Objects.requireNonNull(classifier, "classifier").or(FailureClassifier.standard());
        return this;
    }

    /**
     * Lets {@code propose()} run the handler on the thread that called it: a little faster, and {@code propose()} then answers
     * when the handler does, however long that takes. For handlers that wait for nothing and nobody.
     *
     * @return this
     */
    public ToolBuilder onCallersThread() {
        this.onCallersThread = true;
        return this;
    }

    /**
     * Permits only calls whose arguments name something that the caller may touch. Asked when proposing and again before
     * every start. False, or an exception, refuses with one answer for absent and not yours.
     *
     * @param permission true if this caller may touch what the arguments name
     * @return this
     */
    public ToolBuilder permittedWhen(Predicate<Call> permission) {
        this.permission = this.permission.and(permission);
        return this;
    }

    /**
     * Fills in arguments that the model may leave out, before rules, hash and reviewer, so that all of them and the handler
     * see the same. Use {@link Call#withDefault}.
     *
     * @param completion the completed arguments of a permitted call; they are validated again
     * @return this
     */
    public ToolBuilder completedBy(Function<Call, Arguments> completion) {
        this.completion = Objects.requireNonNull(completion, "completion");
        return this;
    }

    /**
     * Adds a business check; the first one that refuses ends the proposal.
     *
     * @param check sees the completed arguments
     * @return this
     */
    public ToolBuilder checkedBy(Function<Call, Check> check) {
        List<Function<Call, Check>> more = new ArrayList<>(checks);
        more.add(Objects.requireNonNull(check, "check"));
        this.checks = List.copyOf(more);
        return this;
    }

    /**
     * Reports the version (ETag) of the resource that the arguments name. It is captured when proposing, compared before
     * every start, and handed to the handler. Use it where any change counts; {@link #materialStateBy} where some do not.
     *
     * <p>Any change counts, those of other calls too: of a turn that needs approval only the last call of a tool may be about a
     * resource that another one writes, or the turn is refused ({@code same_resource}). Calls are about the same one if the version is
     * reported from the same arguments, so read those that name the resource, and no others.
     *
     * @param version a text that changes whenever the resource changes materially; null if there is no such resource any more
     * @return this
     */
    public ToolBuilder versionedBy(Function<Call, String> version) {
        this.version = Objects.requireNonNull(version, "version");
        return this;
    }

    /**
     * Names the facts about the resource that matter to this call: only if one of them is another, the state has changed
     * materially. They are captured when proposing, compared before every start, and handed to the handler as {@link
     * Invocation#materialState()}.
     *
     * <p>Names and values are kept with the proposal and shown to whoever may see it; the model is told the names of what
     * changed. Give no secrets. See {@link MaterialState} for how many and how large they may be.
     *
     * @param materialState the facts by name, values as {@link io.toolgateway.json.Json#of} takes them; null if there is no
     *     such resource any more
     * @return this
     */
    public ToolBuilder materialStateBy(Function<Call, ? extends Map<String, ?>> materialState) {
        this.materialState = Objects.requireNonNull(materialState, "materialState");
        return this;
    }

    /**
     * Says how a call is undone, so that a chain with it is all or nothing: if a later step is not executed, this is run for every
     * step before it, the latest first, by a worker and on record.
     *
     * @param compensation undoes one call; does nothing where the call was not made, and may be repeated
     * @return this
     */
    public ToolBuilder compensatedBy(Compensation compensation) {
        this.compensation = Objects.requireNonNull(compensation, "compensation");
        return this;
    }

    /**
     * Says how to find out what became of a call that was started and whose outcome is not known. The workers of a host that has
     * the tool ask, and what they find settles it, as a person could. Nothing is started again: if it did not happen, the model and
     * the user are told so and may propose it again.
     *
     * @param reconciler asks the system behind the tool
     * @return this
     */
    public ToolBuilder reconciledBy(Reconciler reconciler) {
        this.reconciler = Objects.requireNonNull(reconciler, "reconciler");
        return this;
    }

    /**
     * Offers whoever has to decide a call a look at what it would change, as it is and as it would be.
     *
     * <p>Effect: it must only read. Nothing has been approved when it is asked, and it may be asked as often as somebody looks.
     *
     * <p>Asked when one proposal that waits is shown, with the caller as when it was proposed; whatever it gives is shown to whoever
     * may see the proposal, and not kept. It has little time ({@code Reviews.PREVIEWED_WITHIN}), after which its thread is
     * interrupted; if it takes longer or throws, people decide without it and are told so.
     *
     * @param preview reads what there is; must be safe for concurrent use
     * @return this
     */
    public ToolBuilder previewedBy(Function<Call, Preview> preview) {
        this.preview = Objects.requireNonNull(preview, "preview");
        return this;
    }

    /**
     * Lets the model give an argument as what an earlier call of the same turn returns: {@code {"result_of": 0, "pointer":
     * "/id"}}, see {@link io.toolgateway.Gateway#propose(List, io.toolgateway.caller.Caller, io.toolgateway.caller.Request)}. The
     * model is told so with the argument's schema.
     *
     * <p>What depends on the value is asked once it is known, just before the start: schema, permission, checks, denials. Until
     * then conditions on the argument are unknown, so that no rule allows it and every rule that would stop it does. Rules of the
     * host's own that look at the argument see an object; they are asked again with the value, and where they then require an approval
     * that was not given, the step is not run.
     *
     * @param arguments their names, on the top level of the schema; no secrets
     * @return this
     */
    public ToolBuilder acceptingResultIn(String... arguments) {
        this.acceptsResultIn = Collections.unmodifiableSet(new TreeSet<>(List.of(arguments)));
        return this;
    }

    /**
     * Gives the code that runs and ends the contract.
     *
     * @param handler the application's code
     * @return the tool
     * @throws IllegalStateException if the tool says both that it changes nothing and that it destroys or can be undone, or what
     *     counts as a change of its resource in two ways, or that it completes arguments whose values may not be known before it is
     *     approved
     */
    public Tool handledBy(ToolHandler handler) {
        if (destructive && !effect.writes()) {
            throw new IllegalStateException("tool '" + name + "' destroys, so it does not only read");
        }
        if (version != null && materialState != null) {
            throw new IllegalStateException("tool '" + name + "' has a version or a material state, not both");
        }
        if (compensation != null && !effect.writes()) {
            throw new IllegalStateException("tool '" + name + "' only reads, so there is nothing to undo");
        }
        if (completion != null && !acceptsResultIn.isEmpty()) {
            throw new IllegalStateException(
                    "tool '" + name
                            + "' completes its arguments and accepts earlier results: what it would fill in then, nobody has approved");
        }
        return new Tool(new ToolBuilder(this), Objects.requireNonNull(handler, "handler"));
    }
}
