package io.toolgateway.store;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.TenantId;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.tool.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where proposals are kept. Every transition is one atomic compare-and-set with its events and effects, by the guards of
 * {@link io.toolgateway.proposal.Lifecycle} and on the store's own clock.
 *
 * <p>Every store passes the contract suite of this module's test jar.
 *
 * <p>Threads: safe for concurrent use. All methods but {@link #awaitWork} return without waiting for anything but the store.
 * Each may throw {@link StoreException}.
 *
 * @since 0.1
 */
public interface ProposalStore {

    /**
     * Refuses a caller whose ids this store cannot hold, such as a text where the tables have UUIDs. Asked before anything is
     * stored or told of a call or a review; by default any caller is taken.
     *
     * @param caller on whose behalf something is about to be stored
     * @throws IllegalArgumentException says which id it is and what is expected
     */
    default void requireStorable(Caller caller) {}

    /**
     * Stores new proposals: one, or all steps of a chain, together or not at all.
     *
     * <p>Repeat: the same keys with the same calls give the same proposals back.
     *
     * @param proposals at least one; several only as the steps of one chain, in order
     * @param effects what happens with it
     * @return what became of them
     */
    Insertion insert(List<NewProposal> proposals, List<SideEffect> effects);

    /**
     * Makes transitions, each all or nothing, independent of each other.
     *
     * @param transitions in any number
     * @return what became of each, in their order
     */
    List<TransitionResult> apply(List<Transition> transitions);

    /**
     * Takes approved proposals for a worker, oldest first, and records their start.
     *
     * <p>Repeat: {@link ClaimRequest#again} gives what the claim of that id has taken and the worker still holds, and takes nothing
     * else. So what was taken by a claim whose answer was lost is not lost with it.
     *
     * @param request who asks for how many
     * @return those that the worker holds now; empty if there are none
     */
    List<Claimed> claim(ClaimRequest request);

    /**
     * Expires what is past its deadline, reaps what a dead worker holds, and drops messages that nobody asked for, see
     * {@link Outbox#KEPT_FOR}.
     *
     * @param request how many at most
     * @return what was recorded; fewer events than the limit mean that nothing is left to do now
     */
    List<AuditEvent> sweep(SweepRequest request);

    /**
     * Reads a proposal.
     *
     * @param tenant whose
     * @param id the id
     * @return the proposal; empty if the tenant has no such
     */
    Optional<Proposal> find(TenantId tenant, ProposalId id);

    /**
     * Reads all steps of the chain that a proposal belongs to.
     *
     * @param proposal a proposal
     * @return the steps in their order; the proposal alone if it is in no chain
     */
    List<Proposal> chainOf(Proposal proposal);

    /**
     * Lists proposals, newest first.
     *
     * @param query which
     * @return a page
     */
    Page search(ProposalQuery query);

    /**
     * Lists proposals with an unknown outcome that nobody has settled, oldest first, however long the history.
     *
     * @param query which
     * @return a page; none are left where it is empty
     */
    List<Proposal> unsettled(UnsettledQuery query);

    /**
     * Counts proposals, whatever the page of the query.
     *
     * @param query which
     * @return how many
     */
    long count(ProposalQuery query);

    /**
     * Counts what waits for people, for a banner: where a live view is kept, of that, so that it may be two seconds old; by default
     * of the record.
     *
     * @param tenant whose
     * @return how many proposals wait, each step of a chain for itself
     */
    default long countPending(TenantId tenant) {
        return count(ProposalQuery.of(tenant).in(ProposalStatus.PENDING));
    }

    /**
     * Records events that belong to no transition: refusals, reads, duplicates, late results.
     *
     * @param events in their order
     */
    void record(List<AuditEvent> events);

    /**
     * Reads events back, in the order in which they were recorded.
     *
     * @param query which
     * @return the events
     */
    List<AuditEvent> events(EventQuery query);

    /**
     * Waits until there may be something to claim.
     *
     * @param atMost how long to wait
     * @return false if nothing was heard of
     * @throws InterruptedException if the thread is interrupted
     */
    boolean awaitWork(Duration atMost) throws InterruptedException;

    /**
     * Whether {@link #awaitWork} hears of work now, on whichever host it is made ready, so that nobody has to look for it often.
     *
     * @return true if it does; by default false
     */
    default boolean hearsOfWork() {
        return false;
    }

    /**
     * Refuses tools whose promises it cannot keep: a store that may forget that a call was started must not start calls that may
     * run once. Asked when a gateway is built; by default any tool is taken.
     *
     * @param tool a tool of the gateway
     * @throws IllegalStateException says why, and what the host can do
     */
    default void requireSafeFor(Tool tool) {}

    /** {@return the switches of the tools, checked by this store in every insert and claim} */
    ToolSwitches switches();

    /** {@return the messages that were sent with transitions, to be delivered} */
    Outbox outbox();

    /** {@return what people find in the application itself} */
    Inbox inbox();

    /** {@return the standing permissions} */
    Grants grants();

    /** {@return true if what is stored outlives the process, so that a start may come hours after the session ended} */
    boolean isDurable();
}
