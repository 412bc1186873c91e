package io.toolgateway;

import io.toolgateway.audit.GatewayListener;
import io.toolgateway.audit.LoggingListener;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.CallerDirectory;
import io.toolgateway.conversation.ActionStatus;
import io.toolgateway.execution.CommittingHandler;
import io.toolgateway.execution.ExecutorOptions;
import io.toolgateway.json.JsonLimits;
import io.toolgateway.json.Storable;
import io.toolgateway.limit.RateLimiter;
import io.toolgateway.notification.Notifications;
import io.toolgateway.policy.Budget;
import io.toolgateway.policy.Guardrail;
import io.toolgateway.policy.PermissionOffer;
import io.toolgateway.policy.Policy;
import io.toolgateway.policy.StandingPermission;
import io.toolgateway.proposal.IdSource;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.time.TimeSource;
import io.toolgateway.tool.RegisteredTool;
import io.toolgateway.tool.ToolRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts a gateway together. Only the tools are needed; what is left out takes the safe side: the policy parks every write, the
 * store is in memory.
 *
 * <p>Threads: confined to one thread.
 *
 * @since 0.1
 */
public final class GatewayBuilder {

    private static final Function<Proposal, Optional<Caller>> AS_PROPOSED =
            proposal -> Optional.of(proposal.content().origin().caller());

    private static final Function<StandingPermission, Optional<Caller>> AS_GRANTED =
            permission -> Optional.of(permission.grantedBy());

    final Map<String, Guardrail> guardrails = new LinkedHashMap<>();
    final List<Budget> budgets = new ArrayList<>();
    RateLimiter rateLimiter = RateLimiter.UNLIMITED;
    JsonLimits limits = JsonLimits.DEFAULT;
    TimeSource time = TimeSource.SYSTEM;
    IdSource ids = IdSource.uuidV7(TimeSource.SYSTEM);
    ExecutorOptions executor = ExecutorOptions.defaults();
    final Set<String> settlers = new HashSet<>();
    final Map<String, PermissionOffer> offers = new LinkedHashMap<>();
    Function<StandingPermission, Optional<Caller>> granterNow = AS_GRANTED;
    Notifications notifications = Notifications.to();
    private @Nullable ToolRegistry tools;
    private Policy policy = Policy.safeDefault();
    private @Nullable ProposalStore store;
    private @Nullable Function<Proposal, Optional<Caller>> callerNow;
    private final List<GatewayListener> listeners = new ArrayList<>();
    private boolean logging = true;
    private boolean actionStatus;

    GatewayBuilder() {}

    /**
     * Sets the allowlist.
     *
     * @param tools the tools
     * @return this
     */
    public GatewayBuilder tools(ToolRegistry tools) {
        this.tools = Objects.requireNonNull(tools, "tools");
        return this;
    }

    /**
     * Sets the rules. Default {@link Policy#safeDefault()}.
     *
     * @param policy the rules
     * @return this
     */
    public GatewayBuilder policy(Policy policy) {
        this.policy = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /**
     * Sets where proposals are kept. Default: in memory, which the process does not outlive and the log says so.
     *
     * @param store the store; the host closes what it opened
     * @return this
     */
    public GatewayBuilder store(ProposalStore store) {
        this.store = Objects.requireNonNull(store, "store");
        return this;
    }

    /**
     * Says who knows the callers' roles when a proposal is started, maybe hours after the session has ended, and those of people who
     * gave standing permissions.
     *
     * @param directory the host's directory
     * @return this
     */
    public GatewayBuilder callers(CallerDirectory directory) {
        Objects.requireNonNull(directory, "directory");
        this.callerNow = proposal -> directory.find(proposal.tenant(), proposal.triggeredBy());
        this.granterNow = permission ->
                directory.find(permission.tenant(), permission.grantedBy().userId());
        return this;
    }

    /**
     * Starts approved proposals with the roles that were held when they were proposed, even if they were taken away since. A
     * gateway on a durable store is not built without this or {@link #callers}.
     *
     * @return this
     */
    public GatewayBuilder trustingRolesAsProposed() {
        this.callerNow = AS_PROPOSED;
        this.granterNow = AS_GRANTED;
        return this;
    }

    /**
     * Names roles whose holders may settle any unknown outcome of their tenant, besides those who could have said no to the call and
     * those who approve its tool. Without it nobody may settle what a policy allowed of a tool that names no approvers.
     *
     * @param roles the roles
     * @return this
     */
    public GatewayBuilder settlingUnknown(String... roles) {
        for (String role : roles) {
            settlers.add(Storable.required(role, "role"));
        }
        return this;
    }

    /**
     * Lets people say yes in advance to calls of a tool that would wait for one person's approval, see {@link
     * io.toolgateway.permission.Permissions}. Default: each call is approved by itself.
     *
     * @param tool a tool that writes and has no secret arguments
     * @param mostUses the most calls that one permission may be for, see {@link PermissionOffer}
     * @param longest how long one may last; more than no time
     * @return this
     * @throws IllegalArgumentException if that is nothing, or the tool was offered before
     */
    public GatewayBuilder standingPermissions(String tool, long mostUses, Duration longest) {
        if (offers.putIfAbsent(tool, new PermissionOffer(tool, mostUses, longest)) != null) {
            throw new IllegalArgumentException("standing permissions are offered twice for the tool '" + tool + "'");
        }
        return this;
    }

    /**
     * Adds a guardrail, which can raise a verdict and never lower it.
     *
     * @param name for the record, beside the rules
     * @param guardrail the inspection
     * @return this
     * @throws IllegalArgumentException if there is one of this name
     */
    public GatewayBuilder guardrail(String name, Guardrail guardrail) {
        Objects.requireNonNull(guardrail, "guardrail");
        if (guardrails.putIfAbsent(Storable.required(name, "guardrail's name"), guardrail) != null) {
            throw new IllegalArgumentException("two guardrails are named '" + name + "'");
        }
        return this;
    }

    /**
     * Bounds how often callers may propose. Default: no bound.
     *
     * @param rateLimiter the limiter
     * @return this
     */
    public GatewayBuilder rateLimiter(RateLimiter rateLimiter) {
        this.rateLimiter = Objects.requireNonNull(rateLimiter, "rateLimiter");
        return this;
    }

    /**
     * Adds a budget: a limit that calls add up to. A call that would pass it is refused, last of all layers, and takes nothing. A
     * call takes out of all budgets that it falls under, or of none.
     *
     * @param budget the budget
     * @return this
     * @throws IllegalArgumentException if there is one of this name
     */
    public GatewayBuilder budget(Budget budget) {
        if (budgets.stream().anyMatch(other -> other.name().equals(budget.name()))) {
            throw new IllegalArgumentException("two budgets are named '" + budget.name() + "'");
        }
        budgets.add(budget);
        return this;
    }

    /**
     * Bounds the size of arguments. Default {@link JsonLimits#DEFAULT}.
     *
     * @param limits the bounds
     * @return this
     */
    public GatewayBuilder limits(JsonLimits limits) {
        this.limits = Objects.requireNonNull(limits, "limits");
        return this;
    }

    /**
     * Adds a listener.
     *
     * @param listener hears every event
     * @return this
     */
    public GatewayBuilder listener(GatewayListener listener) {
        this.listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * Says what people are told, and how: to be declared alike on all hosts that share a store. They are delivered once the
     * {@link Gateway#executor()} is started. Default: nobody is told.
     *
     * @param notifications the channels
     * @return this
     */
    public GatewayBuilder notifications(Notifications notifications) {
        this.notifications = Objects.requireNonNull(notifications, "notifications");
        return this;
    }

    /**
     * Leaves out the log line that every call has by default.
     *
     * @return this
     */
    public GatewayBuilder withoutLogging() {
        this.logging = false;
        return this;
    }

    /**
     * Puts {@link ActionStatus} on the allowlist, behind the tools that were given: a model can ask what has become of an action,
     * and hears of what its user asked for. The policy has to let it pass, like any other read.
     *
     * @return this
     */
    public GatewayBuilder offeringActionStatus() {
        this.actionStatus = true;
        return this;
    }

    /**
     * Sets how the workers work. Default {@link ExecutorOptions#defaults()}.
     *
     * @param options the options
     * @return this
     */
    public GatewayBuilder executor(ExecutorOptions options) {
        this.executor = Objects.requireNonNull(options, "options");
        return this;
    }

    /**
     * Sets the gateway's clock, for tests.
     *
     * @param time the clock
     * @return this
     */
    public GatewayBuilder time(TimeSource time) {
        this.time = Objects.requireNonNull(time, "time");
        return this;
    }

    /**
     * Sets who makes ids, for tests.
     *
     * @param ids the source
     * @return this
     */
    public GatewayBuilder ids(IdSource ids) {
        this.ids = Objects.requireNonNull(ids, "ids");
        return this;
    }

    /**
     * Builds the gateway. No thread is started.
     *
     * @return the gateway
     * @throws IllegalArgumentException if a tool of the host's has the name of the offered {@link ActionStatus}
     * @throws IllegalStateException if tools are missing, the store is durable and nobody was named who knows the callers, a
     *     handler would commit its effect with the record of another store, the store is not safe for a tool, a budget counts
     *     a tool that is not there or only reads, or standing permissions are offered for such a tool or for one with secrets
     */
    public Gateway build() {
        if (tools == null) {
            throw new IllegalStateException("a gateway needs tools: call tools(...)");
        }
        ProposalStore kept = store == null ? new InMemoryProposalStore(time) : store;
        if (kept.isDurable() && callerNow == null) {
            throw new IllegalStateException("a durable store starts calls long after their session has ended: call"
                    + " callers(directory), or trustingRolesAsProposed() if old roles may stand");
        }
        ToolRegistry offered = actionStatus ? tools.and(ActionStatus.tool(kept)) : tools;
        requireOneRecord(offered, kept);
        offers.keySet().forEach(name -> requirePermissible(name, offered));
        for (String name : offered.names()) {
            offered.find(name).map(RegisteredTool::tool).ifPresent(kept::requireSafeFor);
        }
        // Not kept in the builder: used again with a durable store, it has to ask.
        Function<Proposal, Optional<Caller>> callers = callerNow == null ? AS_PROPOSED : callerNow;
        List<GatewayListener> all = new ArrayList<>(listeners);
        if (logging) {
            all.add(new LoggingListener());
        }
        return new Gateway(this, offered, policy, kept, callers, GatewayListener.all(all));
    }

    /** A read leaves no record that a use could be counted with, and a permission would have to keep the secret. */
    private static void requirePermissible(String name, ToolRegistry tools) {
        RegisteredTool tool = tools.find(name)
                .orElseThrow(() -> new IllegalStateException(
                        "standing permissions are offered for a tool that there is not: " + name));
        if (!tool.tool().effect().writes() || tool.hasSecrets()) {
            throw new IllegalStateException("no standing permissions can be given for the tool '" + name + "', which "
                    + (tool.hasSecrets() ? "has secret arguments" : "only reads"));
        }
    }

    /** An effect that commits with another store's record would run without ours (DESIGN 8). */
    private static void requireOneRecord(ToolRegistry tools, ProposalStore store) {
        for (String name : tools.names()) {
            RegisteredTool registered = tools.find(name).orElseThrow();
            if (registered.tool().handler() instanceof CommittingHandler handler && !handler.recordsIn(store)) {
                throw new IllegalStateException("the handler of tool '" + name
                        + "' commits with the record of another store than this gateway's");
            }
        }
    }
}
