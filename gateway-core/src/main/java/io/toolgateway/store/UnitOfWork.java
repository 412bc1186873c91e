package io.toolgateway.store;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.caller.TenantId;
import io.toolgateway.proposal.BrokenChain;
import io.toolgateway.proposal.ChainPosition;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Circumstances;
import io.toolgateway.proposal.Lifecycle;
import io.toolgateway.proposal.Move;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.proposal.Refusal;
import io.toolgateway.proposal.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges what is wanted of a store against what it holds, and hands on what has to be written: for those who write a store. All
 * stores judge by this, so that none has rules of its own; what differs is how they hold still and how they write.
 *
 * <p>What one call has decided, the next call on the same unit sees. Nothing is handed on of what is refused.
 *
 * <p>Threads: confined to one.
 *
 * @since 0.1
 */
public final class UnitOfWork {

    private static final Logger LOG = LoggerFactory.getLogger(UnitOfWork.class);

    private final Holdings holdings;
    private final Writes writes;
    private final Instant now;
    private final Limits limits;
    private final Map<ProposalId, Proposal> changed = new HashMap<>();
    private final Map<CallKey, Proposal> added = new HashMap<>();
    private final Set<UUID> sent = new HashSet<>();
    private List<SideEffect.Announce> announcing = List.of();

    /**
     * Begins.
     *
     * @param holdings what is held
     * @param writes where decisions go
     */
    public UnitOfWork(Holdings holdings, Writes writes) {
        this.holdings = holdings;
        this.writes = writes;
        this.now = holdings.now();
        this.limits = new Limits(holdings, writes);
    }

    /**
     * Judges new proposals, see {@link ProposalStore#insert}. Their keys and those of revisions among the effects must be held,
     * and the limits that {@link LimitKey} names.
     *
     * @param proposals at least one
     * @param effects what happens with it
     * @return what becomes of them once all is written
     * @throws IllegalArgumentException if they cannot be stored; nothing was handed on then
     */
    public Insertion insert(List<NewProposal> proposals, List<SideEffect> effects) {
        if (proposals.isEmpty()) {
            throw new IllegalArgumentException("an insertion stores something");
        }
        Optional<Insertion> earlier = earlier(proposals);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        Optional<String> off = firstOff(proposals);
        if (off.isPresent()) {
            return new Insertion.ToolOff(off.get());
        }
        List<Proposal> stored = Creation.of(proposals, now);
        List<Proposal> revisions = Creation.of(Creation.revisions(effects), now);
        requireNew(stored, revisions);
        requireOwn(effects, stored.get(0).tenant());
        Optional<Limits.Passed> passed = limits.take(effects, together(stored, revisions));
        if (passed.isPresent()) {
            return new Insertion.OverLimit(passed.get().key(), passed.get().left());
        }
        announcing = announcements(effects);
        List<AuditEvent> events = new ArrayList<>(stored.size());
        write(stored, events);
        write(revisions, events);
        send(effects);
        return new Insertion.Stored(stored, events);
    }

    /** What was stored before under the same keys, if anything. */
    private Optional<Insertion> earlier(List<NewProposal> proposals) {
        List<Proposal> existing = new ArrayList<>();
        boolean isMine = true;
        for (NewProposal wanted : proposals) {
            Proposal found = find(CallKey.of(wanted.content()));
            if (found == null) {
                continue;
            }
            if (!Creation.isSameCall(found, wanted)) {
                return Optional.of(new Insertion.KeyConflict(found));
            }
            // The answer to its commit was lost, and nobody has touched it since: it is this caller's to run.
            isMine &= found.state().lastTransition().equals(wanted.transition());
            existing.add(found);
        }
        if (existing.isEmpty()) {
            return Optional.empty();
        }
        if (existing.size() < proposals.size()) {
            // Some steps of another turn under the same keys: what they belong to is not this chain.
            return Optional.of(new Insertion.KeyConflict(existing.get(0)));
        }
        return Optional.of(isMine ? storedBefore(existing) : new Insertion.Existing(existing));
    }

    private static Insertion storedBefore(List<Proposal> mine) {
        List<AuditEvent> events = mine.stream()
                .map(proposal -> Creation.event(proposal, proposal.createdAt()))
                .toList();
        return new Insertion.Stored(mine, events);
    }

    private Optional<String> firstOff(List<NewProposal> proposals) {
        return proposals.stream()
                .map(NewProposal::content)
                .filter(content -> holdings.isOff(
                        content.tool().name(), content.origin().caller().tenant()))
                .map(content -> content.tool().name())
                .findFirst();
    }

    /** What cannot be stored is found before anything is handed on. */
    private void requireNew(List<Proposal> stored, List<Proposal> revisions) {
        Set<ProposalId> ids = new HashSet<>();
        Set<CallKey> keys = new HashSet<>();
        for (Proposal proposal : together(stored, revisions)) {
            CallKey key = CallKey.of(proposal);
            if (find(proposal.id()) != null || !ids.add(proposal.id())) {
                throw new IllegalArgumentException("a new proposal needs an id of its own");
            }
            if (find(key) != null || !keys.add(key)) {
                throw new IllegalArgumentException("a new proposal needs a key of its own");
            }
            holdings.requireStorable(proposal);
        }
    }

    private static List<Proposal> together(List<Proposal> stored, List<Proposal> revisions) {
        List<Proposal> all = new ArrayList<>(stored);
        all.addAll(revisions);
        return all;
    }

    private void write(List<Proposal> created, List<AuditEvent> recorded) {
        for (Proposal proposal : created) {
            AuditEvent event = Creation.event(proposal, now);
            writes.inserted(proposal, event);
            changed.put(proposal.id(), proposal);
            added.put(CallKey.of(proposal), proposal);
            recorded.add(event);
            Escalations.remindersOf(proposal).forEach(this::send);
            announce(Creation.move(proposal), null, proposal);
        }
    }

    /** A message lies with its tenant's proposals: nobody sends one in the name of another. */
    private static void requireOwn(List<SideEffect> effects, TenantId tenant) {
        for (SideEffect effect : effects) {
            if (effect instanceof SideEffect.Send message
                    && !message.topic().tenant().equals(tenant)) {
                throw new IllegalArgumentException("a message is sent by the tenant of its topic");
            }
        }
    }

    private void send(List<SideEffect> effects) {
        effects.stream().filter(SideEffect.Send.class::isInstance).forEach(effect -> send((SideEffect.Send) effect));
    }

    private void send(SideEffect.Send message) {
        if (sent.add(message.id())) {
            writes.sent(message.notBefore(now));
        }
    }

    /**
     * Judges a transition, see {@link ProposalStore#apply}. Its proposals must be held, the keys of revisions among the effects,
     * and the limits that {@link LimitKey} names.
     *
     * @param transition what is wanted
     * @return what becomes of it once all is written
     * @throws IllegalArgumentException if what comes of it cannot be stored; nothing was handed on then
     */
    public TransitionResult apply(Transition transition) {
        List<Proposal> before = new ArrayList<>();
        for (ProposalId id : transition.changes().keySet()) {
            Proposal proposal = find(id);
            if (proposal == null || !proposal.tenant().equals(transition.tenant())) {
                return new TransitionResult.NotFound(id);
            }
            before.add(proposal);
        }
        if (before.stream().allMatch(proposal -> isMadeBy(transition.id(), proposal))) {
            // What was added to it since is sent; what has been sent with it is known by its id.
            requireOwn(transition.effects(), transition.tenant());
            send(transition.effects());
            return new TransitionResult.AlreadyMine(before);
        }
        List<Step.Made> made = new ArrayList<>(before.size());
        for (Proposal proposal : before) {
            Change change = Objects.requireNonNull(transition.changes().get(proposal.id()));
            Step step = Lifecycle.apply(proposal, change, around(proposal), transition.id());
            if (step instanceof Step.Refused refused) {
                return new TransitionResult.Lost(refused.refusal(), proposal);
            }
            made.add((Step.Made) step);
        }
        return commit(transition, before, made);
    }

    private static boolean isMadeBy(UUID transition, Proposal proposal) {
        UUID last = proposal.state().lastTransition();
        return last.equals(transition) || last.equals(BrokenChain.saidWith(transition));
    }

    private TransitionResult commit(Transition transition, List<Proposal> before, List<Step.Made> made) {
        List<NewProposal> wanted = Creation.revisions(transition.effects());
        if (firstOff(wanted).isPresent()) {
            return new TransitionResult.Lost(Refusal.TOOL_OFF, before.get(0));
        }
        List<Proposal> revisions = Creation.of(wanted, now);
        requireNew(List.of(), revisions);
        made.forEach(step -> holdings.requireStorable(step.after()));
        requireOwn(transition.effects(), transition.tenant());
        List<Proposal> after = made.stream().map(Step.Made::after).toList();
        Optional<Limits.Passed> passed = limits.take(transition.effects(), revisions, before, after);
        if (passed.isPresent()) {
            return new TransitionResult.OverLimit(
                    passed.get().key(), passed.get().left());
        }
        announcing = announcements(transition.effects());
        List<AuditEvent> recorded = new ArrayList<>(made.size());
        for (int i = 0; i < made.size(); i++) {
            write(before.get(i), made.get(i), transition.actor()).ifPresent(recorded::add);
        }
        made.forEach(step -> recorded.addAll(follow(step)));
        write(revisions, recorded);
        send(transition.effects());
        // A step that broke its chain may have been said to be undone just now.
        List<Proposal> standing = after.stream()
                .map(proposal -> changed.getOrDefault(proposal.id(), proposal))
                .toList();
        return new TransitionResult.Applied(standing, recorded);
    }

    private Optional<AuditEvent> write(Proposal before, Step.Made made, String actor) {
        AuditEvent event = made.move() == Move.HEARTBEAT ? null : AuditEvent.of(made.move(), made.after(), actor, now);
        writes.updated(before, made.after(), made.move(), event);
        changed.put(before.id(), made.after());
        Conversations.late(before, made).ifPresent(this::send);
        announce(made.move(), before, made.after());
        return Optional.ofNullable(event);
    }

    private static List<SideEffect.Announce> announcements(List<SideEffect> effects) {
        return effects.stream()
                .filter(SideEffect.Announce.class::isInstance)
                .map(SideEffect.Announce.class::cast)
                .toList();
    }

    /** A message that cannot be made keeps no move back. */
    private void announce(Move move, @Nullable Proposal before, Proposal after) {
        for (SideEffect.Announce announce : announcing) {
            boolean isAnswer = before != null && !announce.isUnheard() && Conversations.isAnswer(before, move);
            try {
                List<SideEffect.Send> messages =
                        announce.announcer().announce(new Announcer.News(move, before, after, now, isAnswer));
                requireOwn(List.copyOf(messages), after.tenant());
                messages.forEach(this::send);
            } catch (RuntimeException e) {
                LOG.error("the move {} of {} could not be announced", move.number(), after, e);
            }
        }
    }

    /** What a chain has to undo once one of its steps has ended so, and what a step's undo has come to. */
    private List<AuditEvent> follow(Step.Made made) {
        return new Undoing(holdings, writes, changed).follow(made.after());
    }

    /**
     * Judges whether a worker may have a proposal, see {@link ProposalStore#claim}.
     *
     * @param id a proposal that is held
     * @param request who asks; its tools and limit are the store's to keep
     * @return the claim once all is written; empty if it is not to be had
     */
    public Optional<Claimed> claim(ProposalId id, ClaimRequest request) {
        Proposal proposal = find(id);
        if (proposal == null) {
            return Optional.empty();
        }
        String actor = request.actor();
        if (proposal.state().lastTransition().equals(request.transition())) {
            // The answer to its commit was lost. What was changed past the guards since is not handed out.
            boolean isApproved =
                    proposal.argsHash().equals(proposal.state().review().approvedHash());
            return isApproved
                    ? Optional.of(Claimed.of(proposal, AuditEvent.of(Move.CLAIM, proposal, actor, now)))
                    : Optional.empty();
        }
        if (request.isRepeat()) {
            return Optional.empty();
        }
        announcing = List.of();
        Change.Claim claim = new Change.Claim(request.worker(), request.lease());
        return Lifecycle.apply(proposal, claim, around(proposal), request.transition()) instanceof Step.Made made
                ? write(proposal, made, actor).map(event -> Claimed.of(made.after(), event))
                : Optional.empty();
    }

    /**
     * Expires, reaps or ends a proposal whose time has come, see {@link ProposalStore#sweep}.
     *
     * @param id a proposal that is held, with the limits that {@link LimitKey} names for it
     * @param request how; its limit is the store's to keep
     * @return what is recorded once all is written; empty if its time has not come
     */
    public List<AuditEvent> sweep(ProposalId id, SweepRequest request) {
        Proposal proposal = find(id);
        if (proposal == null) {
            return List.of();
        }
        Circumstances around = around(proposal);
        Change due = Lifecycle.due(proposal, around, request.grace());
        if (due instanceof Change.Expire expire
                && expire.reason() == null
                && proposal.phase() == Phase.APPROVED
                && request.leftAlone().contains(proposal.tool())) {
            due = new Change.Expire(ReasonCode.CIRCUIT_OPEN);
        }
        if (due == null
                && proposal.phase() == Phase.APPROVED
                && isChain(proposal)
                && holdings.isChainBroken(proposal)) {
            due = new Change.Abandon(ReasonCode.CHAIN_ABORTED, null);
        }
        if (due == null || !(Lifecycle.apply(proposal, due, around, request.transition()) instanceof Step.Made made)) {
            return List.of();
        }
        limits.giveBack(proposal, made.after());
        announcing = request.announcing();
        List<AuditEvent> recorded = new ArrayList<>();
        write(proposal, made, "sweeper").ifPresent(recorded::add);
        recorded.addAll(follow(made));
        return recorded;
    }

    private Circumstances around(Proposal proposal) {
        ChainPosition chain = proposal.content().chain();
        boolean isItsTurn =
                chain == null || chain.index() == 0 || isBeforeItExecuted(chain) || holdings.isItsTurn(proposal);
        return new Circumstances(now, holdings.isOff(proposal.tool(), proposal.tenant()), isItsTurn);
    }

    /** In this unit, which a store that has asked about the turn before does not know of. */
    private boolean isBeforeItExecuted(ChainPosition chain) {
        return changed.values().stream()
                .anyMatch(other ->
                        other.status() == ProposalStatus.EXECUTED && isStep(other, chain.chainId(), chain.index() - 1));
    }

    private static boolean isStep(Proposal proposal, UUID chainId, int index) {
        ChainPosition chain = proposal.content().chain();
        return chain != null && chain.chainId().equals(chainId) && chain.index() == index;
    }

    private static boolean isChain(Proposal proposal) {
        ChainPosition chain = proposal.content().chain();
        return chain != null && chain.index() > 0;
    }

    private @Nullable Proposal find(ProposalId id) {
        Proposal mine = changed.get(id);
        return mine == null ? holdings.find(id) : mine;
    }

    private @Nullable Proposal find(CallKey key) {
        Proposal mine = added.get(key);
        return mine == null ? holdings.find(key) : mine;
    }
}
