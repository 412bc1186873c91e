package io.toolgateway.approval;

import io.toolgateway.approval.Wish.Act;
import io.toolgateway.audit.GatewayListener;
import io.toolgateway.caller.Caller;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.IdSource;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.store.FollowUp;
import io.toolgateway.store.NewProposal;
import io.toolgateway.store.ProposalQuery;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.store.SideEffect;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What people do with proposals: see them, approve, reject, edit, hand on, take back. Deciding marks; a worker executes. One
 * of this process that is free has what is approved at once.
 *
 * <p>Each decision is bound to the hash of what was seen. One that does not stand says why, in words for the person.
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

    /** How many are approved at once at most: more than anybody has looked at. */
    public static final int MOST_AT_ONCE = 100;

    private static final int LARGEST_PAGE = 1_000;

    private final ProposalStore store;
    private final Deciding deciding;
    private final Listing listing;
    private final Revising revising;

    /**
     * Creates the approvals of a store. Made by the gateway's builder.
     *
     * @param store where proposals are kept
     * @param listener hears every event
     * @param ids makes transition ids
     * @param revising judges what reviewers edit
     * @param effects what happens with each transition
     * @param claiming the claim that goes with the approval of a call; empty if a worker has to look for it
     */
    public Approvals(
            ProposalStore store,
            GatewayListener listener,
            IdSource ids,
            Revising revising,
            List<SideEffect> effects,
            Function<Proposal, Optional<? extends FollowUp>> claiming) {
        this.revising = revising;
        this.store = store;
        this.deciding = new Deciding(store, listener, ids, effects, claiming);
        this.listing = new Listing(store, deciding);
    }

    /**
     * What waits for decision and may be seen by a person, a page at a time, newest first.
     *
     * <p>Effect: reads at most a thousand proposals of the tenant for a page, however many wait. Where most of them are for others
     * to decide, a page may hold fewer than were asked for, and more follow.
     *
     * @param viewer the person
     * @param limit how many things at most, 1 to 1,000
     * @param before {@link ReviewPage#next()} of the page before, or null for the first
     * @return what the person may decide or asked for
     */
    public ReviewPage pending(Caller viewer, int limit, @Nullable ProposalId before) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw new IllegalArgumentException("a page has 1 to " + LARGEST_PAGE + " things");
        }
        store.requireStorable(viewer);
        return listing.page(viewer, limit, before);
    }

    /**
     * All that waits for decision and may be seen by a person, oldest first. Reads all that waits in the tenant, so it is for work
     * that takes each thing in turn; a page that people look at takes {@link #pending(Caller, int, ProposalId)}.
     *
     * @param viewer the person
     * @return what the person may decide or asked for
     */
    public List<ReviewItem> pending(Caller viewer) {
        store.requireStorable(viewer);
        // Ids order proposals to the millisecond; the store's clock is finer.
        return listing.all(viewer).stream()
                .sorted(Comparator.comparing((ReviewItem item) -> item.first().createdAt())
                        .thenComparing(ReviewItem::id))
                .toList();
    }

    /**
     * What a query finds and a person may see, in any status, newest first: the history. A chain is found by any of its steps.
     *
     * <p>Effect: reads one page of the query; where most of it is others', the page holds fewer things, and more follow.
     *
     * @param query which; of the person's tenant
     * @param viewer the person
     * @return what the person asked for, decided, or might have decided
     * @throws IllegalArgumentException if the query is of another tenant
     */
    public ReviewPage search(ProposalQuery query, Caller viewer) {
        if (!query.tenant().equals(viewer.tenant())) {
            throw new IllegalArgumentException("nobody looks into another tenant");
        }
        store.requireStorable(viewer);
        return listing.search(query, viewer);
    }

    /**
     * How many things wait that a person may approve now, as far as it matters: the number of a banner that ends with "and more".
     * Who may approve is known of each thing only once it was read, see {@link #countPending} for a number that reads none.
     *
     * <p>Effect: reads at most a thousand proposals of the tenant, the newest, however many wait.
     *
     * @param reviewer the person
     * @param atMost where counting ends; at least 1
     * @return how many of the newest thousand, {@code atMost} if as many or more
     */
    public int count(Caller reviewer, int atMost) {
        if (atMost < 1) {
            throw new IllegalArgumentException("it is counted to 1 at least");
        }
        store.requireStorable(reviewer);
        return listing.count(reviewer, atMost);
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
        return deciding.read(viewer.tenant(), id).filter(item -> item.isVisibleTo(viewer));
    }

    /**
     * Approves what was seen. Of a chain all steps.
     *
     * <p>Repeat: by the same person of the same thing, the same answer.
     *
     * @param id the proposal, or any step of a chain
     * @param seenHash {@link ReviewItem#hash()} of what was shown
     * @param reviewer the person
     * @return what became of it
     */
    public ReviewResult approve(ProposalId id, String seenHash, Caller reviewer) {
        return approve(id, seenHash, reviewer, null);
    }

    /**
     * Approves what was seen, with a word to it. Of a chain all steps.
     *
     * @param id the proposal, or any step of a chain
     * @param seenHash {@link ReviewItem#hash()} of what was shown
     * @param reviewer the person
     * @param note the reason, for the record, or null
     * @return what became of it
     */
    public ReviewResult approve(ProposalId id, String seenHash, Caller reviewer, @Nullable String note) {
        return deciding.decide(reviewer, approval(new Seen(id, seenHash), reviewer, note));
    }

    /**
     * Approves several things that were seen, each for itself: what becomes of one is nothing to the others. They go to the store
     * together.
     *
     * @param seen the things, at most {@link #MOST_AT_ONCE}
     * @param reviewer the person
     * @param note the reason, for the record of each, or null
     * @return what became of each, in their order
     * @throws IllegalArgumentException if they are too many; nothing was decided
     */
    public List<ReviewResult> approveAll(List<Seen> seen, Caller reviewer, @Nullable String note) {
        if (seen.size() > MOST_AT_ONCE) {
            throw new IllegalArgumentException("at most " + MOST_AT_ONCE + " are approved at once, not " + seen.size());
        }
        return deciding.decide(
                reviewer,
                seen.stream().map(one -> approval(one, reviewer, note)).toList());
    }

    private static Wish approval(Seen seen, Caller reviewer, @Nullable String note) {
        return new Wish(seen, Act.APPROVE, step -> new Change.Approve(reviewer, step.argsHash(), step.version(), note));
    }

    /**
     * Changes the arguments of what was seen. The edited call passes all layers, for whoever asked and as they are now, and is judged
     * again; it takes the place of the one before, which ends as superseded and is kept. Who asked stays, who edited is on record.
     *
     * <p>Nothing is approved by it: the answer is to be looked at and approved by its own hash, by whoever its verdict names.
     * People are asked even if the rules would let the edited call pass.
     *
     * <p>Secrets are not shown: what is left as it was shown, {@code [redacted]} included, stays what it was. A step of a chain
     * is not edited.
     *
     * @param seen what was seen
     * @param arguments all arguments as JSON text, not only those that have changed
     * @param reviewer the person, who could say no to it
     * @param note the reason, for the record and the model, or null
     * @return the edited call, or why there is none
     */
    public EditResult edit(Seen seen, String arguments, Caller reviewer, @Nullable String note) {
        store.requireStorable(reviewer);
        Optional<ReviewItem> item = deciding.read(reviewer.tenant(), seen.id());
        if (item.isEmpty()) {
            return new EditResult.NotMade(new ReviewResult.NotFound());
        }
        Wish plain = edit(seen, reviewer, note, List.of());
        Optional<ReviewResult> why = deciding.whyNotEdit(reviewer, plain, item.get());
        if (why.isPresent()) {
            return new EditResult.NotMade(why.get());
        }
        Revising.Answer answer = revising.revise(item.get().first(), arguments, reviewer.userId());
        if (answer instanceof Revising.Answer.Refused refused) {
            return new EditResult.NotAccepted(refused.code(), refused.reason(), refused.violations());
        }
        NewProposal revision = ((Revising.Answer.Fine) answer).revision();
        ReviewResult result =
                deciding.decide(reviewer, edit(seen, reviewer, note, List.of(new SideEffect.Insert(revision))));
        return result instanceof ReviewResult.Accepted
                ? deciding.read(reviewer.tenant(), revision.id())
                        .<EditResult>map(EditResult.Revised::new)
                        .orElseGet(() -> new EditResult.NotMade(new ReviewResult.NotFound()))
                : new EditResult.NotMade(result);
    }

    private static Wish edit(Seen seen, Caller reviewer, @Nullable String note, List<SideEffect> effects) {
        return new Wish(
                seen, Act.EDIT, step -> new Change.Supersede(reviewer, step.argsHash(), step.version(), note), effects);
    }

    /**
     * Hands what was seen on to another user of the tenant, who may then approve it in the stage that is voted on, whatever roles
     * they hold. Whoever might before still may; as many must. Of a chain all steps.
     *
     * <p>It cannot be handed to whoever asked. That the host knows the other user is not checked: an id that nobody has lets
     * nobody in.
     *
     * @param seen what was seen
     * @param to the other's user id
     * @param reviewer the person, who may approve it now
     * @param note the reason, for the record, or null
     * @return what became of it
     */
    public ReviewResult delegate(Seen seen, String to, Caller reviewer, @Nullable String note) {
        store.requireStorable(Caller.of(reviewer.tenant().value(), to));
        return deciding.decide(
                reviewer,
                new Wish(
                        seen,
                        Act.DELEGATE,
                        step -> new Change.Delegate(reviewer, step.argsHash(), to, step.version(), note)));
    }

    /**
     * Says no to what was seen. Of a chain to all steps. It will never run.
     *
     * @param id the proposal, or any step of a chain
     * @param seenHash {@link ReviewItem#hash()} of what was shown
     * @param reviewer the person
     * @param note the reason, for the record and the model, or null
     * @return what became of it
     */
    public ReviewResult reject(ProposalId id, String seenHash, Caller reviewer, @Nullable String note) {
        return deciding.decide(
                reviewer,
                new Wish(
                        new Seen(id, seenHash),
                        Act.REJECT,
                        step -> new Change.Reject(reviewer, step.argsHash(), note)));
    }

    /**
     * Takes back what one asked for oneself, while it waits. Of a chain all steps.
     *
     * @param id the proposal, or any step of a chain
     * @param seenHash {@link ReviewItem#hash()} of what was shown
     * @param caller the user who asked
     * @param note the reason, or null
     * @return what became of it
     */
    public ReviewResult withdraw(ProposalId id, String seenHash, Caller caller, @Nullable String note) {
        return deciding.decide(
                caller,
                new Wish(
                        new Seen(id, seenHash),
                        Act.WITHDRAW,
                        step -> new Change.Withdraw(caller, step.argsHash(), note)));
    }
}
