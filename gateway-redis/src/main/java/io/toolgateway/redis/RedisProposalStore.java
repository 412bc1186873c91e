package io.toolgateway.redis;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.caller.TenantId;
import io.toolgateway.proposal.ChainPosition;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
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
import io.toolgateway.tool.Effect;
import io.toolgateway.tool.Tool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;

/**
 * The record on Redis alone: every transition is one script that checks what it was judged on and writes, on the server's clock.
 *
 * <p>Promises: at most once under crashes of any process. Under a restart of the server only with {@code appendonly yes} and
 * {@code appendfsync always}; under a fail-over to a replica not at all, for what the replica has not got is forgotten, claims too.
 * Where that may happen no gateway with a tool that is not idempotent is built on it, unless the host says so by name:
 * {@link RedisStoreBuilder#acceptingRepeatsAfterLostClaims}.
 *
 * <p>In a cluster a tenant's keys lie together, the sums of its limits too: see {@link SideEffect.Reserve}.
 *
 * <p>It keeps everything in memory, for ever: SPEC S6 is Postgres'. A search looks through a tenant's proposals, newest first.
 *
 * <p>Threads: safe for concurrent use.
 *
 * @since 0.1
 */
public final class RedisProposalStore implements ProposalStore, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RedisProposalStore.class);

    private final Shards shards;
    private final Units units;
    private final Claiming claiming;
    private final Searching searching;
    private final Journal journal;
    private final Switches switches;
    private final Hints hints;
    private final Seldom forgettingDead;
    private final Seldom trimming;
    private final Messages messages;
    private final Entries entries;
    private final Permits permits;
    private final Seldom droppingMessages;
    private final Seldom forgettingLimits;
    private final Persistence persistence;
    private final boolean acceptsRepeats;
    private final Rounds rounds;

    RedisProposalStore(RedisStoreBuilder options) {
        this.shards = options.shards();
        Server server = options.server();
        this.rounds = new Rounds(shards);
        Loading loading = new Loading(server);
        this.units = new Units(server, loading);
        this.claiming = new Claiming(server, loading, units);
        this.searching = new Searching(server, loading);
        this.journal = new Journal(server, loading);
        this.switches = new Switches(server, shards, units, options.time());
        this.hints = new Hints(server, shards, options.time());
        this.forgettingDead = hints.forgettingDead();
        this.trimming = new LogTrimming(server, shards, options.keepsLogFor()).seldom(options.time());
        this.messages = new Messages(server, shards, rounds, units);
        this.entries = new Entries(server, shards, units);
        this.permits = new Permits(server, shards, units);
        this.droppingMessages = messages.droppingOld(options.time());
        this.forgettingLimits = new PastLimits(server, shards).seldom(options.time());
        this.persistence = options.persistence();
        this.acceptsRepeats = options.acceptsRepeats();
        if (!persistence.forgets().isEmpty()) {
            LOG.warn("Redis may forget what it has acknowledged: {}", String.join("; ", persistence.forgets()));
        }
    }

    /**
     * A store on a client, to be built.
     *
     * @param redis a client for one server, for Sentinel or for a cluster, with a pool; its timeouts are the host's to set, that of
     *     its socket at a second at least: one thread waits for work for most of that
     * @return what else can be said about it
     */
    public static RedisStoreBuilder on(UnifiedJedis redis) {
        return new RedisStoreBuilder(redis);
    }

    @Override
    public Insertion insert(List<NewProposal> proposals, List<SideEffect> effects) {
        if (proposals.isEmpty()) {
            throw new IllegalArgumentException("an insertion stores something");
        }
        Keys keys = shards.of(proposals.get(0).content().origin().caller().tenant());
        return units.run(keys, Need.toStore(proposals, effects), (unit, written) -> unit.insert(proposals, effects));
    }

    @Override
    public List<TransitionResult> apply(List<Transition> transitions) {
        return transitions.stream().map(this::apply).toList();
    }

    private TransitionResult apply(Transition transition) {
        return units.run(shards.of(transition.tenant()), Need.toApply(transition), (unit, written) -> {
            TransitionResult result = unit.apply(transition);
            if (result instanceof TransitionResult.Applied) {
                transition.changes().forEach((id, change) -> {
                    if (change instanceof Change.Claim claim) {
                        written.claimed(transition.id(), id, claim.lease());
                    }
                });
            }
            return result;
        });
    }

    @Override
    public List<Claimed> claim(ClaimRequest request) {
        if (request.tools().isEmpty()) {
            return List.of();
        }
        List<Claimed> claimed = rounds.collect(
                request.limit(),
                (keys, left) -> units.repeated(isRepeat -> claiming.claim(keys, request, left, isRepeat)));
        // Each shard gives its oldest.
        claimed.sort(Comparator.comparing(one -> one.proposal().id()));
        return claimed;
    }

    @Override
    public List<AuditEvent> sweep(SweepRequest request) {
        List<AuditEvent> recorded = new ArrayList<>();
        int before;
        do {
            // What ended in one pass may break a chain whose steps were looked at before it.
            before = recorded.size();
            recorded.addAll(sweepOnce(request, request.limit() - before, before > 0));
        } while (recorded.size() > before && recorded.size() < request.limit());
        forgettingDead.run();
        trimming.run();
        droppingMessages.run();
        forgettingLimits.run();
        return recorded;
    }

    /** What was swept before is not lost with a shard that does not answer. */
    private List<AuditEvent> sweepOnce(SweepRequest request, int limit, boolean isAgain) {
        try {
            return rounds.collect(
                    limit, (keys, left) -> units.repeated(isRepeat -> claiming.sweep(keys, request, left)));
        } catch (StoreException lost) {
            if (isAgain) {
                return List.of();
            }
            throw lost;
        }
    }

    @Override
    public Optional<Proposal> find(TenantId tenant, ProposalId id) {
        return searching.find(shards.of(tenant), tenant, id);
    }

    @Override
    public List<Proposal> chainOf(Proposal proposal) {
        ChainPosition chain = proposal.content().chain();
        return chain == null
                ? find(proposal.tenant(), proposal.id()).stream().toList()
                : searching.chain(shards.of(proposal.tenant()), proposal.tenant(), chain);
    }

    @Override
    public Page search(ProposalQuery query) {
        return searching.search(shards.of(query.tenant()), query);
    }

    @Override
    public List<Proposal> unsettled(UnsettledQuery query) {
        TenantId tenant = query.tenant();
        if (tenant != null) {
            return searching.unsettled(shards.of(tenant), query);
        }
        return rounds.collect(Integer.MAX_VALUE, (keys, left) -> searching.unsettled(keys, query)).stream()
                .sorted(Comparator.comparing(Proposal::id))
                .limit(query.limit())
                .toList();
    }

    @Override
    public long count(ProposalQuery query) {
        return searching.count(shards.of(query.tenant()), query);
    }

    @Override
    public void record(List<AuditEvent> events) {
        Map<String, List<AuditEvent>> byTenant = new TreeMap<>();
        events.forEach(event -> byTenant.computeIfAbsent(
                        event.subject().caller().tenant().value(), tenant -> new ArrayList<>())
                .add(event));
        byTenant.forEach((tenant, some) ->
                units.write(shards.of(TenantId.of(tenant)), written -> some.forEach(written::recorded)));
    }

    @Override
    public List<AuditEvent> events(EventQuery query) {
        return journal.events(shards.of(query.tenant()), query);
    }

    @Override
    public boolean awaitWork(Duration atMost) throws InterruptedException {
        return hints.await(atMost);
    }

    @Override
    public void requireSafeFor(Tool tool) {
        if (tool.effect() == Effect.NON_IDEMPOTENT && !persistence.forgets().isEmpty() && !acceptsRepeats) {
            throw new IllegalStateException(
                    "the tool " + tool.name() + " is not idempotent, and this Redis may forget that a call was"
                            + " started (" + String.join("; ", persistence.forgets())
                            + "): change that, keep the record on Postgres,"
                            + " or call acceptingRepeatsAfterLostClaims()");
        }
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

    @Override
    public boolean isDurable() {
        return true;
    }

    /** Says good-bye to the server. The client is the host's to close. */
    @Override
    public void close() {
        hints.leave();
    }
}
