package io.toolgateway.tool;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A tool's contract: what the model is told, what the gateway enforces, and the code that runs.
 *
 * <p>Made with {@link #named}; the last step, {@link ToolBuilder#handledBy}, gives the tool. What is left out takes the safe
 * side: it writes, may not be repeated, nobody may call it, nobody may approve it.
 *
 * <p>Threads: immutable; the functions given must be safe for concurrent use.
 *
 * @since 0.1
 */
public final class Tool {

    private final ToolBuilder contract;
    private final ToolHandler handler;
    private final boolean functions;

    Tool(ToolBuilder contract, ToolHandler handler) {
        this(contract, handler, true);
    }

    private Tool(ToolBuilder contract, ToolHandler handler, boolean functions) {
        this.contract = contract;
        this.handler = handler;
        this.functions = functions;
    }

    /**
     * This contract with other code behind it, such as a handler that does nothing.
     *
     * @param other what runs instead
     * @return a copy
     */
    public Tool handledBy(ToolHandler other) {
        return new Tool(contract, Objects.requireNonNull(other, "other"), functions);
    }

    /**
     * This contract without the functions that may look into the application's data: permission for the resource, completion,
     * checks, version, material state and preview. Only for trying out what schema, roles and policy say.
     *
     * @return a copy that permits every resource and checks nothing
     */
    public Tool withoutFunctions() {
        return new Tool(contract, handler, false);
    }

    /**
     * Begins a tool.
     *
     * @param name 1 to 128 letters, digits, underscores, dots or hyphens
     * @return the builder
     * @throws IllegalArgumentException for another name
     */
    public static ToolBuilder named(String name) {
        return new ToolBuilder(name);
    }

    /** {@return the name, unique in its registry, compared exactly} */
    public String name() {
        return contract.name;
    }

    /** {@return the description for the model} */
    public String description() {
        return contract.description;
    }

    /** {@return the JSON Schema text of the arguments} */
    public String argumentsSchema() {
        return contract.argumentsSchema;
    }

    /** {@return what the tool returns, in words for the model, or null} */
    public @Nullable String returns() {
        return contract.returns;
    }

    /** {@return what the tool's errors mean, in words for the model, or null} */
    public @Nullable String errors() {
        return contract.errors;
    }

    /** {@return what starting it may do} */
    public Effect effect() {
        return contract.effect;
    }

    /** {@return true if it destroys or cannot be undone} */
    public boolean isDestructive() {
        return contract.destructive;
    }

    /** {@return what one call may cost at most, in the host's currency, or null if not said} */
    public @Nullable BigDecimal maxCost() {
        return contract.maxCost;
    }

    /** {@return the roles that may call it; empty means nobody} */
    public Set<String> callableBy() {
        return contract.callableBy;
    }

    /** {@return true if any authenticated caller may call it} */
    public boolean isCallableByAnyone() {
        return contract.callableByAnyone;
    }

    /** {@return the roles that approve it where a policy names none} */
    public Set<String> approvableBy() {
        return contract.approvableBy;
    }

    /** {@return how long one start may take} */
    public Duration timeLimit() {
        return contract.timeLimit;
    }

    /** {@return how often one call may be started at most} */
    public int maxStarts() {
        return contract.maxStarts;
    }

    /** {@return what kind of failure its exceptions and returned failures are} */
    public FailureClassifier failures() {
        return contract.failures;
    }

    /** {@return true if {@code propose()} runs the handler on the thread that called it} */
    public boolean isOnCallersThread() {
        return contract.onCallersThread;
    }

    /** {@return the arguments that may be what an earlier call of the same turn returns, in their order by name} */
    public Set<String> acceptsResultIn() {
        return contract.acceptsResultIn;
    }

    /** {@return the permission for the resource that the arguments name} */
    public Predicate<Call> permission() {
        return functions ? contract.permission : call -> true;
    }

    /** {@return the business checks, in order} */
    public List<Function<Call, Check>> checks() {
        return functions ? contract.checks : List.of();
    }

    /** {@return the completion of the arguments, or null} */
    public @Nullable Function<Call, Arguments> completion() {
        return functions ? contract.completion : null;
    }

    /** {@return the version (ETag) of the resource, or null} */
    public @Nullable Function<Call, String> version() {
        return functions ? contract.version : null;
    }

    /** {@return the facts about the resource that matter, or null} */
    public @Nullable Function<Call, ? extends Map<String, ?>> materialState() {
        return functions ? contract.materialState : null;
    }

    /** {@return true if what it is about has a version or a material state} */
    public boolean isVersioned() {
        return version() != null || materialState() != null;
    }

    /** {@return what undoes a call, or null} */
    public @Nullable Compensation compensation() {
        return contract.compensation;
    }

    /** {@return what finds out about a call whose outcome is not known, or null} */
    public @Nullable Reconciler reconciler() {
        return functions ? contract.reconciler : null;
    }

    /** {@return what shows before it is decided what a call would change, or null} */
    public @Nullable Function<Call, Preview> preview() {
        return functions ? contract.preview : null;
    }

    /** {@return the code that runs} */
    public ToolHandler handler() {
        return handler;
    }

    @Override
    public String toString() {
        return "Tool[" + name() + " " + effect().text() + "]";
    }
}
