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
import io.toolgateway.proposal.Step;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

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
    private final Map<String, BigDecimal> reserved = new HashMap<>();
    private final List<SideEffect.Send> outbox = new ArrayList<>();
    private final InMemoryToolSwitches switches = new InMemoryToolSwitches(this::signal);
    private Instant latest = Instant.MIN;
    private boolean ready;

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
        Optional<Insertion> earlier = earlier(proposals);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        for (NewProposal wanted : proposals) {
            String tool = wanted.content().tool().name();
            if (switches.isOff(tool, wanted.content().origin().caller().tenant())) {
                return new Insertion.ToolOff(tool);
            }
        }
        Optional<String> overLimit = overLimit(effects);
        if (overLimit.isPresent()) {
            return new Insertion.OverLimit(overLimit.get());
        }
        List<Proposal> stored = new ArrayList<>(proposals.size());
        List<AuditEvent> recorded = new ArrayList<>(proposals.size());
        proposals.forEach(wanted -> stored.add(store(wanted, recorded)));
        perform(effects, recorded);
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

    private Proposal store(NewProposal wanted, List<AuditEvent> recorded) {
        Instant now = now();
        Change.Claim start = wanted.start();
        Proposal proposal = start == null
                ? Lifecycle.park(wanted.id(), wanted.content(), now, wanted.transition())
                : Lifecycle.start(wanted.id(), wanted.content(), now, wanted.transition(), start);
        table.insert(proposal);
        Move move = start == null ? Move.PARK : Move.START;
        recorded.add(journal.add(AuditEvent.of(
                move, proposal, wanted.content().terms().decision().actor(), now)));
        return proposal;
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
        List<Step.Made> made = new ArrayList<>();
        for (Proposal proposal : current) {
            Change change = Objects.requireNonNull(transition.changes().get(proposal.id()));
            Step step = Lifecycle.apply(proposal, change, around(proposal), transition.id());
            if (step instanceof Step.Refused refused) {
                return new TransitionResult.Lost(refused.refusal(), proposal);
            }
            made.add((Step.Made) step);
        }
        return commit(transition, made);
    }

    private TransitionResult commit(Transition transition, List<Step.Made> made) {
        Optional<String> overLimit = overLimit(transition.effects());
        if (overLimit.isPresent()) {
            return new TransitionResult.OverLimit(overLimit.get());
        }
        List<Proposal> after = new ArrayList<>(made.size());
        List<AuditEvent> recorded = new ArrayList<>(made.size());
        for (Step.Made step : made) {
            table.put(step.after());
            after.add(step.after());
            if (step.move() != Move.HEARTBEAT) {
                recorded.add(journal.add(AuditEvent.of(step.move(), step.after(), transition.actor(), now())));
            }
        }
        perform(transition.effects(), recorded);
        signal();
        return new TransitionResult.Applied(after, recorded);
    }

    private Optional<String> overLimit(List<SideEffect> effects) {
        for (SideEffect effect : effects) {
            if (effect instanceof SideEffect.Reserve reserve
                    && sum(reserve).compareTo(reserve.limit()) > 0
                    && reserve.amount().signum() > 0) {
                return Optional.of(reserve.key());
            }
            if (effect instanceof SideEffect.Insert insert && table.withKeyOf(insert.revision()) != null) {
                throw new IllegalArgumentException("a revision needs a key of its own");
            }
        }
        return Optional.empty();
    }

    private BigDecimal sum(SideEffect.Reserve reserve) {
        return reserved.getOrDefault(reserve.key(), BigDecimal.ZERO).add(reserve.amount());
    }

    private void perform(List<SideEffect> effects, List<AuditEvent> recorded) {
        for (SideEffect effect : effects) {
            if (effect instanceof SideEffect.Reserve reserve) {
                reserved.put(reserve.key(), sum(reserve));
            } else if (effect instanceof SideEffect.Send send) {
                outbox.add(send);
            } else if (effect instanceof SideEffect.Insert insert) {
                store(insert.revision(), recorded);
            }
        }
    }

    private Circumstances around(Proposal proposal) {
        return new Circumstances(now(), switches.isOff(proposal.tool(), proposal.tenant()), isItsTurn(proposal));
    }

    private boolean isItsTurn(Proposal proposal) {
        ChainPosition chain = proposal.content().chain();
        return chain == null
                || chain.index() == 0
                || table.chain(chain.chainId()).get(chain.index() - 1).status() == ProposalStatus.EXECUTED;
    }

    /** Whether a step can never run because the one before it ended otherwise than executed. */
    private boolean isChainBroken(Proposal proposal) {
        ChainPosition chain = proposal.content().chain();
        if (chain == null || chain.index() == 0 || proposal.phase() != Phase.APPROVED) {
            return false;
        }
        ProposalStatus before =
                table.chain(chain.chainId()).get(chain.index() - 1).status();
        return before.isFinal() && before != ProposalStatus.EXECUTED;
    }

    @Override
    public List<Claimed> claim(ClaimRequest request) {
        lock.lock();
        try {
            List<Claimed> claimed = new ArrayList<>();
            for (Proposal proposal : table.approved()) {
                if (claimed.size() == request.limit()) {
                    break;
                }
                if (request.tools().contains(proposal.tool())) {
                    claimLocked(proposal, request).ifPresent(claimed::add);
                }
            }
            return claimed;
        } finally {
            lock.unlock();
        }
    }

    private Optional<Claimed> claimLocked(Proposal proposal, ClaimRequest request) {
        Change.Claim claim = new Change.Claim(request.worker(), request.lease());
        Circumstances around = around(proposal);
        if (!(Lifecycle.apply(proposal, claim, around, request.transition()) instanceof Step.Made made)) {
            return Optional.empty();
        }
        table.put(made.after());
        AuditEvent event =
                journal.add(AuditEvent.of(made.move(), made.after(), "worker:" + request.worker(), around.now()));
        Duration valid = Duration.between(around.now(), proposal.validUntil());
        Duration budget = valid.compareTo(request.lease()) < 0 ? valid : request.lease();
        return Optional.of(new Claimed(made.after(), budget, event));
    }

    @Override
    public List<AuditEvent> sweep(SweepRequest request) {
        lock.lock();
        try {
            List<AuditEvent> recorded = new ArrayList<>();
            for (Proposal proposal : table.open()) {
                if (recorded.size() == request.limit()) {
                    break;
                }
                Change due = isChainBroken(proposal)
                        ? new Change.Abandon(ReasonCode.CHAIN_ABORTED)
                        : Lifecycle.due(proposal, now(), request.grace());
                if (due != null
                        && Lifecycle.apply(proposal, due, around(proposal), request.transition())
                                instanceof Step.Made made) {
                    table.put(made.after());
                    recorded.add(journal.add(AuditEvent.of(made.move(), made.after(), "sweeper", now())));
                }
            }
            signal();
            return recorded;
        } finally {
            lock.unlock();
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
            List<Proposal> found =
                    table.matching(query).limit(query.limit() + 1L).toList();
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
            return table.matching(query).count();
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
            long left = atMost.toNanos();
            while (!ready && left > 0) {
                left = work.awaitNanos(left);
            }
            boolean heard = ready;
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

    private void signal() {
        lock.lock();
        try {
            ready = true;
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
