package io.toolgateway.approval;

import io.toolgateway.audit.GatewayListener;
import io.toolgateway.caller.Caller;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.IdSource;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.proposal.Refusal;
import io.toolgateway.store.Page;
import io.toolgateway.store.ProposalQuery;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.store.Transition;
import io.toolgateway.store.TransitionResult;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What people do with proposals: see them, approve, reject, take back. Deciding marks; a worker executes.
 *
 * <p>The person comes from the host's authenticated session, never from a chat message.
 *
 * <p>A person whose ids the store cannot hold is refused with an {@link IllegalArgumentException}, see
 * {@link ProposalStore#requireStorable}.
 *
 * <p>Threads: safe for concurrent use.
 *
 * @since 0.1
 */
public final class Approvals {

    /** A vote between reading and deciding moves the version; what is decided stays the same, so it is read again. */
    private static final int READS = 5;

    private final ProposalStore store;
    private final GatewayListener listener;
    private final IdSource ids;

    /**
     * Creates the approvals of a store. Made by the gateway's builder.
     *
     * @param store where proposals are kept
     * @param listener hears every event
     * @param ids makes transition ids
     */
    public Approvals(ProposalStore store, GatewayListener listener, IdSource ids) {
        this.store = store;
        this.listener = listener;
        this.ids = ids;
    }

    /**
     * What waits for decision and may be seen by a person, oldest first.
     *
     * @param viewer the person
     * @return what the person may decide or asked for
     */
    public List<ReviewItem> pending(Caller viewer) {
        store.requireStorable(viewer);
        Map<ProposalId, ReviewItem> items = new LinkedHashMap<>();
        ProposalQuery query =
                ProposalQuery.of(viewer.tenant()).in(ProposalStatus.PENDING).limit(1_000);
        Optional<ProposalQuery> next = Optional.of(query);
        while (next.isPresent()) {
            Page page = store.search(next.get());
            page.proposals().stream()
                    .map(this::item)
                    .filter(item -> item.isVisibleTo(viewer))
                    .forEach(item -> items.putIfAbsent(item.id(), item));
            next = page.next().map(query::before);
        }
        // Ids order proposals to the millisecond; the store's clock is finer.
        return items.values().stream()
                .sorted(Comparator.comparing((ReviewItem item) -> item.first().createdAt())
                        .thenComparing(ReviewItem::id))
                .toList();
    }

    /**
     * How many things wait that a person may approve now: the number of the banner.
     *
     * @param reviewer the person
     * @return how many
     */
    public int count(Caller reviewer) {
        return (int) pending(reviewer).stream()
                .filter(item -> item.mayBeApprovedBy(reviewer))
                .count();
    }

    /**
     * How many proposals of a person's tenant wait, whoever may decide them: a banner's number that costs no list. It may be two
     * seconds old where the store keeps a live view.
     *
     * @param viewer the person
     * @return how many, each step of a chain for itself
     */
    public long countPending(Caller viewer) {
        store.requireStorable(viewer);
        return store.countPending(viewer.tenant());
    }

    /**
     * Reads one item.
     *
     * @param id the proposal, or any step of a chain
     * @param viewer the person
     * @return the item; empty if the person may not see it
     */
    public Optional<ReviewItem> find(ProposalId id, Caller viewer) {
        store.requireStorable(viewer);
        return store.find(viewer.tenant(), id).map(this::item).filter(item -> item.isVisibleTo(viewer));
    }

    /**
     * Approves what was seen. Of a chain all steps.
     *
     * @param id the proposal, or any step of a chain
     * @param seenHash {@link ReviewItem#hash()} of what was shown
     * @param reviewer the person
     * @return what became of it
     */
    public ReviewResult approve(ProposalId id, String seenHash, Caller reviewer) {
        ReviewResult result = new ReviewResult.NotFound();
        for (int read = 0; read < READS; read++) {
            Optional<ReviewItem> item = find(id, reviewer);
            if (item.isEmpty()) {
                return new ReviewResult.NotFound();
            }
            if (!item.get().hash().equals(seenHash)) {
                return refused(Refusal.WRONG_HASH);
            }
            result = approve(item.get(), reviewer);
            if (!(result instanceof ReviewResult.Refused refused) || refused.refusal() != Refusal.WRONG_VERSION) {
                return result;
            }
        }
        return result;
    }

    private ReviewResult approve(ReviewItem item, Caller reviewer) {
        if (hasApproved(item, reviewer)) {
            return new ReviewResult.Accepted(item);
        }
        return decide(item, reviewer, step -> new Change.Approve(reviewer, step.argsHash(), step.version()));
    }

    /** Whether this person's yes to these arguments is on record and still counts. */
    private static boolean hasApproved(ReviewItem item, Caller reviewer) {
        Phase phase = item.first().phase();
        boolean counts = phase == Phase.APPROVED || phase == Phase.RUNNING || phase == Phase.EXECUTED;
        return counts && item.steps().stream().allMatch(step -> hasApproved(step, reviewer));
    }

    /** A yes to arguments that somebody has changed past the guards since is none to what is there now. */
    private static boolean hasApproved(Proposal step, Caller reviewer) {
        return step.state().review().votes().stream()
                .anyMatch(vote -> vote.reviewer().equals(reviewer.userId())
                        && vote.seenHash().equals(step.argsHash()));
    }

    /**
     * Says no. Of a chain to all steps. It will never run.
     *
     * @param id the proposal, or any step of a chain
     * @param reviewer the person
     * @param note the reason, for the record and the model, or null
     * @return what became of it
     */
    public ReviewResult reject(ProposalId id, Caller reviewer, @Nullable String note) {
        return find(id, reviewer)
                .map(item -> decide(item, reviewer, step -> new Change.Reject(reviewer, note)))
                .orElseGet(ReviewResult.NotFound::new);
    }

    /**
     * Takes back what one asked for oneself, while it waits. Of a chain all steps.
     *
     * @param id the proposal, or any step of a chain
     * @param caller the user who asked
     * @param note the reason, or null
     * @return what became of it
     */
    public ReviewResult withdraw(ProposalId id, Caller caller, @Nullable String note) {
        return find(id, caller)
                .map(item -> decide(item, caller, step -> new Change.Withdraw(caller, note)))
                .orElseGet(ReviewResult.NotFound::new);
    }

    private ReviewResult decide(ReviewItem item, Caller person, Function<Proposal, Change> change) {
        Map<ProposalId, Change> changes = new LinkedHashMap<>();
        item.steps().forEach(step -> changes.put(step.id(), change.apply(step)));
        Transition transition =
                new Transition(ids.next(), person.tenant(), "user:" + person.userId(), changes, List.of());
        TransitionResult result = store.apply(List.of(transition)).get(0);
        if (result instanceof TransitionResult.Applied applied) {
            applied.events().forEach(listener::on);
            return new ReviewResult.Accepted(new ReviewItem(applied.after()));
        }
        if (result instanceof TransitionResult.AlreadyMine mine) {
            return new ReviewResult.Accepted(new ReviewItem(mine.current()));
        }
        if (result instanceof TransitionResult.Lost lost) {
            return lost.refusal() == Refusal.WRONG_STATUS
                    ? new ReviewResult.AlreadyDecided(item(lost.current()))
                    : refused(lost.refusal());
        }
        return new ReviewResult.NotFound();
    }

    private ReviewItem item(Proposal proposal) {
        // What is in no chain was read just now: a list of a thousand must not cost a thousand reads more.
        return new ReviewItem(proposal.content().chain() == null ? List.of(proposal) : store.chainOf(proposal));
    }

    private static ReviewResult refused(Refusal refusal) {
        String reason = switch (refusal) {
            case NOT_ENTITLED -> "You may not decide this.";
            case WRONG_HASH -> "This is not what you were shown. Look at it again.";
            case WRONG_VERSION -> "It has changed since you looked at it. Look at it again.";
            case TOO_LATE -> "Its time has run out.";
            case ALREADY_VOTED -> "Your approval is counted already; it needs someone else's.";
            default -> "It cannot be decided now.";
        };
        return new ReviewResult.Refused(refusal, reason);
    }
}
