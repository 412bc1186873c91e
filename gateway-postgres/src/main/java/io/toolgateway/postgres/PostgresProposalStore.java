package io.toolgateway.postgres;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.TenantId;
import io.toolgateway.live.LiveView;
import io.toolgateway.proposal.ChainPosition;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.store.ClaimRequest;
import io.toolgateway.store.Claimed;
import io.toolgateway.store.EventQuery;
import io.toolgateway.store.Grants;
import io.toolgateway.store.Inbox;
import io.toolgateway.store.Insertion;
import io.toolgateway.store.NewProposal;
import io.toolgateway.store.Outbox;
import io.toolgateway.store.Page;
import io.toolgateway.store.ProposalQuery;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.store.SideEffect;
import io.toolgateway.store.StoreException;
import io.toolgateway.store.SweepRequest;
import io.toolgateway.store.ToolSwitches;
import io.toolgateway.store.Transition;
import io.toolgateway.store.TransitionResult;
import io.toolgateway.store.UnsettledQuery;
import io.toolgateway.tool.ToolHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The record on Postgres: every transition is one compare-and-set of a row, in one transaction with its event, on the database's
 * clock. The tables are made by {@link Migrations}.
 *
 * <p>Promises: at most once under crashes of any process and restarts of the database, as long as what it has committed is
 * not lost. That needs {@code fsync} and {@code synchronous_commit} on, and a synchronous standby where one may take over.
 *
 * <p>Threads: safe for concurrent use. Concurrent writers share commits; nothing holds a connection between calls.
 *
 * @since 0.1
 */
public final class PostgresProposalStore implements ProposalStore, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresProposalStore.class);

    private final Sql sql;
    private final Reading reading;
    private final Claiming claiming;
    private final Sweeping sweeping;
    private final Switches switches;
    private final Messages messages;
    private final Entries entries;
    private final Permits permits;
    private final Transactions transactions;
    private final Connections connections;
    private final Applying applying;
    private final GroupCommit<Reading.Wanted, Optional<Proposal>> finds;
    private final GroupCommit<Inserting.Wanted, Insertion> insertions;
    private final GroupCommit<List<Transition>, List<TransitionResult>> decisions;
    private final GroupCommit<List<Transition>, List<TransitionResult>> completions;
    private final GroupCommit<ClaimRequest, List<Claimed>> claims;
    private final GroupCommit<List<AuditEvent>, Integer> records;
    private final BackgroundSeals seals;
    private final Wakeups wakeups = new Wakeups();
    private final Commits commits;
    private final @Nullable LiveView view;
    private final @Nullable Listening listening;

    PostgresProposalStore(PostgresStoreBuilder options) {
        this.sql = options.sql();
        this.transactions = new Transactions(options.source());
        this.connections = new Connections(options.source());
        Transactions completing =
                options.completions() == null ? transactions : new Transactions(options.completions());
        this.reading = new Reading(sql, transactions);
        this.claiming = new Claiming(sql);
        this.sweeping = new Sweeping(sql);
        AuditSeals allSeals = new AuditSeals(sql, transactions);
        allSeals.requireOwnTransactions();
        this.seals = options.seals(allSeals);
        this.view = options.view();
        this.commits = new Commits(wakeups, view);
        this.entries = new Entries(sql, transactions);
        this.permits = new Permits(sql, transactions);
        this.messages = new Messages(sql, transactions, options.time());
        this.switches = new Switches(sql, transactions, options.time(), commits::wake);
        Inserting inserting = new Inserting(sql);
        this.applying = new Applying(sql);
        this.finds = options.group(reading::find);
        this.insertions = options.group(batch -> commits.run(
                transactions,
                (connection, isRepeat, changes, last) -> inserting.insert(connection, batch, changes, last)));
        this.decisions = options.group(batch -> commits.run(
                transactions,
                (connection, isRepeat, changes, last) -> applying.apply(connection, batch, changes, last)));
        this.completions = options.group(batch -> commits.run(
                completing, (connection, isRepeat, changes, last) -> applying.apply(connection, batch, changes, last)));
        this.claims = options.group(batch -> commits.run(
                transactions,
                (connection, isRepeat, changes, last) -> claiming.claim(connection, isRepeat, batch, changes, last)));
        this.records = options.group(this::recordBatch);
        DataSource listeningSource = options.listening();
        this.listening = listeningSource == null ? null : new Listening(listeningSource, sql, this::heardOfOthers);
        if (view != null) {
            view.follow(new Feed(sql, transactions));
        }
    }

    /**
     * A store on a data source, to be built.
     *
     * @param source a pool, such as HikariCP's; any size works, a connection is held for one transaction at a time
     * @return what else can be said about it
     */
    public static PostgresStoreBuilder on(DataSource source) {
        return new PostgresStoreBuilder(source);
    }

    @Override
    public void requireStorable(Caller caller) {
        sql.hostIds().require("tenant", caller.tenant().value());
        sql.hostIds().require("user", caller.userId());
    }

    @Override
    public Insertion insert(List<NewProposal> proposals, List<SideEffect> effects) {
        if (proposals.isEmpty()) {
            throw new IllegalArgumentException("an insertion stores something");
        }
        return insertions.run(new Inserting.Wanted(List.copyOf(proposals), List.copyOf(effects)));
    }

    @Override
    public List<TransitionResult> apply(List<Transition> transitions) {
        if (transitions.isEmpty()) {
            return List.of();
        }
        List<Transition> copy = List.copyOf(transitions);
        boolean isCompletion = copy.stream().allMatch(PostgresProposalStore::isCompletion);
        return (isCompletion ? completions : decisions).run(copy);
    }

    /**
     * A handler whose effect is in this database: its statements are committed together with the proposal's final state, or
     * rolled back, so that of such a call it is known what happened.
     *
     * <p>It is for tools that write and belong to a gateway on this store. A read that needs no proposal runs read-only. The
     * connection is of this store's data source and is held while the handler runs.
     *
     * @param handler the host's code
     * @return to be given to {@code Tool.handledBy}
     */
    public ToolHandler transactional(TransactionalHandler handler) {
        return new Committing(
                this, commits, sql, applying, connections, transactions, Objects.requireNonNull(handler, "handler"));
    }

    /** What a worker that runs has to say: it must come through however many claim and propose. */
    private static boolean isCompletion(Transition transition) {
        return transition.changes().values().stream()
                .allMatch(change -> change instanceof Change.Heartbeat
                        || change instanceof Change.Finish
                        || change instanceof Change.Fail
                        || change instanceof Change.Retry
                        || change instanceof Change.Release);
    }

    @Override
    public List<Claimed> claim(ClaimRequest request) {
        return claims.run(request);
    }

    @Override
    public List<AuditEvent> sweep(SweepRequest request) {
        List<AuditEvent> recorded = new ArrayList<>();
        int before;
        do {
            // What ended in one pass may break a chain whose steps come next.
            before = recorded.size();
            int left = request.limit() - before;
            recorded.addAll(commits.run(
                    transactions,
                    (connection, isRepeat, changes, last) -> sweeping.sweep(connection, left, request, changes, last)));
        } while (recorded.size() > before && recorded.size() < request.limit());
        messages.dropOldIfDue();
        seals.sealIfDue();
        return recorded;
    }

    @Override
    public Optional<Proposal> find(TenantId tenant, ProposalId id) {
        sql.hostIds().require("tenant", tenant.value());
        return finds.run(new Reading.Wanted(tenant, id));
    }

    @Override
    public List<Proposal> chainOf(Proposal proposal) {
        ChainPosition chain = proposal.content().chain();
        return chain == null
                ? find(proposal.tenant(), proposal.id()).stream().toList()
                : reading.chain(proposal.tenant(), chain);
    }

    @Override
    public Page search(ProposalQuery query) {
        return reading.search(query);
    }

    @Override
    public List<Proposal> unsettled(UnsettledQuery query) {
        return reading.unsettled(query);
    }

    @Override
    public long count(ProposalQuery query) {
        return reading.count(query);
    }

    @Override
    public void record(List<AuditEvent> events) {
        if (!events.isEmpty()) {
            records.run(List.copyOf(events));
        }
    }

    private List<GroupCommit.Answer<Integer>> recordBatch(List<List<AuditEvent>> batch) {
        return transactions.runEnding((connection, isRepeat, last) -> {
            Written writes = new Written(sql, Held.nothing(), new Changes());
            List<GroupCommit.Answer<Integer>> answers = new ArrayList<>(batch.size());
            for (List<AuditEvent> events : batch) {
                answers.add(GroupCommit.Answer.of(() -> writes.record(events)));
            }
            writes.addTo(last);
            return answers;
        });
    }

    @Override
    public List<AuditEvent> events(EventQuery query) {
        return reading.events(query);
    }

    @Override
    public long countPending(TenantId tenant) {
        OptionalLong shown = view == null ? OptionalLong.empty() : view.pending(tenant);
        return shown.orElseGet(() -> count(ProposalQuery.of(tenant).in(ProposalStatus.PENDING)));
    }

    @Override
    public boolean hearsOfWork() {
        return view != null && view.isHeard();
    }

    @Override
    public boolean awaitWork(Duration atMost) throws InterruptedException {
        if (view != null && view.isHeard()) {
            try {
                return view.awaitWork(atMost);
            } catch (StoreException e) {
                // The view says so itself, once; here it is waited for as if there were none.
                LOG.debug("no work is heard of by the live view: {}", e.getMessage());
            }
        }
        if (listening != null) {
            listening.start();
        }
        return wakeups.await(atMost);
    }

    private void heardOfOthers() {
        switches.forget();
        wakeups.signalAll();
    }

    @Override
    public ToolSwitches switches() {
        return switches;
    }

    @Override
    public Outbox outbox() {
        return messages;
    }

    @Override
    public Inbox inbox() {
        return entries;
    }

    @Override
    public Grants grants() {
        return permits;
    }

    /**
     * Who switched which tool off and on, for an auditor: in a chain of its own that {@link AuditVerification} checks, not among
     * the events, which belong to one tenant each.
     *
     * @return all changes of all tenants, oldest first; they are few
     */
    public List<SwitchChange> switchHistory() {
        return switches.history();
    }

    @Override
    public boolean isDurable() {
        return true;
    }

    /** Stops listening, and closes the live view. The data sources are the host's to close. */
    @Override
    public void close() {
        if (view != null) {
            view.close();
        }
        if (listening != null) {
            listening.close();
        }
    }
}
