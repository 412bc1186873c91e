package io.toolgateway.store;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.caller.TenantId;
import io.toolgateway.proposal.ChainPosition;
import io.toolgateway.proposal.Move;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
    private final Sums sums = new Sums();
    private final InMemoryToolSwitches switches = new InMemoryToolSwitches(this::signal);
    private final InMemoryOutbox outbox = new InMemoryOutbox(lock, this::now);
    private final InMemoryInbox inbox = new InMemoryInbox(lock, this::now);
    private final InMemoryGrants grants = new InMemoryGrants(lock, this::now, sums, journal);
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
            return unit().insert(proposals, effects);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<TransitionResult> apply(List<Transition> transitions) {
        lock.lock();
        try {
            UnitOfWork unit = unit();
            return transitions.stream().map(unit::apply).toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Claimed> claim(ClaimRequest request) {
        lock.lock();
        try {
            UnitOfWork unit = unit();
            List<Claimed> claimed = new ArrayList<>();
            if (request.isRepeat()) {
                table.open().forEach(open -> unit.claim(open.id(), request).ifPresent(claimed::add));
                return claimed;
            }
            Proposal next = table.approvedAfter(null);
            while (next != null && claimed.size() < request.limit()) {
                if (request.tools().contains(next.tool())) {
                    unit.claim(next.id(), request).ifPresent(claimed::add);
                }
                next = table.approvedAfter(next);
            }
            return claimed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<AuditEvent> sweep(SweepRequest request) {
        lock.lock();
        try {
            sums.forgetPast(now());
            UnitOfWork unit = unit();
            List<AuditEvent> recorded = new ArrayList<>();
            int before;
            do {
                // What ended in one pass may break a chain whose steps were looked at before it.
                before = recorded.size();
                for (Proposal open : table.open()) {
                    if (recorded.size() < request.limit()) {
                        recorded.addAll(unit.sweep(open.id(), request));
                    }
                }
            } while (recorded.size() > before && recorded.size() < request.limit());
            outbox.dropOld();
            return recorded;
        } finally {
            lock.unlock();
        }
    }

    private UnitOfWork unit() {
        return new UnitOfWork(new Locked(now()), new Now());
    }

    /** What is held while the lock is. */
    private final class Locked implements Holdings {

        private final Instant now;

        Locked(Instant now) {
            this.now = now;
        }

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public @Nullable Proposal find(ProposalId id) {
            return table.get(id);
        }

        @Override
        public @Nullable Proposal find(CallKey key) {
            return table.get(key);
        }

        @Override
        public boolean isOff(String tool, TenantId tenant) {
            return switches.isOff(tool, tenant);
        }

        @Override
        public boolean isItsTurn(Proposal proposal) {
            List<Proposal> before = table.stepsBefore(proposal);
            return before.get(before.size() - 1).status() == ProposalStatus.EXECUTED;
        }

        @Override
        public boolean isChainBroken(Proposal proposal) {
            return table.stepsBefore(proposal).stream()
                    .map(Proposal::status)
                    .anyMatch(status -> status.isFinal() && status != ProposalStatus.EXECUTED);
        }

        @Override
        public List<Proposal> chainOf(Proposal step) {
            ChainPosition chain = step.content().chain();
            return chain == null ? List.of(step) : table.chain(chain.chainId());
        }

        @Override
        public BigDecimal reserved(String limit) {
            return sums.find(limit).orElse(BigDecimal.ZERO);
        }
    }

    /** Writes at once: nobody looks before the lock is free. */
    private final class Now implements Writes {

        @Override
        public void inserted(Proposal proposal, AuditEvent event) {
            table.insert(proposal);
            journal.add(event);
            signalIfReady(proposal);
        }

        @Override
        public void updated(Proposal before, Proposal after, Move move, @Nullable AuditEvent event) {
            table.put(after);
            if (event != null) {
                journal.add(event);
                signalIfReady(after);
            }
        }

        @Override
        public void reserved(LimitKey limit, BigDecimal sum) {
            sums.put(limit, sum);
        }

        @Override
        public void sent(SideEffect.Send message) {
            outbox.add(message);
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
    public List<Proposal> unsettled(UnsettledQuery query) {
        lock.lock();
        try {
            return table.unsettled(query).limit(query.limit()).toList();
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
    public Outbox outbox() {
        return outbox;
    }

    @Override
    public Inbox inbox() {
        return inbox;
    }

    @Override
    public Grants grants() {
        return grants;
    }

    @Override
    public boolean isDurable() {
        return false;
    }

    /** What is in the outbox, in the order in which it was sent. */
    List<SideEffect.Send> messages() {
        lock.lock();
        try {
            return outbox.all();
        } finally {
            lock.unlock();
        }
    }

    /** What has been taken out of a limit, if anything is kept of it. */
    Optional<BigDecimal> reserved(String limit) {
        lock.lock();
        try {
            return sums.find(limit);
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

    /** Only for what may be claimed now, or lets the next step be. */
    private void signalIfReady(Proposal after) {
        if (after.phase() == Phase.APPROVED || after.phase() == Phase.EXECUTED) {
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
