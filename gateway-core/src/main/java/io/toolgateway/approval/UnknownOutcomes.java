package io.toolgateway.approval;

import io.toolgateway.audit.GatewayListener;
import io.toolgateway.caller.Caller;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Entitlement;
import io.toolgateway.proposal.IdSource;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.Refusal;
import io.toolgateway.proposal.Resolution;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.store.Transition;
import io.toolgateway.store.TransitionResult;
import io.toolgateway.store.UnsettledQuery;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls that were started and of which nobody knows whether they happened, until a person finds out and says so. What is said is
 * appended; the status stays, the first word stands, and nothing is started again for it.
 *
 * <p>Who may say so: whoever could have said no to the call in any stage of its review; of a call that a policy allowed, which nobody
 * reviewed, whoever holds a role that approves its tool ({@code approvableBy}); and whoever holds a role that the gateway's builder
 * names for it ({@code settlingUnknown}). Always of the proposal's tenant, and not whoever asked, unless a stage of the review
 * names the caller. Who may see them: the same, and whoever asked.
 *
 * <p>The person comes from the host's authenticated session, never from a chat message.
 *
 * <p>Threads: safe for concurrent use.
 *
 * @since 0.1
 */
public final class UnknownOutcomes {

    private static final int PAGE = 50;

    /** Much of a tenant's may be nothing to a viewer: a page looks through so many reads at most. */
    private static final int READS = 20;

    private final ProposalStore store;
    private final GatewayListener listener;
    private final IdSource ids;
    private final Function<String, Set<String>> settledBy;

    /**
     * Creates the unknown outcomes of a store. Made by the gateway.
     *
     * @param store where proposals are kept
     * @param listener hears every event
     * @param ids makes transition ids
     * @param settledBy the roles that settle the unknown outcomes of a tool, by its name, besides those who could review them
     */
    public UnknownOutcomes(
            ProposalStore store, GatewayListener listener, IdSource ids, Function<String, Set<String>> settledBy) {
        this.store = store;
        this.listener = listener;
        this.ids = ids;
        this.settledBy = settledBy;
    }

    /**
     * The first page of those that nobody has settled, oldest first.
     *
     * @param viewer the person
     * @return what the person may settle or asked for, some 50 at most
     */
    public UnknownPage first(Caller viewer) {
        return page(viewer, null);
    }

    /**
     * The page after another.
     *
     * @param last {@link UnknownPage#next()} of the page before
     * @param viewer the person
     * @return what the person may settle or asked for, some 50 at most
     */
    public UnknownPage after(ProposalId last, Caller viewer) {
        return page(viewer, last);
    }

    private UnknownPage page(Caller viewer, @Nullable ProposalId after) {
        store.requireStorable(viewer);
        UnsettledQuery query = UnsettledQuery.of(viewer.tenant()).limit(PAGE);
        ProposalId last = after;
        for (int read = 0; read < READS; read++) {
            List<Proposal> all = store.unsettled(query.after(last));
            if (all.isEmpty()) {
                return new UnknownPage(List.of(), null);
            }
            last = all.get(all.size() - 1).id();
            List<Proposal> seen =
                    all.stream().filter(proposal -> isVisible(proposal, viewer)).toList();
            if (!seen.isEmpty()) {
                return new UnknownPage(seen, last);
            }
        }
        return new UnknownPage(List.of(), last);
    }

    /**
     * Whether a person may settle it, if nobody has.
     *
     * @param proposal the proposal
     * @param person the person
     * @return true if so
     */
    public boolean maySettle(Proposal proposal, Caller person) {
        return Entitlement.maySettle(proposal, person, settledBy.apply(proposal.tool()));
    }

    private boolean isVisible(Proposal proposal, Caller viewer) {
        return viewer.isUser(proposal.tenant(), proposal.triggeredBy()) || maySettle(proposal, viewer);
    }

    /**
     * Says what was found out. Only of what is not known: nobody declares something else than the record has.
     *
     * @param id the proposal; of a chain the step
     * @param kind what was found out
     * @param reviewer the person
     * @param note how it was found out, for the auditor and the model; not blank
     * @return what became of it
     */
    public SettleResult settle(ProposalId id, Resolution.Kind kind, Caller reviewer, String note) {
        store.requireStorable(reviewer);
        Optional<Proposal> found = store.find(reviewer.tenant(), id).filter(proposal -> isVisible(proposal, reviewer));
        if (found.isEmpty()) {
            return new SettleResult.NotFound();
        }
        if (!maySettle(found.get(), reviewer)) {
            return refused(Refusal.NOT_ENTITLED);
        }
        Transition transition = Transition.of(
                ids.next(),
                reviewer.tenant(),
                "user:" + reviewer.userId(),
                id,
                new Change.Resolve(reviewer, kind, note));
        TransitionResult result = store.apply(List.of(transition)).get(0);
        if (result instanceof TransitionResult.Applied applied) {
            applied.events().forEach(listener::on);
            return new SettleResult.Settled(applied.after().get(0));
        }
        if (result instanceof TransitionResult.AlreadyMine mine) {
            return new SettleResult.Settled(mine.current().get(0));
        }
        if (result instanceof TransitionResult.Lost lost) {
            return lost.refusal() == Refusal.ALREADY_SETTLED
                    ? settledBefore(lost.current(), kind, reviewer)
                    : refused(lost.refusal());
        }
        return new SettleResult.NotFound();
    }

    private static SettleResult settledBefore(Proposal current, Resolution.Kind kind, Caller reviewer) {
        Resolution said = current.state().resolution();
        boolean isSame = said != null && said.kind() == kind && said.by().equals(reviewer.userId());
        return isSame ? new SettleResult.Settled(current) : new SettleResult.AlreadySettled(current);
    }

    private static SettleResult refused(Refusal refusal) {
        String reason = switch (refusal) {
            case NOT_ENTITLED -> "You may not settle this: somebody else has to find out.";
            case WRONG_STATUS -> "There is nothing to settle: what became of it is on record, or it has not ended.";
            case NO_NOTE -> "Say how it was found out: an auditor will read it.";
            default -> "It cannot be settled now.";
        };
        return new SettleResult.Refused(refusal, reason);
    }
}
