package io.toolgateway.store;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.caller.TenantId;
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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The embedded default: everything in this process, by the same contract as the durable stores.
 *
 * <p>Promises: at most once across threads; nothing survives the process. Proposals and their events are kept for the life of
 * the store; of the reads and refusals, which have no proposal, the latest 10,000 events are kept.
 *
 * <p>Threads: safe for concurrent use; every method takes one lock for a few microseconds.
 *
 * @since 0.1
 */
public final class InMemoryProposalStore implements ProposalStore {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final InstantSource clock;
    private final Table table = new Table();
    private final Journal journal = new Journal();
    private final Reservations reserved = new Reservations();
    private final List<SideEffect.Send> outbox = new ArrayList<>();
    private final InMemoryToolSwitches switches = new InMemoryToolSwitches(this::signal);
    private Instant latest = Instant.MIN;
    private boolean ready;
    private long signals;

    /** Creates an empty store on the system's clock. */
    public InMemoryProposalStore() {
        this(Clock.systemUTC());
    }

    /**
     * Creates an empty store.
     *
     * @param clock decides what is expired; a step backwards is not followed
     */
    public InMemoryProposalStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Insertion insert(List<NewProposal> proposals, List<SideEffect> effects) {
        lock.lock();
        try {
            return insertLocked(proposals, effects);
        } finally {
            lock.unlock();
        }
    }

    private Insertion insertLocked(List<NewProposal> proposals, List<SideEffect> effects) {
        if (proposals.isEmpty()) {
            throw new IllegalArgumentException("an insertion stores something");
        }
        Optional<Insertion> earlier = earlier(proposals);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        Optional<String> off = switchedOff(proposals);
        if (off.isPresent()) {
            return new Insertion.ToolOff(off.get());
        }
        Optional<String> overLimit = reserved.overLimit(effects);
        if (overLimit.isPresent()) {
            return new Insertion.OverLimit(overLimit.get());
        }
        Instant now = now();
        List<Proposal> stored = created(proposals, now);
        List<Proposal> revisions = created(revisions(effects), now);
        List<AuditEvent> recorded = new ArrayList<>(proposals.size());
        insert(stored, now, recorded);
        perform(effects, revisions, now, recorded);
        return new Insertion.Stored(stored, recorded);
    }

    /** What was stored before under the same keys, if anything. */
    private Optional<Insertion> earlier(List<NewProposal> proposals) {
        List<Proposal> existing = new ArrayList<>();
        for (NewProposal wanted : proposals) {
            Proposal found = table.withKeyOf(wanted);
            if (found == null) {
                continue;
            }
            if (!isSameCall(found, wanted)) {
                return Optional.of(new Insertion.KeyConflict(found));
            }
            existing.add(found);
        }
        if (existing.isEmpty()) {
            return Optional.empty();
        }
        // Some steps of another turn under the same keys: what they belong to is not this chain.
        return Optional.of(
                existing.size() == proposals.size()
                        ? new Insertion.Existing(existing)
                        : new Insertion.KeyConflict(existing.get(0)));
    }

    private static boolean isSameCall(Proposal found, NewProposal wanted) {
        return found.tool().equals(wanted.content().tool().name())
                && found.content()
                        .tool()
                        .version()
                        .equals(wanted.content().tool().version())
                && found.argsHash().equals(wanted.content().arguments().hash());
    }

    private Optional<String> switchedOff(List<NewProposal> proposals) {
        return proposals.stream()
                .map(NewProposal::content)
                .filter(content -> switches.isOff(
                        content.tool().name(), content.origin().caller().tenant()))
                .map(content -> content.tool().name())
                .findFirst();
    }

    /** New rows that are not in the table yet: what cannot be stored is found before anything has happened. */
    private List<Proposal> created(List<NewProposal> proposals, Instant now) {
        List<Proposal> created = new ArrayList<>(proposals.size());
        for (NewProposal wanted : proposals) {
            Change.Claim start = wanted.start();
            created.add(
                    start == null
                            ? Lifecycle.park(wanted.id(), wanted.content(), now, wanted.transition())
                            : Lifecycle.start(wanted.id(), wanted.content(), now, wanted.transition(), start));
        }
        table.requireNew(created);
        return created;
    }

    private void insert(List<Proposal> created, Instant now, List<AuditEvent> recorded) {
        for (Proposal proposal : created) {
            table.insert(proposal);
            Move move = proposal.phase() == Phase.RUNNING ? Move.START : Move.PARK;
            String actor = proposal.content().terms().decision().actor();
            recorded.add(journal.add(AuditEvent.of(move, proposal, actor, now)));
        }
    }

    @Override
    public List<TransitionResult> apply(List<Transition> transitions) {
        lock.lock();
        try {
            List<TransitionResult> results = new ArrayList<>(transitions.size());
            transitions.forEach(transition -> results.add(applyLocked(transition)));
            return results;
        } finally {
            lock.unlock();
        }
    }

    private TransitionResult applyLocked(Transition transition) {
        List<Proposal> current = new ArrayList<>();
        for (ProposalId id : transition.changes().keySet()) {
            Proposal proposal = table.get(id);
            if (proposal == null || !proposal.tenant().equals(transition.tenant())) {
                return new TransitionResult.NotFound(id);
            }
            current.add(proposal);
        }
        if (current.stream().allMatch(p -> p.state().lastTransition().equals(transition.id()))) {
            return new TransitionResult.AlreadyMine(current);
        }
        Instant now = now();
        List<Step.Made> made = new ArrayList<>();
        for (Proposal proposal : current) {
            Change change = Objects.requireNonNull(transition.changes().get(proposal.id()));
            Step step = Lifecycle.apply(proposal, change, around(proposal, now), transition.id());
            if (step instanceof Step.Refused refused) {
                return new TransitionResult.Lost(refused.refusal(), proposal);
            }
            made.add((Step.Made) step);
        }
        List<NewProposal> revisions = revisions(transition.effects());
        if (switchedOff(revisions).isPresent()) {
            return new TransitionResult.Lost(Refusal.TOOL_OFF, current.get(0));
        }
        Optional<String> overLimit = reserved.overLimit(transition.effects());
        return overLimit.isPresent()
                ? new TransitionResult.OverLimit(overLimit.get())
                : commit(transition, made, created(revisions, now), now);
    }

    private TransitionResult commit(
            Transition transition, List<Step.Made> made, List<Proposal> revisions, Instant now) {
        List<Proposal> after = new ArrayList<>(made.size());
        List<AuditEvent> recorded = new ArrayList<>(made.size());
        for (Step.Made step : made) {
            table.put(step.after());
            after.add(step.after());
            if (step.move() != Move.HEARTBEAT) {
                recorded.add(journal.add(AuditEvent.of(step.move(), step.after(), transition.actor(), now)));
            }
        }
        perform(transition.effects(), revisions, now, recorded);
        signalIfReady(after);
        return new TransitionResult.Applied(after, recorded);
    }

    private static List<NewProposal> revisions(List<SideEffect> effects) {
        return effects.stream()
                .filter(SideEffect.Insert.class::isInstance)
                .map(effect -> ((SideEffect.Insert) effect).revision())
                .toList();
    }

    private void perform(List<SideEffect> effects, List<Proposal> revisions, Instant now, List<AuditEvent> recorded) {
        reserved.take(effects);
        effects.stream()
                .filter(SideEffect.Send.class::isInstance)
                .forEach(effect -> outbox.add((SideEffect.Send) effect));
        insert(revisions, now, recorded);
    }

    private Circumstances around(Proposal proposal, Instant now) {
        return new Circumstances(now, switches.isOff(proposal.tool(), proposal.tenant()), isItsTurn(proposal));
    }

    private boolean isItsTurn(Proposal proposal) {
        ChainPosition chain = proposal.content().chain();
        return chain == null
                || chain.index() == 0
                || table.chain(chain.chainId()).get(chain.index() - 1).status() == ProposalStatus.EXECUTED;
    }

    /** Whether a step can never run because one before it ended otherwise than executed. */
    private boolean isChainBroken(Proposal proposal) {
        ChainPosition chain = proposal.content().chain();
        return chain != null
                && proposal.phase() == Phase.APPROVED
                && table.chain(chain.chainId()).subList(0, chain.index()).stream()
                        .map(Proposal::status)
                        .anyMatch(status -> status.isFinal() && status != ProposalStatus.EXECUTED);
    }

    @Override
    public List<Claimed> claim(ClaimRequest request) {
        lock.lock();
        try {
            Instant now = now();
            List<Step.Made> claims = new ArrayList<>();
            Iterator<Proposal> approved = table.approved();
            while (claims.size() < request.limit() && approved.hasNext()) {
                Proposal proposal = approved.next();
                if (request.tools().contains(proposal.tool())) {
                    claimOf(proposal, request, now).ifPresent(claims::add);
                }
            }
            return claims.stream().map(made -> claimed(made, request, now)).toList();
        } finally {
            lock.unlock();
        }
    }

    private Optional<Step.Made> claimOf(Proposal proposal, ClaimRequest request, Instant now) {
        Change.Claim claim = new Change.Claim(request.worker(), request.lease());
        Step step = Lifecycle.apply(proposal, claim, around(proposal, now), request.transition());
        return step instanceof Step.Made made ? Optional.of(made) : Optional.empty();
    }

    private Claimed claimed(Step.Made made, ClaimRequest request, Instant now) {
        table.put(made.after());
        AuditEvent event = journal.add(AuditEvent.of(made.move(), made.after(), "worker:" + request.worker(), now));
        Duration valid = Duration.between(now, made.after().validUntil());
        Duration budget = valid.compareTo(request.lease()) < 0 ? valid : request.lease();
        return new Claimed(made.after(), budget, event);
    }

    @Override
    public List<AuditEvent> sweep(SweepRequest request) {
        lock.lock();
        try {
            Instant now = now();
            List<AuditEvent> recorded = new ArrayList<>();
            int before;
            do {
                // What ended in one pass may break a chain whose steps were looked at before it.
                before = recorded.size();
                sweepOnce(request, now, recorded);
            } while (recorded.size() > before && recorded.size() < request.limit());
            return recorded;
        } finally {
            lock.unlock();
        }
    }

    private void sweepOnce(SweepRequest request, Instant now, List<AuditEvent> recorded) {
        for (Proposal proposal : table.open()) {
            if (recorded.size() == request.limit()) {
                return;
            }
            Circumstances around = around(proposal, now);
            Change due = Lifecycle.due(proposal, around, request.grace());
            if (due == null && isChainBroken(proposal)) {
                due = new Change.Abandon(ReasonCode.CHAIN_ABORTED);
            }
            if (due != null && Lifecycle.apply(proposal, due, around, request.transition()) instanceof Step.Made made) {
                table.put(made.after());
                recorded.add(journal.add(AuditEvent.of(made.move(), made.after(), "sweeper", now)));
                signalIfReady(List.of(made.after()));
            }
        }
    }

    @Override
    public Optional<Proposal> find(TenantId tenant, ProposalId id) {
        lock.lock();
        try {
            return Optional.ofNullable(table.get(id)).filter(p -> p.tenant().equals(tenant));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Proposal> chainOf(Proposal proposal) {
        ChainPosition chain = proposal.content().chain();
        lock.lock();
        try {
            return chain == null
                    ? find(proposal.tenant(), proposal.id()).stream().toList()
                    : table.chain(chain.chainId());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Page search(ProposalQuery query) {
        lock.lock();
        try {
            List<Proposal> found = table.matching(query, query.before())
                    .limit(query.limit() + 1L)
                    .toList();
            boolean more = found.size() > query.limit();
            return new Page(more ? found.subList(0, query.limit()) : found, more);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long count(ProposalQuery query) {
        lock.lock();
        try {
            return table.matching(query, null).count();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void record(List<AuditEvent> more) {
        lock.lock();
        try {
            more.forEach(journal::add);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<AuditEvent> events(EventQuery query) {
        lock.lock();
        try {
            return journal.matching(query);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean awaitWork(Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            // Kept until someone waits: what became ready between a claim and the wait is not slept through.
            long before = signals;
            long left = atMost.toNanos();
            while (!ready && signals == before && left > 0) {
                left = work.awaitNanos(left);
            }
            boolean heard = ready || signals != before;
            ready = false;
            return heard;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public ToolSwitches switches() {
        return switches;
    }

    @Override
    public boolean isDurable() {
        return false;
    }

    /** What was put into the outbox, in order. */
    List<SideEffect.Send> outbox() {
        lock.lock();
        try {
            return List.copyOf(outbox);
        } finally {
            lock.unlock();
        }
    }

    /** Looks into the rows, past the seam. */
    <T> T peek(Function<Table, T> look) {
        lock.lock();
        try {
            return look.apply(table);
        } finally {
            lock.unlock();
        }
    }

    /** Only for what may be claimed now, or lets the next step be: a heartbeat wakes nobody. */
    private void signalIfReady(List<Proposal> after) {
        if (after.stream().anyMatch(p -> p.phase() == Phase.APPROVED || p.phase() == Phase.EXECUTED)) {
            signal();
        }
    }

    private void signal() {
        lock.lock();
        try {
            ready = true;
            signals++;
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Instant now() {
        Instant now = clock.instant();
        latest = now.isBefore(latest) ? latest : now;
        return latest;
    }
}
