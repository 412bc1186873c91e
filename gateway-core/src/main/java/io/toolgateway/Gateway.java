package io.toolgateway;

import io.toolgateway.approval.Approvals;
import io.toolgateway.approval.UnknownOutcomes;
import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.GatewayListener;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.conversation.LateResults;
import io.toolgateway.execution.Backing;
import io.toolgateway.execution.Executor;
import io.toolgateway.execution.Starter;
import io.toolgateway.notification.Notices;
import io.toolgateway.notification.NotificationDelivery;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.outcome.Outcomes;
import io.toolgateway.permission.Permissions;
import io.toolgateway.policy.Policy;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.review.Reviews;
import io.toolgateway.store.EventQuery;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.store.ToolSwitches;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Stands between a model's tool calls and the application's handlers: the one object an application holds.
 *
 * <p>A call is a proposal. It is looked up on the allowlist, validated, judged by rules, and then refused, run at once, parked
 * for people, or answered with what was already done for it. What is parked is decided through {@link #approvals()} and run by
 * {@link #executor()}.
 *
 * <p>Threads: safe for concurrent use. {@code propose} runs an allowed handler on a thread of the executor's factory and answers
 * in time whatever the handler does ({@link io.toolgateway.execution.ExecutorOptions#answeringWithin}); a parked call only costs the
 * store's time.
 *
 * @since 0.1
 */
public final class Gateway implements AutoCloseable {

    private final ToolRegistry tools;
    private final ProposalStore store;
    private final Layers layers;
    private final Turn turn;
    private final Single single;
    private final Approvals approvals;
    private final UnknownOutcomes unknownOutcomes;
    private final Permissions permissions;
    private final Reviews reviews;
    private final Starter starter;
    private final LateResults lateResults;
    private final Notices notices;
    private final NotificationDelivery notifications;
    private final GatewayBuilder settings;

    Gateway(
            GatewayBuilder settings,
            ToolRegistry tools,
            Policy policy,
            ProposalStore store,
            Function<Proposal, Optional<Caller>> callerNow,
            GatewayListener listener) {
        Settlers settlers = new Settlers(tools, Set.copyOf(settings.settlers));
        Backing backing = new Backing(
                tools,
                policy,
                store,
                callerNow,
                listener,
                settings.time,
                settings.ids,
                settings.notifications.announcers(settlers));
        this.settings = settings;
        this.tools = tools;
        this.store = store;
        Binder binder = new Binder(store, settings.ids);
        Permits permits = new Permits(settings.offers, store, settings.granterNow);
        this.permissions = new Permissions(store, tools, settings.offers, listener, settings.ids, settings.time);
        this.layers = new Layers(settings, tools, store, new Judge(settings, policy, store, permits), binder);
        this.lateResults = new LateResults(store);
        this.unknownOutcomes = new UnknownOutcomes(store, listener, settings.ids, settlers);
        this.starter = Starter.of(backing, settings.executor);
        this.notices = new Notices(store);
        this.notifications = new NotificationDelivery(settings.notifications, store, listener, settings.time);
        if (notifications.isNeeded()) {
            starter.executor()
                    .accompaniedBy(new Executor.Companion(notifications.pause(), notifications::deliverDueOn));
        }
        this.single = new Single(backing, starter);
        this.approvals = new Approvals(
                store,
                listener,
                settings.ids,
                new Edits(layers, single, callerNow),
                backing.effects(),
                starter::toWork);
        this.reviews = new Reviews(tools, approvals, permissions, settings.time, settings.executor.threadFactory());
        this.turn = new Turn(layers, binder, single, backing);
    }

    /**
     * Begins a gateway.
     *
     * @return the builder
     */
    public static GatewayBuilder builder() {
        return new GatewayBuilder();
    }

    /**
     * Proposes one call of a request that has no id of the host's.
     *
     * @param call what the model sent
     * @param caller on whose behalf, from the host's authenticated session
     * @return what it came to, so far
     */
    public Outcome propose(ToolCall call, Caller caller) {
        return propose(call, caller, Request.of(settings.ids.next().toString()));
    }

    /**
     * Proposes one call.
     *
     * <p>Effect: what is parked or written is on record before this returns, and before the handler starts.
     *
     * <p>Repeat: with a request key, or a conversation and a call id, the same call gives the earlier outcome back.
     *
     * @param call what the model sent
     * @param caller on whose behalf, from the host's authenticated session
     * @param request the user's request that the call belongs to
     * @return what it came to, so far
     * @throws IllegalArgumentException if the store cannot hold the caller's ids, see {@link ProposalStore#requireStorable}; the
     *     call was not looked at
     * @throws io.toolgateway.store.StoreException if the store cannot be reached; no handler that writes has been started here. What
     *     was being stored may have been stored all the same, and a worker may take it up from there: made again under its request
     *     key it is not made twice. A write that was started and could not be recorded is told as {@link Outcome.Unknown}
     */
    public Outcome propose(ToolCall call, Caller caller, Request request) {
        long answerBy = starter.answerBy();
        store.requireStorable(caller);
        return single.answer(layers.assess(call, caller, request), answerBy);
    }

    /**
     * Proposes all calls of one model turn (SPEC A6).
     *
     * <p>If none needs approval they run one by one in order. If one does, the allowed reads before the first other call run at
     * once, and the rest is one chain: parked, decided and run as a unit. If one of the rest is refused, nothing of the rest
     * runs.
     *
     * <p>An argument that its tool {@link io.toolgateway.tool.ToolBuilder#acceptingResultIn accepts it in} may refer to what an
     * earlier call of the turn returns: <code>{"result_of": n, "pointer": "/id"}</code>, n from 0. Before each call what is known
     * takes the place of its references; in a chain that is just before the step starts, and the reviewer is shown the reference.
     * Schema, permission, checks and denials are asked with the value; a call whose reference comes to nothing is not made.
     *
     * @param calls what the model sent, in its order
     * @param caller on whose behalf
     * @param request the user's request that the calls belong to
     * @return one outcome for each call, in their order
     * @throws IllegalArgumentException if the store cannot hold the caller's ids, see {@link ProposalStore#requireStorable}; the
     *     call was not looked at
     * @throws io.toolgateway.store.StoreException if the store cannot be reached; no handler that writes has been started here, as for
     *     one call. Once one has been, nothing is thrown: the call over which the store was lost is told as {@link Outcome.Unknown},
     *     or with the code {@code store_unavailable} where it cannot be under way, and the calls after it are not made
     */
    public List<Outcome> propose(List<ToolCall> calls, Caller caller, Request request) {
        long answerBy = starter.answerBy();
        store.requireStorable(caller);
        return turn.perform(calls, caller, request, answerBy);
    }

    /**
     * Proposes again what ended without anything having happened and without anybody's no: because its resource or its tool had
     * changed, or because time ran out. The same arguments are judged anew by all layers, on the state as it is now, and
     * whoever has to approve is asked again.
     *
     * <p>What ended otherwise is answered with how it stands, and so is a step of a chain, which was planned on the other steps:
     * what a person rejected is not asked again in the same words, what failed in its handler or may have happened is not
     * repeated.
     *
     * <p>Effect: as {@link #propose(ToolCall, Caller, Request)}, under the request of the earlier one; the new proposal names the
     * earlier one as the one it revises.
     *
     * <p>Repeat: gives the outcome of the proposal that was made the first time, also to two that ask at once.
     *
     * @param proposal the proposal that ended
     * @param caller whoever asked for it, from the host's authenticated session
     * @return what it came to, so far; empty if this person has proposed no such thing
     * @throws io.toolgateway.store.StoreException as {@link #propose(ToolCall, Caller, Request)}
     */
    public Optional<Outcome> proposeAgain(ProposalId proposal, Caller caller) {
        long answerBy = starter.answerBy();
        store.requireStorable(caller);
        return store.find(caller.tenant(), proposal)
                .filter(earlier -> caller.isUser(earlier.tenant(), earlier.triggeredBy()))
                .map(earlier -> Endings.mayBeProposedAgain(earlier)
                        ? single.answer(layers.assessAgain(earlier, caller), answerBy)
                        : Outcomes.of(earlier));
    }

    /**
     * What a proposal has come to by now.
     *
     * @param proposal its id
     * @param viewer whoever asked for it, or may decide it
     * @return the outcome; empty if there is no such proposal for this person
     */
    public Optional<Outcome> outcome(ProposalId proposal, Caller viewer) {
        return approvals
                .find(proposal, viewer)
                .flatMap(item -> item.steps().stream()
                        .filter(step -> step.id().equals(proposal))
                        .findFirst()
                        .map(Outcomes::of));
    }

    /**
     * The timeline of a request: everything recorded for it, in order.
     *
     * @param requestId the request
     * @param caller someone of the tenant that the request belongs to; the host checks who may read records
     * @return the events
     */
    public List<AuditEvent> timeline(String requestId, Caller caller) {
        return store.events(EventQuery.ofRequest(caller.tenant(), requestId));
    }

    /** {@return the allowlist} */
    public ToolRegistry tools() {
        return tools;
    }

    /** {@return what people do with proposals} */
    public Approvals approvals() {
        return approvals;
    }

    /** {@return what people allow in advance, where {@link GatewayBuilder#standingPermissions} offers it} */
    public Permissions permissions() {
        return permissions;
    }

    /** {@return what people see before they decide: cards of proposals, made by code} */
    public Reviews reviews() {
        return reviews;
    }

    /** {@return what has come of calls whose model was told that they wait, for the host to deliver} */
    public LateResults lateResults() {
        return lateResults;
    }

    /** {@return the calls of which nobody knows whether they happened, for people to find out} */
    public UnknownOutcomes unknownOutcomes() {
        return unknownOutcomes;
    }

    /** {@return what people find in the application itself, where {@link GatewayBuilder#notifications} says so} */
    public Notices notices() {
        return notices;
    }

    /** {@return what delivers notifications, for hosts that do not start the {@link #executor()}} */
    public NotificationDelivery notifications() {
        return notifications;
    }

    /** {@return the workers, to be started by the host} */
    public Executor executor() {
        return starter.executor();
    }

    /** {@return switches tools off and on at runtime} */
    public ToolSwitches switches() {
        return store.switches();
    }

    /** Closes the executor, begins no delivery any more and gives up previews; the store stays open. */
    @Override
    public void close() {
        reviews.close();
        notifications.close();
        starter.executor().close();
    }
}
