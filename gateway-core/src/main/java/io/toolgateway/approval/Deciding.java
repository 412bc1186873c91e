package io.toolgateway.approval;

import io.toolgateway.approval.Wish.Act;
import io.toolgateway.audit.GatewayListener;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.TenantId;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Entitlement;
import io.toolgateway.proposal.IdSource;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.Refusal;
import io.toolgateway.store.FollowUp;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.store.SideEffect;
import io.toolgateway.store.Transition;
import io.toolgateway.store.TransitionResult;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Carries a person's decisions to the store, all of them at once, and puts its answers into words. */
final class Deciding {

    /** A vote between reading and deciding moves the version; what is decided stays the same, so it is read again. */
    private static final int READS = 5;

    private final ProposalStore store;
    private final GatewayListener listener;
    private final IdSource ids;
    private final List<SideEffect> effects;
    private final Function<Proposal, Optional<? extends FollowUp>> claiming;

    /** With what happens with each transition, besides what the wish says; and with what may claim a call as it is approved. */
    Deciding(
            ProposalStore store,
            GatewayListener listener,
            IdSource ids,
            List<SideEffect> effects,
            Function<Proposal, Optional<? extends FollowUp>> claiming) {
        this.store = store;
        this.listener = listener;
        this.ids = ids;
        this.effects = List.copyOf(effects);
        this.claiming = claiming;
    }

    /** A wish that the store has to be asked about, and the place of its answer. */
    private record Open(int place, Wish wish, ReviewItem item) {}

    /** Anything of a tenant, whoever may see it. */
    Optional<ReviewItem> read(TenantId tenant, ProposalId id) {
        return store.find(tenant, id).map(this::item);
    }

    ReviewItem item(Proposal proposal) {
        // What is in no chain was read just now: a list of a thousand must not cost a thousand reads more.
        return new ReviewItem(proposal.content().chain() == null ? List.of(proposal) : store.chainOf(proposal));
    }

    ReviewResult decide(Caller person, Wish wish) {
        return decide(person, List.of(wish)).get(0);
    }

    /** The answer to each wish, in their order. */
    List<ReviewResult> decide(Caller person, List<Wish> wishes) {
        store.requireStorable(person);
        Map<Integer, ReviewResult> results = new TreeMap<>();
        for (int read = 0; read < READS; read++) {
            List<Open> open = open(person, wishes, results);
            if (open.isEmpty()) {
                break;
            }
            decideOpen(person, open, results);
        }
        return List.copyOf(results.values());
    }

    /** What is approved is claimed behind it where a worker is free; the claims come after all decisions, so that each is one batch. */
    private void decideOpen(Caller person, List<Open> open, Map<Integer, ReviewResult> results) {
        Map<Integer, FollowUp> claims = new TreeMap<>();
        List<TransitionResult> made;
        try {
            List<Transition> wanted = new ArrayList<>();
            open.forEach(one -> wanted.add(transition(person, one)));
            for (Open one : open) {
                if (one.wish().act() == Act.APPROVE) {
                    claiming.apply(one.item().first()).ifPresent(claim -> claims.put(one.place(), claim));
                }
            }
            claims.values().forEach(claim -> wanted.add(claim.transition()));
            made = store.apply(wanted);
        } catch (RuntimeException | Error lost) {
            claims.values().forEach(FollowUp::unanswered);
            throw lost;
        }
        tell(person, open, made, claims, results);
    }

    /** Each decision is told before what it lets run is started; one that cannot be told keeps no other back. */
    private void tell(
            Caller person,
            List<Open> open,
            List<TransitionResult> made,
            Map<Integer, FollowUp> claims,
            Map<Integer, ReviewResult> results) {
        Iterator<TransitionResult> claimed =
                made.subList(open.size(), made.size()).iterator();
        RuntimeException untold = null;
        for (int i = 0; i < open.size(); i++) {
            Open one = open.get(i);
            try {
                results.put(one.place(), result(person, one, made.get(i)));
            } catch (RuntimeException e) {
                untold = e;
            }
            FollowUp claim = claims.get(one.place());
            if (claim != null) {
                claim.answered(claimed.next());
            }
        }
        if (untold != null) {
            throw untold;
        }
    }

    /** Those that the store has to be asked about; the others are answered. */
    private List<Open> open(Caller person, List<Wish> wishes, Map<Integer, ReviewResult> results) {
        List<Open> open = new ArrayList<>();
        for (int place = 0; place < wishes.size(); place++) {
            if (results.containsKey(place) && !isOutdated(results.get(place))) {
                continue;
            }
            Wish wish = wishes.get(place);
            Optional<ReviewItem> item = read(person.tenant(), wish.seen().id());
            Optional<ReviewResult> known =
                    item.isEmpty() ? Optional.of(new ReviewResult.NotFound()) : answered(person, wish, item.get());
            if (known.isPresent()) {
                results.put(place, known.get());
            } else {
                open.add(new Open(place, wish, item.orElseThrow()));
            }
        }
        return open;
    }

    private static boolean isOutdated(ReviewResult result) {
        return result instanceof ReviewResult.Refused refused && refused.refusal() == Refusal.WRONG_VERSION;
    }

    /** What can be said without asking the store to change anything. */
    private static Optional<ReviewResult> answered(Caller person, Wish wish, ReviewItem item) {
        if (!item.isVisibleTo(person)) {
            return Optional.of(refused(Refusal.NOT_ENTITLED, person, wish, item));
        }
        if (!item.hash().equals(wish.seen().hash())) {
            return Optional.of(refused(Refusal.WRONG_HASH, person, wish, item));
        }
        return wish.act() == Act.APPROVE && hasApproved(item, person)
                ? Optional.of(new ReviewResult.Accepted(item))
                : Optional.empty();
    }

    /** Why a person may not edit it, as far as can be said before anything is judged; the store asks again. */
    Optional<ReviewResult> whyNotEdit(Caller person, Wish wish, ReviewItem item) {
        Optional<ReviewResult> known = answered(person, wish, item);
        if (known.isPresent()) {
            return known;
        }
        Proposal first = item.first();
        if (!item.isPending()) {
            return Optional.of(new ReviewResult.AlreadyDecided(item));
        }
        Optional<Refusal> refusal = Entitlement.whyNotEdit(first, person);
        return refusal.map(why -> refused(why, person, wish, item));
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

    private Transition transition(Caller person, Open open) {
        Map<ProposalId, Change> changes = new LinkedHashMap<>();
        open.item()
                .steps()
                .forEach(step -> changes.put(step.id(), open.wish().change().apply(step)));
        List<SideEffect> all = new ArrayList<>(open.wish().effects());
        all.addAll(effects);
        return new Transition(ids.next(), person.tenant(), "user:" + person.userId(), changes, all);
    }

    private ReviewResult result(Caller person, Open open, TransitionResult made) {
        if (made instanceof TransitionResult.Applied applied) {
            applied.events().forEach(listener::on);
            return new ReviewResult.Accepted(new ReviewItem(applied.after()));
        }
        if (made instanceof TransitionResult.AlreadyMine mine) {
            return new ReviewResult.Accepted(new ReviewItem(mine.current()));
        }
        if (made instanceof TransitionResult.Lost lost) {
            ReviewItem now = item(lost.current());
            return lost.refusal() == Refusal.WRONG_STATUS
                    ? decidedBefore(person, open.wish(), now)
                    : refused(lost.refusal(), person, open.wish(), now);
        }
        return made instanceof TransitionResult.OverLimit
                ? refused(Refusal.OVER_LIMIT, person, open.wish(), open.item())
                : new ReviewResult.NotFound();
    }

    /** By this person's own yes, maybe: one of two that they have sent at once. */
    private static ReviewResult decidedBefore(Caller person, Wish wish, ReviewItem now) {
        return answered(person, wish, now).orElseGet(() -> new ReviewResult.AlreadyDecided(now));
    }

    private static ReviewResult refused(Refusal refusal, Caller person, Wish wish, ReviewItem item) {
        return new ReviewResult.Refused(refusal, Reasons.of(refusal, wish.act(), item, person));
    }
}
