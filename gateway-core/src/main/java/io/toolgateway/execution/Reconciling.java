package io.toolgateway.execution;

import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.Resolution;
import io.toolgateway.store.StoreException;
import io.toolgateway.store.Transition;
import io.toolgateway.store.TransitionResult;
import io.toolgateway.store.UnsettledQuery;
import io.toolgateway.tool.Arguments;
import io.toolgateway.tool.Call;
import io.toolgateway.tool.Invocation;
import io.toolgateway.tool.Reconciler;
import io.toolgateway.tool.Reconciliation;
import io.toolgateway.tool.RegisteredTool;
import io.toolgateway.tool.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the tools' own hooks about calls whose outcome is not known, a few a turn, and appends what they find (T18).
 *
 * <p>Hooks have slots of their own: one that hangs keeps no handler waiting, and those that do not stop even when they are
 * interrupted end the asking and nothing else.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Reconciling {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciling.class);

    private static final int AT_ONCE = 2;
    private static final int A_TURN = 20;
    private static final int PAGE = 100;
    private static final int RECORD_TRIES = 3;
    private static final Duration SLOT_WITHIN = Duration.ofSeconds(5);

    private final Backing backing;
    private final String worker;
    private final Heartbeats heartbeats;
    private final Set<String> tools;
    private final Slots slots = new Slots(AT_ONCE);
    private final Looks looks;
    private @Nullable ProposalId cursor;
    private volatile boolean isClosed;

    Reconciling(Backing backing, ExecutorOptions options, Heartbeats heartbeats) {
        this.backing = backing;
        this.worker = options.worker();
        this.heartbeats = heartbeats;
        this.looks = new Looks(backing.time(), options.reconcileInterval());
        this.tools = backing.tools().names().stream()
                .filter(name -> tool(name).reconciler() != null)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether there is anybody to ask; else nothing is looked for. */
    boolean isNeeded() {
        return !tools.isEmpty();
    }

    /**
     * Asks about what is due, each time from where the last turn came to.
     *
     * @param threads run the hooks
     * @return how many calls were asked about
     */
    synchronized int turn(java.util.concurrent.Executor threads) throws InterruptedException {
        if (!isNeeded()) {
            return 0;
        }
        List<Proposal> page = backing.store()
                .unsettled(UnsettledQuery.ofTools(tools).after(cursor).limit(PAGE));
        cursor = null;
        int asked = 0;
        for (Proposal proposal : page) {
            if (isDue(proposal)) {
                if (asked == A_TURN || isClosed || !slots.tryTake(SLOT_WITHIN)) {
                    return asked;
                }
                looks.began(proposal.id());
                ask(proposal, threads);
                asked++;
            }
            cursor = proposal.id();
        }
        if (page.size() < PAGE) {
            cursor = null;
        }
        return asked;
    }

    /** Asks nobody any more. */
    void close() {
        isClosed = true;
    }

    boolean awaitAll(long until) throws InterruptedException {
        return slots.awaitAll(until, backing.time());
    }

    private boolean isDue(Proposal proposal) {
        return looks.isDue(proposal.id(), tool(proposal.tool()).timeLimit()) && !heartbeats.isRunning(proposal.id());
    }

    private Tool tool(String name) {
        return backing.tools().find(name).map(RegisteredTool::tool).orElseThrow();
    }

    private void ask(Proposal proposal, java.util.concurrent.Executor threads) {
        Duration limit = tool(proposal.tool()).timeLimit();
        Hold hold = Hold.ofWorker(proposal, slots, backing.time().nanoTime() + limit.toNanos());
        heartbeats.add(hold);
        try {
            threads.execute(() -> run(proposal, hold));
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            LOG.warn(
                    "proposal {} could not be asked about: {}",
                    proposal.id(),
                    e.getClass().getName());
            end(hold);
        }
    }

    private void run(Proposal proposal, Hold hold) {
        hold.begin();
        try {
            Change.Reconcile change = change(found(proposal));
            if (change != null) {
                settle(proposal, change);
            }
        } catch (Throwable e) {
            // A hook of the host's may throw whatever it likes: no worker goes along, and it is asked again.
            LOG.warn(
                    "tool {} could not tell what became of proposal {}: {}",
                    proposal.tool(),
                    proposal.id(),
                    e.getClass().getName());
        } finally {
            end(hold);
        }
    }

    private void end(Hold hold) {
        heartbeats.remove(hold);
        hold.end();
    }

    @SuppressWarnings("NullAway") // a hook of the host's may return null whatever its signature says
    private Reconciliation found(Proposal proposal) throws Exception {
        Tool tool = tool(proposal.tool());
        Reconciler reconciler = Objects.requireNonNull(tool.reconciler());
        if (!Recheck.hash(proposal).equals(proposal.argsHash())) {
            LOG.error("the stored arguments of proposal {} are not the approved ones: nobody is asked", proposal.id());
            return Reconciliation.notKnownYet();
        }
        Given given = given(proposal);
        if (!(given instanceof Given.Known known)) {
            LOG.error("what proposal {} was given by the steps before it is not there: nobody is asked", proposal.id());
            return Reconciliation.notKnownYet();
        }
        Reconciliation found = reconciler.reconcile(invocation(proposal, known.arguments(), tool.timeLimit()));
        return found == null ? Reconciliation.notKnownYet() : found;
    }

    /** An undo is about what the step was given. */
    private Given given(Proposal proposal) {
        ProposalId undoes = proposal.content().undoes();
        Proposal step = undoes == null
                ? proposal
                : backing.store().find(proposal.tenant(), undoes).orElse(proposal);
        RegisteredTool tool = backing.tools().find(proposal.tool()).orElseThrow();
        return Given.of(step, tool, Map.of(), backing.store()::chainOf);
    }

    private Invocation invocation(Proposal proposal, Arguments arguments, Duration limit) {
        return new Invocation(
                new Call(
                        proposal.tool(),
                        arguments,
                        proposal.content().origin().caller(),
                        proposal.content().origin().request()),
                proposal.content().arguments().idempotencyKey(),
                proposal.state().progress().attempt(),
                proposal.state().progress().fence(),
                backing.time().instant().plus(limit),
                proposal.content().arguments().resourceVersion());
    }

    private Change.@Nullable Reconcile change(Reconciliation found) {
        if (found instanceof Reconciliation.Happened happened) {
            return new Change.Reconcile(worker, Resolution.Kind.CONFIRMED_EXECUTED, happened.result());
        }
        return found instanceof Reconciliation.DidNotHappen
                ? new Change.Reconcile(worker, Resolution.Kind.CONFIRMED_NOT_EXECUTED, null)
                : null;
    }

    /** Somebody else may have been quicker: then that word stands. */
    private void settle(Proposal proposal, Change.Reconcile change) {
        Transition transition = Transition.of(
                backing.ids().next(), proposal.tenant(), Resolution.byHook(worker), proposal.id(), change);
        if (applied(transition) instanceof TransitionResult.Applied applied) {
            applied.events().forEach(backing.listener()::on);
        }
        looks.forget(proposal.id());
    }

    private TransitionResult applied(Transition transition) {
        for (int tries = 1; ; tries++) {
            try {
                return backing.store().apply(List.of(transition)).get(0);
            } catch (StoreException lost) {
                if (tries == RECORD_TRIES) {
                    throw lost;
                }
            }
        }
    }
}
